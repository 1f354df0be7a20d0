/** From here on two stems are shown to an author as nearly the same. */
export const NEARLY_SAME = 0.6;

/** Numbers of a sketch: two texts alike as above share none of them once in ten million times. */
const SKETCH = 16;

const HAN = /\p{Script=Han}/u;
/** A character of Chinese, a number, or a word of letters; everything else parts them. */
const TOKEN = /\p{Script=Han}|\p{N}+(?:[.,]\p{N}+)*|[\p{L}\p{M}]+?(?=\p{Script=Han}|[^\p{L}\p{M}]|$)/gu;

/**
 * The pairs of neighbours in a text, as 32-bit numbers: what likeness is counted over. Width, case, punctuation, spaces
 * and the size of numbers do not matter: a question with another interest rate is the same question. Chinese is read
 * character by character, for it has no spaces to part its words.
 */
export function shinglesOf(text: string): Set<number> {
	const tokens = (text.normalize('NFKC').toLowerCase().match(TOKEN) ?? []).map((token) =>
		/^\p{N}/u.test(token) && !HAN.test(token) ? '0' : token
	);
	if (tokens.length === 1) return new Set([hashOf(tokens[0]!)]);
	return new Set(tokens.slice(1).map((token, i) => hashOf(`${tokens[i]} ${token}`)));
}

/** How much of both is in both, 0 to 1 (Jaccard's index); two empty texts have nothing in common. */
export function likenessOf(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
	let common = 0;
	for (const one of a) if (b.has(one)) common++;
	const all = a.size + b.size - common;
	return all ? common / all : 0;
}

/**
 * The least few of a text's shingles, for an index: whoever is alike shares some of them (Broder's bottom-k sketch), so a
 * bank of any size is asked by a few numbers, and likeness is counted only over what is found.
 */
export const sketchOf = (shingles: ReadonlySet<number>): number[] =>
	[...shingles].sort((a, b) => a - b).slice(0, SKETCH);

/** FNV-1a with a final mixing (murmur3's), as a signed number of 32 bits: what a column of integers holds. */
function hashOf(text: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) | 0;
}
