/** A row of levels as the keyboard meets it. */
export interface Row {
	levels: number;
	/** From 0, the best; null where none is chosen. */
	chosen: number | null;
	/** The keyboard is in it. */
	isHere: boolean;
}

export interface KeyPress {
	key: string;
	ctrlKey: boolean;
	altKey: boolean;
	metaKey: boolean;
}

export type Intent =
	/** Chooses a level, and goes on to the next row; null where it was the last one. */
	{ kind: 'choose'; row: number; level: number; next: number | null } | { kind: 'save' };

/**
 * What a key asks of a sheet of rubric rows; null: nothing. A digit chooses a level (1 is the best) in the row that the keyboard
 * is in, or else in the first one without a level; Enter saves.
 */
export function intentOf({ key, ctrlKey, altKey, metaKey }: KeyPress, rows: readonly Row[]): Intent | null {
	if (ctrlKey || altKey || metaKey) return null;
	if (key === 'Enter') return { kind: 'save' };
	if (!/^[1-9]$/.test(key) || !rows.length) return null;
	const here = rows.findIndex(({ isHere }) => isHere);
	const open = rows.findIndex(({ chosen }) => chosen === null);
	const row = here >= 0 ? here : open >= 0 ? open : rows.length - 1;
	const level = Number(key) - 1;
	if (level >= rows[row]!.levels) return null;
	return { kind: 'choose', row, level, next: row + 1 < rows.length ? row + 1 : null };
}
