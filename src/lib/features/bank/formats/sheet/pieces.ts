/** A cell with several things: one to a line, the parts of each parted by `|`. Of a part, `\|`, `\\` and `\n` are escapes. */

/** Parts of the lines of a cell, trimmed; empty lines say nothing. */
export const linesOf = (cell: string): string[][] =>
	cell
		.split(/\r\n|\r|\n/)
		.filter((line) => line.trim())
		.map(partsOf);

function partsOf(line: string): string[] {
	if (!/[|\\]/.test(line)) return [line.trim()];
	const parts = [''];
	for (let i = 0; i < line.length; i++) {
		const next = line[i + 1];
		if (line[i] === '|') parts.push('');
		else if (line[i] === '\\' && (next === '|' || next === '\\' || next === 'n')) {
			// A break is put in after the ends are trimmed.
			parts.push(parts.pop()! + (next === 'n' ? '\uE000' : next));
			i++;
		} else parts.push(parts.pop()! + line[i]!);
	}
	return parts.map((part) => part.trim().replaceAll('\uE000', '\n'));
}

/** Lines of parts as a cell; parts at the end that say nothing are left out. */
export const cellOf = (lines: readonly (readonly string[])[]): string =>
	lines
		.map((parts) => {
			const last = parts.findLastIndex((part) => part !== '');
			return parts
				.slice(0, Math.max(last, 0) + 1)
				.map((part) =>
					part
						.replace(/\\(?=[|\\n\n]|$)/g, '\\\\')
						.replaceAll('|', '\\|')
						.replaceAll('\n', '\\n')
				)
				.join(' | ');
		})
		.join('\n');

/** `left = right`: the first sign between spaces parts them, one with a backslash before it belongs to the left. */
const SIGN = /(^|\s)(\\*)=(?=\s|$)/g;

/** What stands left and right of the sign; the left is null where there is no sign. */
export function sidesOf(cell: string): { left: string | null; right: string } {
	for (const { index, 0: all, 1: before } of cell.matchAll(SIGN)) {
		if (all.length > before!.length + 1) continue;
		const left = cell.slice(0, index).replace(SIGN, (_all, space: string, marks: string) => {
			return `${space}${marks.slice(1)}=`;
		});
		return { left: left.trim(), right: cell.slice(index + all.length).trim() };
	}
	return { left: null, right: cell.trim() };
}

/** The two sides as a cell. */
export const pairCell = (left: string, right: string): string =>
	`${left.replace(SIGN, '$1$2\\=')} = ${right}`.trim();
