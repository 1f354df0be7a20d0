import type { ScoredRow } from './rules';

/** A rubric as its form holds it: text, whatever was typed. */
export interface TypedLevel {
	share: string;
	zh: string;
	en: string;
}
export interface TypedRow {
	zh: string;
	en: string;
	weight: string;
	levels: TypedLevel[];
}

/** Shares in percent that the levels of a new rubric begin with. */
const SHARES = ['100', '75', '50', '0'];

export const newLevel = (share = ''): TypedLevel => ({ share, zh: '', en: '' });
/** A row without words; its levels have the shares of the row before it. */
export const newRow = (before?: TypedRow): TypedRow => ({
	...{ zh: '', en: '', weight: '' },
	levels: (before?.levels.map(({ share }) => share) ?? SHARES).map(newLevel)
});
/** A row with nothing in it, which is no row unless something is written. */
const emptyRow = (): TypedRow => ({ zh: '', en: '', weight: '', levels: SHARES.map(() => newLevel()) });

/** What a new rubric starts with: a row, and two more for who has no scripts to add them. */
export const newRubric = (): TypedRow[] => [newRow(), emptyRow(), emptyRow()];

export const typedRubric = (rubric: readonly ScoredRow[]): TypedRow[] =>
	rubric.map(({ criterion, weight, levels }) => ({
		...{ zh: criterion['zh-CN'], en: criterion.en, weight: String(weight) },
		levels: levels.map(({ share, words }) => ({ share: String(share), zh: words['zh-CN'], en: words.en }))
	}));

const hasText = (...texts: string[]): boolean => texts.some((text) => text.trim() !== '');

/** Rows and levels that have something in them: what the server reads, and counts its refusals by. */
export const written = (rows: readonly TypedRow[]): TypedRow[] =>
	rows
		.map((row) => ({ ...row, levels: row.levels.filter(({ share, zh, en }) => hasText(share, zh, en)) }))
		.filter(({ zh, en, weight, levels }) => levels.length > 0 || hasText(zh, en, weight));

const textOf = (value: unknown, name: string): string => {
	const text = (value as Record<string, unknown> | null)?.[name];
	return typeof text === 'string' ? text : '';
};

/** Rows as they were sent, of a form that was refused; null where none were. */
export function rowsOfKept(kept: unknown): TypedRow[] | null {
	if (kept === null || typeof kept !== 'object') return null;
	const rows = Object.values(kept).map((row): TypedRow => {
		const levels = (row as { levels?: unknown } | null)?.levels;
		return {
			...{ zh: textOf(row, 'zh'), en: textOf(row, 'en'), weight: textOf(row, 'weight') },
			levels: Object.values(levels ?? {}).map((level) => ({
				...{ share: textOf(level, 'share'), zh: textOf(level, 'zh'), en: textOf(level, 'en') }
			}))
		};
	});
	return written(rows);
}
