import { locales } from '$lib/i18n/locales';
import type { MultiplePolicy, Option, Question, QuestionType, Words } from '../../question';
import { Draft } from '../draft';
import { letters, type ColumnKey } from './columns';
import { acceptedNumbers, acceptedTexts, unitOf, type Marked } from './read-accepted';
import { readRubric } from './read-rubric';
import { sidesOf } from './pieces';
import { codeOf, truthOf } from './vocabulary';

/** A line of a table while it is read. */
export interface Row {
	draft: Draft;
	/** A cell, trimmed; '' where nothing stands. */
	cell(key: ColumnKey): string;
	/** The words under a column, in the languages that have some; undefined for none. */
	words(key: string): Words | undefined;
}

export function rowOf(cells: ReadonlyMap<ColumnKey, string>, draft: Draft): Row {
	const cell = (key: ColumnKey) => cells.get(key) ?? '';
	const words = (key: string) => {
		let said: Words | undefined;
		for (const [i, column] of columnsOf(key).entries()) {
			const text = cell(column);
			if (text) (said ??= {})[locales[i]!] = draft.text(text, 'markdown');
		}
		return said;
	};
	return { draft, cell, words };
}

/** The columns of some words, one for each language; made once, for each line of a table asks for dozens. */
function columnsOf(key: string): ColumnKey[] {
	let found = columns.get(key);
	if (!found) columns.set(key, (found = locales.map((locale) => `${key}.${locale}` as ColumnKey)));
	return found;
}
const columns = new Map<string, ColumnKey[]>();

/** The question of a line; null, with the reason in the draft, where it is none. */
export function readQuestionRow(row: Row): Question | null {
	const type = typeOf(row);
	if (!type) return null;
	const explanation = row.words('explanation');
	const base = { stem: row.words('stem') ?? {}, ...(explanation && { explanation }) };
	switch (type) {
		case 'single':
		case 'multiple':
			return choice(row, type, base);
		case 'trueFalse':
			return truth(row, base);
		case 'numeric': {
			const accepted = acceptedNumbers(row);
			const unit = unitOf(row);
			return accepted && { type, ...base, accepted, ...(unit && { unit }) };
		}
		case 'fillIn':
		case 'shortAnswer': {
			const found = acceptedTexts(row, type === 'fillIn');
			const matching = { case: isYes(row, 'caseMatters'), width: isYes(row, 'widthMatters') };
			if (!found) return null;
			if (type === 'shortAnswer')
				return { type, ...base, accepted: found.map(({ gap: _gap, ...one }) => one), matching };
			return { type, ...base, gaps: gapsOf(found), matching };
		}
		case 'matching':
			return pairs(row, base);
		case 'ordering':
			return order(row, base);
		case 'essay': {
			const rubric = readRubric(row);
			const model = row.words('model');
			const longest = Number(row.cell('longest')) || undefined;
			return rubric && { type, ...base, rubric, ...(model && { model }), ...(longest && { longest }) };
		}
	}
}

type Base = Pick<Question, 'stem' | 'explanation'>;

/** What the line says, or what its answer looks like where it says nothing. */
function typeOf({ draft, cell }: Row): QuestionType | null {
	const said = cell('type');
	if (said) return (codeOf('type', said) as QuestionType | null) ?? draft.refuse('unsupported', said);
	const answer = cell('answer');
	if (/^[a-z]$/i.test(answer)) return 'single';
	if (/^[a-z]([\s,，、]*[a-z])+$/i.test(answer)) return 'multiple';
	return truthOf(answer) === null ? draft.refuse('unsupported', '?') : 'trueFalse';
}

const isYes = ({ cell }: Row, key: 'caseMatters' | 'widthMatters') => truthOf(cell(key)) ?? false;

/** The letters of an answer, each once, in their order. */
const lettersIn = (answer: string): string[] => [
	...new Set(answer.normalize('NFKC').toUpperCase().match(/[A-Z]/g) ?? [])
];

function policyOf<P extends MultiplePolicy>({ draft, cell }: Row, known: readonly P[], usual: P): P {
	const said = cell('policy');
	if (!said) return usual;
	const found = known.find((one) => one === codeOf('policy', said));
	if (!found) draft.remark('unknownValue', said);
	return found ?? usual;
}

/** The letters under which a line has words. */
const optionLetters = ({ cell }: Row) => letters.filter((letter) => columnsOf(`option.${letter}`).some(cell));

