/** A piece of a passage; whoever shows it escapes the text. */
export interface Segment {
	text: string;
	marked: boolean;
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Finds the needles in a text: phrases of characters anywhere, stems of words where a word begins. */
function pattern(needles: readonly string[]): RegExp | null {
	const parts = [...needles]
		.sort((a, b) => b.length - a.length)
		.map((needle) =>
			/\p{Script=Han}/u.test(needle) ? escape(needle) : `(?<![\\p{L}\\p{N}])${escape(needle)}[\\p{L}\\p{N}]*`
		);
	return parts.length ? new RegExp(parts.join('|'), 'giu') : null;
}

/** A text cut where the needles stand in it, in the order of the text; nothing is lost or added. */
export function markNeedles(text: string, needles: readonly string[]): Segment[] {
	const found = pattern(needles);
	const segments: Segment[] = [];
	let from = 0;
	for (const match of found ? text.matchAll(found) : []) {
		if (!match[0]) continue;
		if (match.index > from) segments.push({ text: text.slice(from, match.index), marked: false });
		segments.push({ text: match[0], marked: true });
		from = match.index + match[0].length;
	}
	if (from < text.length) segments.push({ text: text.slice(from), marked: false });
	return segments;
}

/**
 * A piece of text around a match, from whole words on, with … where something is left out. `cutBefore`, `cutAfter`:
 * whether the text goes on there.
 */
export function passageOf(
	piece: string,
	needles: readonly string[],
	{ cutBefore, cutAfter }: { cutBefore: boolean; cutAfter: boolean }
): Segment[] {
	let text = piece.replace(/\s+/g, ' ');
	// The first and last word of Latin text may be cut in two.
	if (cutBefore) text = text.replace(/^[a-z0-9][^\s\p{Script=Han}]*\s/iu, '');
	if (cutAfter) text = text.replace(/\s[a-z0-9][^\s\p{Script=Han}]*$/iu, '');
	const segments = markNeedles(text.trim(), needles);
	if (cutBefore) segments.unshift({ text: '…', marked: false });
	if (cutAfter) segments.push({ text: '…', marked: false });
	return segments;
}
