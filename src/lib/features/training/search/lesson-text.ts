import type { LessonBlock } from '$lib/content/module-format';
import type { Weight } from '$lib/shared/search-terms';

/** A lesson as plain text, a line for each paragraph. */
export interface LessonText {
	text: string;
	/** Where its headings and parts begin, in characters (code points) from 0, with the id to link to. */
	places: { at: number; id: string }[];
	/** The same text in pieces by what they weigh in a search. */
	pieces: { text: string; weight: Weight }[];
}

const TAG = /<(\/?)([a-z][a-z0-9]*)([^>]*)>/gi;
const HEADING = /^h[2-4]$/;
/** Elements in the middle of a line. */
const INLINE = new Set(['strong', 'em', 'del', 'code', 'a', 'small', 'br']);

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', nbsp: ' ' };
const decode = (text: string) =>
	text.replace(
		/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi,
		(all, decimal?: string, hex?: string, name?: string) => {
			if (name) return ENTITIES[name.toLowerCase()] ?? all;
			const code = decimal ? Number(decimal) : parseInt(hex ?? '', 16);
			return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
		}
	);

interface Line {
	text: string;
	/** Of a heading or part: what it is linked by. */
	id: string | null;
}

/** The words of rendered blocks, for the index: what stands in parts too, questions not. */
export function lessonText(blocks: readonly LessonBlock[]): LessonText {
	const lines = linesOf(blocks);
	const places: LessonText['places'] = [];
	let at = 0;
	for (const { text, id } of lines) {
		if (id) places.push({ at, id });
		at += [...text].length + 1;
	}
	return {
		text: lines.map(({ text }) => text).join('\n'),
		places,
		pieces: lines.map(({ text, id }) => ({ text, weight: id ? ('B' as const) : ('D' as const) }))
	};
}

function linesOf(blocks: readonly LessonBlock[]): Line[] {
	return blocks.flatMap((block) => {
		if (block.kind === 'html') return linesOfHtml(block.html);
		if (block.kind === 'part') return [{ text: block.title, id: block.id }, ...linesOf(block.blocks)];
		return block.kind === 'video' && block.title ? [{ text: block.title, id: null }] : [];
	});
}

function linesOfHtml(html: string): Line[] {
	const lines: Line[] = [];
	let words = '';
	let id: string | null = null;
	const flush = () => {
		const text = decode(words).replace(/\s+/g, ' ').trim();
		if (text) lines.push({ text, id });
		words = '';
	};
	let from = 0;
	for (const match of html.matchAll(TAG)) {
		const [tag, end, name = '', rest = ''] = match;
		words += html.slice(from, match.index);
		from = match.index + tag.length;
		if (name === 'br') words += ' ';
		if (INLINE.has(name)) continue;
		flush();
		id = !end && HEADING.test(name) ? (/\bid="([^"]*)"/.exec(rest)?.[1] ?? null) : null;
	}
	words += html.slice(from);
	flush();
	return lines;
}
