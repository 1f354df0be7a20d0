import { INK, type Ink } from './ink.server';
import { textAtom, type Atom } from './atoms.server';
import { SILENT, type Element } from './structure.server';

export interface Line {
	atoms: Atom[];
	width: number;
	/** Above and below the base line, leading included. */
	ascent: number;
	descent: number;
	display: boolean;
}

/** Never at the start of a line, never at its end (GB/T 15834, 5.1). */
const NO_START = /^[，。、；：？！）〕】》〉」』”’…—·,.;:?!)\]}%‰℃]/;
const NO_END = /[（〔【《〈「『“‘([{￥$]$/;

/**
 * Breaks atoms into lines of a width, in points. What is wider than a line by itself is broken between any two
 * characters; a formula or a picture is made smaller.
 */
export function breakLines(ink: Ink, atoms: readonly Atom[], width: number, leading: number): Line[] {
	const lines: Line[] = [];
	let line: Atom[] = [];
	let used = 0;
	const end = (display = false) => {
		while (line[line.length - 1]?.space) line.pop();
		if (line.length || lines.length === 0 || !display) lines.push(lineOf(line, leading, display));
		line = [];
		used = 0;
	};
	for (const cluster of clustersOf(ink, atoms, width)) {
		const [first] = cluster;
		if (first?.display) {
			if (line.length) end();
			line = cluster;
			end(true);
			continue;
		}
		const wide = cluster.reduce((sum, one) => sum + (one.hard ? 0 : one.width), 0);
		const seen = cluster[cluster.length - 1]?.space ? wide - (cluster[cluster.length - 1]?.width ?? 0) : wide;
		if (line.length && used + seen > width + 0.01) end();
		for (const one of cluster) {
			if (one.hard) end();
			else if (line.length || !one.space) {
				line.push(one);
				used += one.width;
			}
		}
	}
	if (line.length || !lines.length) end();
	return lines;
}

function lineOf(atoms: Atom[], leading: number, display: boolean): Line {
	const ascent = Math.max(0, ...atoms.map((one) => one.ascent));
	const descent = Math.max(0, ...atoms.map((one) => one.descent));
	const slack = Math.max(atoms.length ? 2 : leading, leading - ascent - descent);
	return {
		atoms,
		width: atoms.reduce((sum, one) => sum + one.width, 0),
		ascent: ascent + slack * 0.5,
		descent: descent + slack * 0.5,
		display
	};
}

/** Runs of atoms that stay together on a line, none wider than it. */
function clustersOf(ink: Ink, atoms: readonly Atom[], width: number): Atom[][] {
	const clusters: Atom[][] = [];
	let own: Atom[] = [];
	const close = () => {
		if (!own.length) return;
		const wide = own.reduce((sum, one) => sum + one.width, 0);
		if (wide <= width) clusters.push(own);
		else clusters.push(...own.flatMap((one) => fitting(ink, one, width)).map((one) => [one]));
		own = [];
	};
	atoms.forEach((one, at) => {
		own.push(one);
		const next = atoms[at + 1];
		if (!next || one.hard || one.display || next.display || mayBreak(one, next)) close();
	});
	close();
	return clusters;
}

function mayBreak(one: Atom, next: Atom): boolean {
	if (next.space) return false;
	if (NO_END.test(one.text ?? '') || NO_START.test(next.text ?? '')) return Boolean(one.space);
	return (
		Boolean(one.open) ||
		Boolean(next.open && (next.text !== undefined || next.draw) && !/-$/.test(next.text ?? ''))
	);
}

function fitting(ink: Ink, atom: Atom, width: number): Atom[] {
	const { text, style, draw } = atom;
	if (text !== undefined && style)
		return [...text].map((character) => ({ ...textAtom(ink, character, style), open: true }));
	if (!draw || atom.width <= width) return [atom];
	const factor = width / atom.width;
	return [
		{
			...atom,
			...{ width, ascent: atom.ascent * factor, descent: atom.descent * factor },
			draw(x, y) {
				ink.doc.save();
				ink.doc.translate(x, y).scale(factor);
				draw(0, 0);
				ink.doc.restore();
			}
		}
	];
}

/** Draws a line at its base line into an element of the structure; formulas and pictures become elements of their own. */
export function drawAtoms(ink: Ink, atoms: readonly Atom[], x: number, y: number, into: Element): void {
	let at = 0;
	while (at < atoms.length) {
		const first = atoms[at];
		if (!first) break;
		if (first.tag && into !== SILENT) {
			const { type, alt } = first.tag;
			const left = x;
			const bbox: [number, number, number, number] = [
				x,
				y - first.ascent,
				x + first.width,
				y + first.descent
			];
			into.add(
				ink.doc.struct(type, { alt, bbox, placement: 'Inline' } as object, () => first.draw?.(left, y))
			);
			x += first.width;
			at++;
			continue;
		}
		const run: Atom[] = [];
		while (atoms[at] && (into === SILENT || !atoms[at]?.tag)) run.push(atoms[at++] as Atom);
		const left = x;
		into.add(() => drawRun(ink, run, left, y));
		x += run.reduce((sum, one) => sum + one.width, 0);
	}
}

function drawRun(ink: Ink, run: readonly Atom[], x: number, y: number): void {
	for (let at = 0; at < run.length;) {
		const first = run[at] as Atom;
		const { style } = first;
		if (first.draw || !style) {
			first.draw?.(x, y);
			x += first.width;
			at++;
			continue;
		}
		let [text, width] = ['', 0];
		for (; run[at]?.style === style && !run[at]?.draw; at++) {
			const one = run[at] as Atom;
			if (style.stress && /^\p{Script=Han}$/u.test(one.text ?? ''))
				ink.doc.circle(x + width + one.width / 2, y + style.size * 0.27, style.size * 0.055).fill(INK);
			text += one.text ?? '';
			width += one.width;
		}
		const slanted = style.stress && !/\p{Script=Han}/u.test(text);
		ink.put(text, x, y - (style.raise ?? 0), { ...style, ...(slanted && { italic: true }) });
		x += width;
	}
}
