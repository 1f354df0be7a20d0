/** TeX that comes along inside MathML (MathML 3, 5.1). */
const TEX =
	/<annotation\b[^<>]{0,200}encoding=["'](?:application\/x-tex|TeX|LaTeX)["'][^<>]{0,200}>([^<]*)<\/annotation>/i;

/**
 * HTML with each MathML formula replaced by its TeX; `isWhole` is false when one has none, because its numbers without
 * their places would say something else (½ would be 12).
 */
export function withTex(html: string): { text: string; isWhole: boolean } {
	const parts: string[] = [];
	let isWhole = true;
	let from = 0;
	const lower = html.toLowerCase();
	for (let at = lower.indexOf('<math'); at >= 0; at = lower.indexOf('<math', from)) {
		const end = lower.indexOf('</math>', at);
		const tex = end < 0 ? undefined : TEX.exec(html.slice(at, end))?.[1]?.trim();
		if (!tex) isWhole = false;
		parts.push(html.slice(from, at), tex ? `$${tex.replaceAll('$', '')}$` : '');
		from = end < 0 ? html.length : end + '</math>'.length;
	}
	return { text: parts.join('') + html.slice(from), isWhole };
}
