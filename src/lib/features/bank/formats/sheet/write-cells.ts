import { locales, type Locale } from '$lib/i18n/locales';
import type { AcceptedText, Question, Words } from '../../question';
import type { ParsedCase, SaidAbout } from '../parsed';
import type { Exported } from '../written';
import { letters, type ColumnKey } from './columns';
import { cellOf, pairCell } from './pieces';
import { truthWord, wordOf, yesWord } from './vocabulary';

/** What a line of a table says, by column; columns that say nothing are not there. */
export type Cells = Map<ColumnKey, string>;

/** The cells of a question, codes in words of a language; everything that a question says has its place. */
export function cellsOf({ name, tags, question, about, case: group }: Exported, locale: Locale): Cells {
	const cells: Cells = new Map();
	const put = (key: ColumnKey, text: string | undefined) => text && cells.set(key, text);
	const words: PutWords = (key, text) =>
		locales.forEach((one) => put(`${key}.${one}` as ColumnKey, text?.[one]));
	put('code', name);
	put('type', wordOf('type', question.type, locale));
	putAbout(put, about ?? {}, locale);
	put('tags', cellOf([tags]));
	putCase(put, words, group);
	words('stem', question.stem);
	words('explanation', question.explanation);
	putAnswers(question, { put, words, locale });
	return cells;
}

type Put = (key: ColumnKey, text: string | undefined) => void;
type PutWords = (key: string, text: Words | undefined) => void;
interface Out {
	put: Put;
	words: PutWords;
	locale: Locale;
}

function putAbout(put: Put, about: SaidAbout, locale: Locale): void {
	put('area', about.area && wordOf('area', about.area, locale));
	put('level', about.level && wordOf('level', about.level, locale));
	put('use', about.use && wordOf('use', about.use, locale));
	put('difficulty', about.difficulty === undefined ? '' : String(about.difficulty / 10));
	put('seconds', about.seconds === undefined ? '' : String(about.seconds));
	for (const key of ['source', 'competency', 'module', 'reviewAgainOn'] as const) put(key, about[key]);
}

function putCase(put: Put, words: PutWords, group: ParsedCase | undefined): void {
	put('caseCode', group?.code);
	words('caseTitle', group?.title);
	words('caseMaterial', group?.material);
}

function putAnswers(question: Question, { put, words, locale }: Out): void {
	switch (question.type) {
		case 'single':
		case 'multiple': {
			const right = [question.correct].flat();
			question.options.forEach(({ text, feedback, share }, i) => {
				words(`option.${letters[i]}`, text);
				words(`feedback.${letters[i]}`, feedback);
				put(`share.${letters[i]}`, share === undefined ? '' : String(share));
			});
			put(
				'answer',
				question.options.flatMap(({ id }, i) => (right.includes(id) ? letters[i]! : [])).join(',')
			);
			return put('policy', wordOf('policy', question.policy, locale));
		}
		case 'trueFalse':
			put('answer', truthWord(question.correct, locale));
			words('feedback.A', question.feedback?.true);
			return words('feedback.B', question.feedback?.false);
		case 'numeric':
			return putNumbers(question, put);
		case 'fillIn':
		case 'shortAnswer': {
			const own = question.type === 'fillIn' ? question.gaps : [{ id: '', accepted: question.accepted }];
			const lines = own.flatMap(({ id, accepted }) =>
				accepted.map((one) => {
					// A text that itself begins as a gap does is behind an empty mark.
					const mark = id ? `{{${id}}} ` : one.text.startsWith('{{') ? '{{}} ' : '';
					return [`${mark}${one.text}`, ...rest(one)];
				})
			);
			put('accepted', cellOf(lines));
			put('caseMatters', yesWord(question.matching.case, locale));
			return put('widthMatters', yesWord(question.matching.width, locale));
		}
		case 'matching': {
			const sides = [...question.pairs, ...question.others.map((one) => ({ ...one, left: undefined }))];
			sides.forEach(({ left, right }, i) =>
				locales.forEach((one) => {
					if (left?.[one] || right[one])
						put(`option.${letters[i]}.${one}` as ColumnKey, pairCell(left?.[one] ?? '', right[one] ?? ''));
				})
			);
			return put('policy', wordOf('policy', question.policy, locale));
		}
		case 'ordering':
			question.items.forEach(({ text }, i) => words(`option.${letters[i]}`, text));
			put('answer', question.items.map((_one, i) => letters[i]).join(','));
			return put('policy', wordOf('policy', question.policy, locale));
		case 'essay':
			locales.forEach((one) => {
				if (question.rubric.some((row) => row.criterion[one] || row.levels.some((level) => level.words[one])))
					put(`rubric.${one}`, rubricCell(question.rubric, one));
			});
			words('model', question.model);
			return put('longest', question.longest === undefined ? '' : String(question.longest));
	}
}

/** Share and feedback of something accepted, where they say something. */
const rest = ({ share, feedback }: Pick<AcceptedText, 'share' | 'feedback'>): string[] => [
	share === 100 && !feedback ? '' : String(share),
	...locales.map((one) => feedback?.[one] ?? '')
];

function putNumbers({ accepted, unit }: Extract<Question, { type: 'numeric' }>, put: Put): void {
	const written = accepted.map(({ range }) =>
		'value' in range
			? { text: range.value, tolerance: range.tolerance }
			: { text: `${range.from}..${range.to}` }
	);
	const [only, more] = accepted;
	if (only && !more && only.share === 100 && !only.feedback) {
		put('answer', written[0]!.text);
		put('tolerance', written[0]!.tolerance);
	} else {
		const lines = accepted.map((one, i) => {
			const { text, tolerance } = written[i]!;
			return [tolerance === undefined ? text : `${text} ± ${tolerance}`, ...rest(one)];
		});
		put('accepted', cellOf(lines));
	}
	if (unit)
		put('unit', cellOf([[unit.name, ...unit.others.map(({ name, factor }) => `${name} = ${factor}`)]]));
}

const rubricCell = (rubric: Extract<Question, { type: 'essay' }>['rubric'], locale: Locale): string =>
	cellOf(
		rubric.map(({ weight, criterion, levels }) => [
			String(weight),
			criterion[locale] ?? '',
			...levels.map(({ share, words }) => `${share}: ${words[locale] ?? ''}`.trim())
		])
	);
