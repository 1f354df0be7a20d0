import { escapeMarkdown } from './markdown';

/** Most columns over which one cell of a table is taken to reach. */
const WIDEST_SPAN = 20;

/** A cell of a table in one line, with the bar that ends it. */
export function cell(words: string, node: HTMLElement): string {
	const line = words
		.trim()
		.replace(/\s*\n\s*/g, '<br>')
		.replace(/(?<!\\)((?:\\\\)*)\|/g, '$1\\|');
	const span = Math.min(Math.max(Number(node.getAttribute('colspan')) || 1, 1), WIDEST_SPAN);
	return ` ${line} |${'  |'.repeat(span - 1)}`;
}

/** The first row is the head, as Markdown wants one; a caption stands before the table. */
export function table(words: string, node: HTMLElement): string {
	const rows = words.split('\n').filter((line) => line.startsWith('|'));
	const widthOf = (row: string) => row.replace(/\\./g, '').split('|').length - 2;
	const width = Math.max(0, ...rows.map(widthOf));
	if (!width) return '';
	// A table in a cell of another is told line by line.
	if (node.parentNode && ['TD', 'TH'].includes(node.parentNode.nodeName))
		return `\n\n${rows
			.map((row) =>
				row
					.slice(1, -1)
					.replaceAll(/(?<!\\)\|/g, '/')
					.trim()
			)
			.join('\n')}\n\n`;
	const full = rows.map((row) => row + '  |'.repeat(width - widthOf(row)));
	const rule = `|${' --- |'.repeat(width)}`;
	const caption = node.querySelector('caption')?.textContent?.replace(/\s+/g, ' ').trim();
	const title = caption ? `${escapeMarkdown(caption)}\n\n` : '';
	return `\n\n${title}${[full[0], rule, ...full.slice(1)].join('\n')}\n\n`;
}
