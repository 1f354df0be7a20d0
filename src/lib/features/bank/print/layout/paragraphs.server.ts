import { textAtoms, type Atom, type Setting, type TextStyle } from './atoms.server';
import { breakLines, drawAtoms } from './lines.server';
import { withoutOrphans, type Strip } from './strips';
import { openElement, type Column, type Element } from './structure.server';

export const BODY: TextStyle = { size: 10.5 };
const LEADING = 1.62;
/** Lines of atoms as strips, one for each. */
export function lineStrips(
	atoms: readonly Atom[],
	column: Column,
	into: Element,
	setting: Setting,
	{
		size = BODY.size,
		align = 'left',
		leading = LEADING
	}: { size?: number; align?: string; leading?: number } = {}
): Strip[] {
	const { ink } = setting;
	const width = Math.max(10, column.width);
	return withoutOrphans(
		breakLines(ink, atoms, width, size * leading).map((line) => ({
			height: line.ascent + line.descent,
			base: line.ascent,
			draw(y) {
				const slack = width - line.width;
				const side = line.display ? 'center' : align;
				const left = column.x + (side === 'left' ? 0 : side === 'right' ? slack : slack / 2);
				drawAtoms(ink, line.atoms, left, y + line.ascent, into);
			}
		}))
	);
}

/** A line or more of plain text as a paragraph, or as another element. */
export function textStrips(
	text: string,
	column: Column,
	parent: Element,
	setting: Setting,
	options: { style?: TextStyle; align?: string; type?: string; leading?: number } = {}
): Strip[] {
	const { style = BODY, align = 'left', type = 'P', leading } = options;
	const into = openElement(setting, parent, type);
	return lineStrips(textAtoms(setting.ink, text, style), column, into, setting, {
		...{ size: style.size, align },
		...(leading !== undefined && { leading })
	});
}

/** Puts a mark to the left of the first line. */
export function marked(
	strips: Strip[],
	mark: string,
	x: number,
	into: Element,
	{ ink }: Setting,
	style: TextStyle = BODY
): Strip[] {
	const at = strips.findIndex(({ blank }) => !blank);
	const first = at < 0 ? 0 : at;
	return strips.map((strip, place) =>
		place !== first
			? strip
			: {
					...strip,
					blank: false,
					draw(y) {
						// Beside a picture or a table it stands where a first line would.
						const base = strip.base ?? style.size * 1.4;
						const down = base > style.size * 4 ? style.size * 1.4 : base;
						into.add(() => ink.put(ink.printable(mark), x, y + down, style));
						strip.draw(y);
					}
				}
	);
}
