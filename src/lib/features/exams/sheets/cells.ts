import { letterOf, LONGEST_ANSWER, LONGEST_ESSAY, type AnyGiven, type Shown } from '$lib/features/bank';
import type { ErrorCode } from '$lib/i18n/codes';

/** What stands in a cell: an answer in the ids that are shown, what nobody can read, or what cannot be on such a sheet. */
export type Cell =
	{ kind: 'given'; given: AnyGiven | null } | { kind: 'unclear' } | { kind: 'fault'; code: ErrorCode };

const given = (answer: AnyGiven | null): Cell => ({ kind: 'given', given: answer });
const fault = (code: ErrorCode): Cell => ({ kind: 'fault', code });

/** Said where a question is not answered; an empty cell says the same. */
export const NOTHING = '-';
/** Said where several circles are filled and one may be, or where nobody can read what is written. */
export const UNCLEAR = '?';

const TRUE = ['T', 'TRUE', 'Y', '对', '正确', '√', '✓'];
const FALSE = ['F', 'FALSE', 'N', '错', '错误', '×', '✗', 'X'];
const SEPARATORS = /[\s,、;./|→>]+/;
/** Longest cell: an essay, at most. */
export const LONGEST_CELL = LONGEST_ESSAY;

/**
 * What a cell of an answer sheet says about a question as it is printed for this candidate (options in their drawn order):
 * letters of what is printed, a truth, a number with its unit, texts of gaps with `|` between them.
 */
export function readCell(shown: Shown, raw: string): Cell {
	// Spreadsheets put an apostrophe before what they shall not take for a formula.
	const text = raw.trim().replace(/^'/, '').trim();
	const plain = text.normalize('NFKC').toUpperCase();
	if (!text || /^[-–—]$/.test(plain)) return given(null);
	if (plain === UNCLEAR) return { kind: 'unclear' };
	switch (shown.type) {
		case 'single': {
			const ids = readLetters(plain, shown.options);
			if (!ids) return fault('staffSheets.cell.letter');
			return ids.length === 1 ? given(ids[0]!) : fault('staffSheets.cell.one');
		}
		case 'multiple': {
			const ids = readLetters(plain, shown.options);
			if (!ids || isRepeating(ids)) return fault('staffSheets.cell.letter');
			return given(shown.options.map(({ id }) => id).filter((id) => ids.includes(id)));
		}
		case 'trueFalse':
			if (TRUE.includes(plain)) return given(true);
			return FALSE.includes(plain) ? given(false) : fault('staffSheets.cell.truth');
		case 'numeric':
			return readNumber(text.normalize('NFKC'), shown.unit);
		case 'fillIn':
			return readGaps(text, shown.gaps);
		case 'matching':
			return readPairs(plain, shown.lefts, shown.rights);
		case 'ordering': {
			const ids = readLetters(plain, shown.items);
			return ids && !isRepeating(ids) ? given(ids) : fault('staffSheets.cell.letter');
		}
		case 'shortAnswer':
			return text.length > LONGEST_ANSWER ? fault('staffSheets.cell.long') : given(text);
		case 'essay':
			return text.length > (shown.longest ?? LONGEST_ESSAY) ? fault('staffSheets.cell.long') : given(text);
	}
}

interface Thing {
	id: string;
}

/** Letters one after the other, or with something between them; null where one is none of those that are printed. */
function readLetters(plain: string, things: readonly Thing[]): string[] | null {
	const byLetter = new Map(things.map(({ id }, at) => [letterOf(at), id]));
	const parts = plain.split(SEPARATORS).filter(Boolean);
	// AA, AB … are letters of their own where there are so many.
	const letters = things.length > 26 ? parts : parts.flatMap((part) => [...part]);
	const ids = letters.flatMap((letter) => byLetter.get(letter) ?? []);
	return ids.length && ids.length === letters.length ? ids : null;
}

const isRepeating = (ids: readonly string[]) => new Set(ids).size < ids.length;

/** A letter for each on the left, in their order; `-` for one that is left open. */
function readPairs(plain: string, lefts: readonly Thing[], rights: readonly Thing[]): Cell {
	const signs = [...plain.replace(/[\s,、;./|]+/g, '')];
	if (signs.includes(UNCLEAR)) return { kind: 'unclear' };
	if (signs.length !== lefts.length) return fault('staffSheets.cell.pairs');
	const byLetter = new Map(rights.map(({ id }, at) => [letterOf(at), id]));
	if (signs.some((sign) => sign !== NOTHING && !byLetter.has(sign))) return fault('staffSheets.cell.letter');
	const pairs = lefts.flatMap(({ id }, at) => {
		const right = byLetter.get(signs[at]!);
		return right === undefined ? [] : [[id, right] as const];
	});
	return given(pairs.length ? Object.fromEntries(pairs) : null);
}

function readNumber(text: string, asksUnit: boolean): Cell {
	const found = /^([-+]?[\d.,]*\d[\d.,]*(?:[eE][-+]?\d+)?(?:\s*\/\s*\d+)?)\s*(.*)$/.exec(text);
	if (!found) return fault('staffSheets.cell.number');
	const [, number = '', unit = ''] = found;
	if (number.length > 40 || unit.length > 40) return fault('staffSheets.cell.long');
	if (unit && !asksUnit) return fault('staffSheets.cell.unit');
	return given({ number, ...(unit && { unit }) });
}

function readGaps(text: string, gaps: readonly string[]): Cell {
	const parts = gaps.length > 1 ? text.split(/[|｜]/).map((part) => part.trim()) : [text];
	if (parts.length > gaps.length) return fault('staffSheets.cell.gaps');
	if (parts.some((part) => part.length > LONGEST_ANSWER)) return fault('staffSheets.cell.long');
	const filled = gaps.flatMap((gap, at) => {
		const part = parts[at];
		return part && part !== NOTHING ? [[gap, part] as const] : [];
	});
	return given(filled.length ? Object.fromEntries(filled) : null);
}

/** An answer as a reader writes it down; `signs`: what stands for true and false. */
export function writeCell(
	shown: Shown,
	answer: AnyGiven | null,
	signs: { true: string; false: string }
): string {
	if (answer === null) return NOTHING;
	const letters = (ids: readonly string[], things: readonly Thing[]) =>
		ids.map((id) => letterOf(things.findIndex((thing) => thing.id === id))).join('');
	const parts = answer as Record<string, string>;
	switch (shown.type) {
		case 'single':
			return letters([answer as string], shown.options);
		case 'multiple':
			return letters(
				shown.options.flatMap(({ id }) => ((answer as string[]).includes(id) ? [id] : [])),
				shown.options
			);
		case 'ordering':
			return letters(answer as string[], shown.items);
		case 'trueFalse':
			return answer ? signs.true : signs.false;
		case 'numeric':
			return [parts['number'], parts['unit']].filter(Boolean).join(' ');
		case 'fillIn':
			return shown.gaps.map((gap) => parts[gap] ?? NOTHING).join(' | ');
		case 'matching':
			return shown.lefts
				.map(({ id }) => (parts[id] === undefined ? NOTHING : letters([parts[id]], shown.rights)))
				.join('');
		default:
			return String(answer);
	}
}
