import katex from 'katex';

/** Longest TeX that is set, and longest MathML that is sent, in characters. What is longer shows its source. */
const LONGEST_TEX = 2000;
const LONGEST_MATH = 60_000;
/** A formula that may not fit a phone: it scrolls by itself. */
const WIDE = 40;

/**
 * A formula as MathML, which every browser of ours sets without styles or fonts. TeX that cannot be read shows its
 * source. No addresses, no attributes of the author's, no growth without end.
 */
export function renderFormula(tex: string, isDisplay: boolean): string {
	const math = tex.length <= LONGEST_TEX ? mathOf(tex, isDisplay) : null;
	const kind = isDisplay ? 'formula display' : 'formula';
	if (!math) {
		const mark = isDisplay ? '$$' : '$';
		return `<code class="formula">${escapeTex(`${mark}${tex}${mark}`)}</code>`;
	}
	// Reached by the keyboard, because what scrolls must be.
	return tex.length > WIDE
		? `<span class="${kind} wide" tabindex="0">${math}</span>`
		: `<span class="${kind}">${math}</span>`;
}

function mathOf(tex: string, displayMode: boolean): string | null {
	try {
		const html = katex.renderToString(tex, {
			output: 'mathml',
			displayMode,
			trust: false,
			// Chinese in a formula is what a bank writes: no warning in the log.
			strict: 'ignore',
			errorColor: 'currentcolor',
			maxSize: 10,
			maxExpand: 200
		});
		// The source stands in an attribute, where labels find it (`plainText`) and old browsers do not show it.
		const math = html
			.replace(/<annotation\b[^]*<\/annotation>/, '')
			.replace('<math ', () => `<math alttext="${escapeTex(tex)}" `);
		return math.length <= LONGEST_MATH ? math : null;
	} catch {
		return null;
	}
}

export const escapeTex = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
