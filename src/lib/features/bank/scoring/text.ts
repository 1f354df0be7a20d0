import type { TextMatching } from '../question';

/** Longest answer that is compared; what is longer is no short answer. */
export const LONGEST_ANSWER = 1000;

/** A text as it is compared: without spaces at the ends and doubled ones, folded in width and case unless they matter. */
export function foldText(text: string, matching: TextMatching): string {
	return foldPart(text, matching).trim();
}

/** Half-width and full-width forms are one under NFKC (Unicode Standard Annex #15); else only compositions are. */
function foldPart(text: string, { case: isCase, width }: TextMatching): string {
	const folded = text.normalize(width ? 'NFC' : 'NFKC').replace(/\s+/g, ' ');
	return isCase ? folded : folded.toLowerCase();
}

/** The literal parts between the stars of an accepted text; `\*` is a star, `\\` a backslash. */
function partsOf(pattern: string): string[] {
	const parts = [''];
	for (let i = 0; i < pattern.length; i++) {
		const next = pattern[i + 1];
		if (pattern[i] === '\\' && (next === '*' || next === '\\')) parts[parts.length - 1] += pattern[++i]!;
		else if (pattern[i] === '*') parts.push('');
		else parts[parts.length - 1] += pattern[i]!;
	}
	return parts;
}

/**
 * Whether an answer is an accepted text, in which `*` stands for any characters. Each part is looked for behind the one
 * before it: the time is that of reading the answer, whatever the pattern.
 */
export function matchesText(accepted: string, given: string, matching: TextMatching): boolean {
	if (given.length > LONGEST_ANSWER) return false;
	const answer = foldText(given, matching);
	const parts = partsOf(accepted.trim()).map((part) => foldPart(part, matching));
	if (parts.length === 1) return answer === parts[0]!.trim();
	const [first, last] = [parts[0]!.trimStart(), parts.at(-1)!.trimEnd()];
	if (!answer.startsWith(first) || !answer.endsWith(last) || answer.length < first.length + last.length) {
		return false;
	}
	let at = first.length;
	for (const part of parts.slice(1, -1)) {
		const found = answer.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return at <= answer.length - last.length;
}
