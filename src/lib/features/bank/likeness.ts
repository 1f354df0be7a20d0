/** From here on two stems are shown to an author as nearly the same. */
export const NEARLY_SAME = 0.6;

/** Numbers of a sketch: two texts alike as above share none of them once in ten million times. */
const SKETCH = 16;

const HAN = /\p{Script=Han}/u;
/** A character of Chinese, a number, or a word of letters; everything else parts them. */
const TOKEN = /\p{Script=Han}|\p{N}+(?:[.,]\p{N}+)*|[\p{L}\p{M}]+?(?=\p{Script=Han}|[^\p{L}\p{M}]|$)/gu;

/**
 * The pairs of neighbours in a text, as 32-bit numbers that rise: what likeness is counted over. Width, case,
 * punctuation, spaces and the size of numbers do not matter: a question with another interest rate is the same question.
 * Chinese is read character by character, for it has no spaces to part its words.
 */
export function shinglesOf(text: string): Int32Array {
	const tokens = (text.normalize('NFKC').toLowerCase().match(TOKEN) ?? []).map((token) =>
		/^\p{N}/u.test(token) && !HAN.test(token) ? '0' : token
	);
	if (tokens.length === 1) return Int32Array.of(mixed(hashOf(tokens[0]!)));
	const pairs = new Int32Array(Math.max(0, tokens.length - 1));
	for (let i = 0; i < pairs.length; i++)
		pairs[i] = mixed(hashOf(tokens[i + 1]!, hashOf(' ', hashOf(tokens[i]!))));
	pairs.sort();
	let length = 0;
	for (const pair of pairs) if (!length || pair !== pairs[length - 1]) pairs[length++] = pair;
	return pairs.subarray(0, length);
}

/** How much of both is in both, 0 to 1 (Jaccard's index); two empty texts have nothing in common. */
export function likenessOf(a: Int32Array, b: Int32Array): number {
	let common = 0;
	for (let i = 0, j = 0; i < a.length && j < b.length;) {
		const [one, other] = [a[i]!, b[j]!];
		if (one === other) common++;
		if (one <= other) i++;
		if (other <= one) j++;
	}
	const all = a.length + b.length - common;
	return all ? common / all : 0;
}

/** Whether two texts are nearly the same: `likenessOf` at least `NEARLY_SAME`, given up as soon as it cannot be. */
export function isNearlySame(a: Int32Array, b: Int32Array): boolean {
	const both = a.length + b.length;
	// Of so many in both, how many may be missing of each.
	const least = Math.ceil((NEARLY_SAME * both) / (1 + NEARLY_SAME) - 1e-9);
	let [leftA, leftB] = [a.length - least, b.length - least];
	if (!least || leftA < 0 || leftB < 0) return false;
	for (let i = 0, j = 0; i < a.length && j < b.length;) {
		const [one, other] = [a[i]!, b[j]!];
		if (one <= other) i++;
		if (other <= one) j++;
		if (one < other && --leftA < 0) return false;
		if (other < one && --leftB < 0) return false;
	}
	return true;
}

/**
 * The least few of a text's shingles, for an index: whoever is alike shares some of them (Broder's bottom-k sketch), so a
 * bank of any size is asked by a few numbers, and likeness is counted only over what is found.
 */
export const sketchOf = (shingles: Int32Array): number[] => [...shingles.subarray(0, SKETCH)];

/** FNV-1a, begun or gone on with. */
function hashOf(text: string, from = 0x811c9dc5): number {
	let hash = from;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	return hash;
}

/** A final mixing (murmur3's), as a signed number of 32 bits: what a column of integers holds. */
function mixed(raw: number): number {
	let hash = Math.imul(raw ^ (raw >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) | 0;
}
