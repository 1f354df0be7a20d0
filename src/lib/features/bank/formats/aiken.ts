import type { Locale } from '$lib/i18n/locales';
import { choiceQuestion, optionId } from './choices';
import { Draft, fileOf } from './draft';
import type { ParsedFile, ParsedQuestion } from './parsed';
import { asPlain, inLanguage, type Exported, type Omission, type Written } from './written';

const OPTION = /^([A-Za-z])[.)、．）](?:\s+|(?=\S))(.*)$/;
const KEY = /^(?:ANSWER|答案)\s*[:：]\s*(.*)$/i;

interface Found {
	line: number;
	stem: string[];
	options: string[];
	/** What stands behind `ANSWER:`. */
	key?: string;
	/** The line that belongs to nothing. */
	stray?: string;
}

/**
 * Questions in the Aiken format (docs.moodle.org, Aiken format), their words under `locale`: a stem, options with the
 * letters from A on, and `ANSWER:` with a letter. Taken too: a stem of several lines, `A、`, `答案：`.
 */
export function parseAiken(text: string, locale: Locale): ParsedFile {
	const lines = text
		.replace(/^\uFEFF/, '')
		.split(/\r\n|\r|\n/)
		.map((line) => line.trim());
	return fileOf(foundIn(lines).map((found) => question(found, locale)));
}

function foundIn(lines: string[]): Found[] {
	const all: Found[] = [];
	let now: Found | null = null;
	const isOption = (line: string | undefined, place: number) =>
		OPTION.exec(line ?? '')?.[1]?.toLowerCase() === optionId(place);
	/** Whether the options follow, perhaps behind empty lines. */
	const optionsFollow = (at: number) => isOption(lines.slice(at, at + 5).find(Boolean), 0);
	lines.forEach((line, i) => {
		if (!line) {
			if (now && (now.options.length || now.stray || !optionsFollow(i))) now = null;
			return;
		}
		const key = KEY.exec(line);
		// A stem right behind options: the question before it has no key.
		if (now?.options.length && !key && !isOption(line, now.options.length) && isOption(lines[i + 1], 0))
			now = null;
		if (!now) all.push((now = { line: i + 1, stem: [], options: [] }));
		if (key) {
			now.key = key[1]!.trim();
			now = null;
		} else if (isOption(line, now.options.length) && now.stem.length)
			now.options.push(OPTION.exec(line)![2]!);
		else if (now.options.length) now.stray ??= line;
		else now.stem.push(line);
	});
	return all;
}

function question({ line, stem, options, key, stray }: Found, locale: Locale): ParsedQuestion {
	const draft = new Draft(line, locale);
	const place = { name: '', category: [], tags: [] };
	const refuse = (...problem: Parameters<Draft['refuse']>) => draft.done(place, draft.refuse(...problem));
	if (stray !== undefined) return refuse('syntax', stray);
	if (!stem.length) return refuse('noStem');
	if (options.length < 2) return refuse('fewOptions', stem.join(' '));
	const letters = (key ?? '')
		.normalize('NFKC')
		.replace(/[.\s]+$/, '')
		.toLowerCase();
	if (!letters) return refuse('noKey');
	if (/^[a-z]([\s,;、]*[a-z])+$/.test(letters)) return refuse('manyKeys', key);
	const right = options.findIndex((_text, i) => optionId(i) === letters);
	if (right < 0) return refuse('unknownKey', key);
	const words = draft.words(draft.text(stem.join('\n'), 'plain'));
	const choices = options.map((text, i) => ({
		text: draft.text(text, 'plain'),
		share: i === right ? 100 : 0,
		feedback: ''
	}));
	return draft.done(place, choiceQuestion(draft, { stem: words }, choices, true));
}

/** Questions in the Aiken format, in one language: single choice only, without feedback, marks of text and shares. */
export function writeAiken(questions: readonly Exported[], locale: Locale): Written {
	const omissions: Omission[] = [];
	const blocks = questions.flatMap(({ question }, index) => {
		const stem = oneLine(inLanguage(question.stem, locale));
		if (question.type !== 'single' || OPTION.test(stem.text) || KEY.test(stem.text)) {
			omissions.push({ index, what: question.type });
			return [];
		}
		const options = question.options.map(({ text }) => oneLine(inLanguage(text, locale)));
		const minor = (what: string, isLost: boolean) => isLost && omissions.push({ index, what, minor: true });
		minor(
			'formatting',
			[stem, ...options].some(({ isWhole }) => !isWhole)
		);
		minor(
			'feedback',
			question.options.some(({ feedback }) => feedback)
		);
		minor('explanation', Boolean(question.explanation));
		minor('policy', question.policy !== 'allOrNothing');
		const key = question.options.findIndex(({ id }) => id === question.correct);
		const letter = (i: number) => optionId(i).toUpperCase();
		return [
			[
				stem.text,
				...options.map(({ text }, i) => `${letter(i)}. ${text}`),
				`ANSWER: ${letter(key)}`,
				''
			].join('\n')
		];
	});
	return { text: blocks.join('\n'), omissions };
}

function oneLine(markdown: string): { text: string; isWhole: boolean } {
	const plain = asPlain(markdown);
	return {
		text: (plain ?? markdown).replace(/\s+/g, ' ').trim(),
		isWhole: plain !== null && !markdown.includes('\n')
	};
}
