import type { Locale } from '$lib/i18n/locales';
import type { Question } from '../../question';
import { choiceQuestion } from '../choices';
import { Draft, fileOf } from '../draft';
import type { ParsedFile, ParsedQuestion } from '../parsed';
import {
	acceptedNumbers,
	acceptedTexts,
	choicesOf,
	isMatching,
	pairsOf,
	textOf,
	truthOf,
	type Texts
} from './answers';
import { blocksOf, cut, escape, find, formatOf, unescape, type Block, type Notes } from './scan';

/** Where answers stand in the middle of a sentence, this is shown in their place. */
const BLANK = '_____';
/** The one gap of a short answer in the middle of a sentence. */
const GAP = '1';

/**
 * Questions in Moodle's GIFT (docs.moodle.org, GIFT format), their words under `locale`. Each is read by itself: one
 * that cannot be read is named with its line and costs no other.
 */
export function parseGift(text: string, locale: Locale): ParsedFile {
	return fileOf(blocksOf(text).map((block) => parseBlock(block, locale)));
}

function parseBlock({ text, line, category, notes }: Block, locale: Locale): ParsedQuestion {
	const draft = new Draft(line, locale);
	let rest = text.trim();
	let name = notes.id;
	const titleEnd = rest.startsWith('::') ? find(rest, '::', 2) : -1;
	if (titleEnd >= 0) {
		name = unescape(rest.slice(2, titleEnd)).replace(/\s+/g, ' ').trim();
		rest = rest.slice(titleEnd + 2);
	}
	const place = { name, category, tags: notes.tags };
	return draft.done(place, readQuestion(draft, rest, notes));
}

/** The stem, the braces, and what follows them. */
function readQuestion(draft: Draft, raw: string, notes: Notes): Question | null {
	const { text, format } = formatOf(raw, 'moodle');
	const texts: Texts = { draft, format };
	const open = find(text, '{');
	const close = find(text, '}', Math.max(open, 0));
	if (open < 0) return close < 0 ? draft.refuse('unsupported', 'description') : draft.refuse('syntax', '}');
	if (close < 0) return draft.refuse('syntax', '{');
	const [before, after] = [text.slice(0, open), text.slice(close + 1)];
	const extra = find(after, ['{', '}']);
	if (extra >= 0) return draft.refuse('syntax', after.slice(extra));
	const [answers, general] = cut(text.slice(open + 1, close), '####');
	const explanation = textOf(texts, general ?? '');
	const stem = (inPlace: string) => ({
		stem: draft.words(stemOf(texts, before, inPlace, after)),
		...(explanation && { explanation: draft.words(explanation) })
	});
	return readAnswers(texts, answers.trim(), stem, { isInside: Boolean(after.trim()), notes });
}

function stemOf(texts: Texts, before: string, inPlace: string, after: string): string {
	// In Markdown underscores may begin emphasis; the other formats are translated.
	const shown = texts.format === 'markdown' ? inPlace.replaceAll('_', '\\_') : inPlace;
	return textOf(texts, `${before}${escape(shown)}${after}`);
}

interface Around {
	/** Words follow the braces. */
	isInside: boolean;
	notes: Notes;
}

type Stem = (inPlace: string) => { stem: Question['stem']; explanation?: Question['stem'] };

function readAnswers(texts: Texts, raw: string, stem: Stem, { isInside, notes }: Around): Question | null {
	const matching = { case: notes.case, width: notes.width };
	const blank = isInside ? BLANK : '';
	if (!raw && notes.type === 'shortAnswer')
		return { type: 'shortAnswer', ...stem(blank), accepted: [], matching };
	if (!raw) return { type: 'essay', ...stem(blank), rubric: [] };
	if (raw.startsWith('#')) {
		const accepted = acceptedNumbers(texts, raw.slice(1));
		return accepted && { type: 'numeric', ...stem(blank), accepted };
	}
	if (find(raw, '~') >= 0) {
		const found = choicesOf(texts, raw);
		return found && choiceQuestion(texts.draft, stem(blank), found.choices, found.isSingle, notes.policy);
	}
	if (isMatching(raw)) {
		const found = pairsOf(texts, raw);
		const policy = notes.policy === 'allOrNothing' ? notes.policy : 'partial';
		return found && { type: 'matching', ...stem(blank), ...found, policy };
	}
	const truth = truthOf(texts, raw);
	if (truth) return { type: 'trueFalse', ...stem(blank), ...truth };
	const accepted = acceptedTexts(texts, raw);
	if (!accepted) return null;
	if (!isInside && notes.type !== 'fillIn') return { type: 'shortAnswer', ...stem(''), accepted, matching };
	return { type: 'fillIn', ...stem(`{{${GAP}}}`), gaps: [{ id: GAP, accepted }], matching };
}