function choice(row: Row, type: 'single' | 'multiple', base: Base): Question | null {
	const { draft, cell, words } = row;
	const used = optionLetters(row);
	const right = lettersIn(cell('answer'));
	if (/[^A-Z\s,，、;；.。和&+/]/i.test(cell('answer').normalize('NFKC')))
		return draft.refuse('unknownKey', cell('answer'));
	if (!right.length) return draft.refuse('noKey');
	const unknown = right.find((letter) => !used.includes(letter));
	if (unknown) return draft.refuse('unknownKey', unknown);
	if (type === 'single' && right.length > 1) return draft.refuse('manyKeys', right.join(', '));
	const shares = new Map(used.map((letter) => [letter, cell(`share.${letter}`).replace('%', '')]));
	const hasShares = [...shares.values()].some(Boolean);
	const options = used.map((letter): Option => {
		const feedback = words(`feedback.${letter}`);
		const share = shares.get(letter);
		return {
			id: letter.toLowerCase(),
			text: words(`option.${letter}`)!,
			...(feedback && { feedback }),
			...(share && { share: Number(share) })
		};
	});
	const off = options.find(({ share }) => share !== undefined && !Number.isFinite(share));
	if (off) return draft.refuse('fractions', off.id);
	const usual = hasShares ? 'perOption' : 'allOrNothing';
	const keys = right.map((letter) => letter.toLowerCase());
	return type === 'single'
		? {
				...{ type, ...base, options, correct: keys[0]! },
				policy: policyOf(row, ['allOrNothing', 'perOption'], usual)
			}
		: {
				...{ type, ...base, options, correct: options.flatMap(({ id }) => (keys.includes(id) ? id : [])) },
				policy: policyOf(row, ['allOrNothing', 'partial', 'partialWithPenalty', 'perOption'], usual)
			};
}

function truth({ draft, cell, words }: Row, base: Base): Question | null {
	const said = cell('answer');
	const letter = /^[ab]$/i.test(said) ? said.toLowerCase() === 'a' : null;
	const correct = truthOf(said) ?? letter;
	if (correct === null) return said ? draft.refuse('unknownKey', said) : draft.refuse('noKey');
	const [onTrue, onFalse] = [words('feedback.A'), words('feedback.B')];
	const feedback = { ...(onTrue && { true: onTrue }), ...(onFalse && { false: onFalse }) };
	return { type: 'trueFalse', ...base, correct, ...((onTrue || onFalse) && { feedback }) };
}

/** Gaps in the order in which they come, each with what is accepted in it. */
function gapsOf(found: readonly Marked[]) {
	const gaps = new Map<string, Omit<Marked, 'gap'>[]>();
	for (const { gap, ...one } of found) gaps.set(gap, [...(gaps.get(gap) ?? []), one]);
	return [...gaps].map(([id, accepted]) => ({ id, accepted }));
}

function pairs(row: Row, base: Base): Question {
	const sides = optionLetters(row).map((letter) => {
		const both: { left: Words; right: Words } = { left: {}, right: {} };
		for (const locale of locales) {
			const { left, right } = sidesOf(row.cell(`option.${letter}.${locale}`));
			if (left) both.left[locale] = row.draft.text(left, 'markdown');
			if (right) both.right[locale] = row.draft.text(right, 'markdown');
		}
		return both;
	});
	const belongs = ({ left }: { left: Words }) => Object.keys(left).length > 0;
	return {
		...{ type: 'matching', ...base },
		pairs: sides.filter(belongs).map((both, i) => ({ id: `p${i + 1}`, ...both })),
		others: sides.filter((both) => !belongs(both)).map(({ right }, i) => ({ id: `o${i + 1}`, right })),
		policy: policyOf(row, ['allOrNothing', 'partial'], 'partial')
	};
}

function order(row: Row, base: Base): Question | null {
	const used = optionLetters(row);
	const said = lettersIn(row.cell('answer'));
	const right = said.length ? said : used;
	const unknown = right.find((letter) => !used.includes(letter));
	if (unknown) return row.draft.refuse('unknownKey', unknown);
	if (right.length < used.length)
		return row.draft.refuse(
			'noKey',
			used.find((one) => !right.includes(one))
		);
	return {
		...{ type: 'ordering', ...base },
		items: right.map((letter) => ({ id: letter.toLowerCase(), text: row.words(`option.${letter}`)! })),
		policy: policyOf(row, ['allOrNothing', 'partial'], 'partial')
	};
}
