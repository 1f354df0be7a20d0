import { artifact } from '$lib/server/pdf/document';
import type { Setting } from './atoms.server';
import { openElement, SILENT, type Column, type Element } from './structure.server';
import { PAGE_ROOM } from './page';
import { heightOf, sideBySide, type Strip } from './strips';

export interface Cell {
	/** The width that it would take on one line, in points. */
	natural: number;
	/** The width of its longest word. */
	least?: number;
	build(column: Column, into: Element): Strip[];
}

export interface Table {
	head: Cell[];
	rows: Cell[][];
	/** Shares of the width; by what the columns hold where it is missing. */
	shares?: number[];
}

const PAD = 4;

/** A table with rules; its head stands on every page, and a row is cut only where it is higher than half a page. */
export function tableStrips(table: Table, column: Column, parent: Element, setting: Setting): Strip[] {
	const { ink } = setting;
	const into = openElement(setting, parent, 'Table');
	const widths = widthsOf(table, column.width);
	const edges = widths.reduce((all, width) => [...all, (all[all.length - 1] ?? 0) + width], [column.x]);
	const [left = column.x, right = column.x] = [edges[0], edges[edges.length - 1]];

	const frame = (y: number, height: number, first: boolean, last: boolean) =>
		artifact(ink.doc, () => {
			if (first) ink.rule(left, y, right, y);
			for (const x of edges) ink.rule(x, y, x, y + height);
			if (last) ink.rule(left, y + height, right, y + height);
		});

	function row(cells: Cell[], type: 'TH' | 'TD'): Strip[] {
		const line = openElement(setting, into, 'TR');
		const columns = widths.map((width, at) => {
			const cell = cells[at];
			const element = openElement(setting, line, type, type === 'TH' ? { scope: 'Column' } : {});
			const x = (edges[at] ?? 0) + PAD;
			const strips = cell?.build({ x, width: width - 2 * PAD }, element) ?? [];
			return [pad, ...(strips.length ? strips : [{ ...pad, height: 12 }]), pad];
		});
		return sideBySide(columns, PAGE_ROOM / 2, frame);
	}

	const head = row(table.head, 'TH');
	const again = {
		height: heightOf(head),
		// Drawn once more for the eye: those who hear the document know the head already.
		draw: (y: number) => {
			frame(y, heightOf(head), true, true);
			artifact(ink.doc, () => drawSilently(table.head, widths, edges, y));
		}
	};
	const body = table.rows.flatMap((cells) => row(cells, 'TD').map((strip) => ({ ...strip, head: again })));
	return [...head.map((strip) => ({ ...strip, keep: body.length > 0 })), ...body];
}

const pad: Strip = { height: 2, draw: () => undefined };

/** Cells without a place in the structure. */
function drawSilently(cells: Cell[], widths: number[], edges: number[], y: number): void {
	widths.forEach((width, at) => {
		let top = y + pad.height;
		for (const strip of cells[at]?.build({ x: (edges[at] ?? 0) + PAD, width: width - 2 * PAD }, SILENT) ??
			[]) {
			strip.draw(top);
			top += strip.height;
		}
	});
}

/** Columns get their longest words, and share what is left by what more they hold. */
function widthsOf({ head, rows, shares }: Table, room: number): number[] {
	const columns = head.length;
	if (shares) {
		const all = shares.reduce((sum, share) => sum + share, 0);
		return shares.map((share) => (share / all) * room);
	}
	const most = (at: number, of: (cell: Cell) => number) =>
		Math.max(24, ...[head, ...rows].map((row) => (row[at] ? of(row[at]) : 0))) + 2 * PAD + 2;
	const natural = head.map((_, at) =>
		Math.min(
			room,
			most(at, (cell) => cell.natural)
		)
	);
	const sum = natural.reduce((all, width) => all + width, 0);
	if (sum <= room) return natural;
	// A word longer than a fair share is broken; what is left goes to those that would take more.
	const fair = room / columns;
	const least = natural.map((width, at) =>
		Math.min(
			width,
			fair,
			most(at, (cell) => cell.least ?? 0)
		)
	);
	const rest = room - least.reduce((all, width) => all + width, 0);
	const wanted = natural.map((width, at) => Math.sqrt(width - (least[at] ?? 0)));
	const all = wanted.reduce((total, width) => total + width, 0) || 1;
	return least.map((width, at) => width + (rest * (wanted[at] ?? 0)) / all);
}
