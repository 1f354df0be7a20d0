/** Rows under each other, the first cell to the left and the others to the right. @param {string[][]} rows */
export function table(rows) {
	const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
	return rows
		.map((row) =>
			row.map((cell, i) => (i ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join('  ')
		)
		.join('\n');
}
