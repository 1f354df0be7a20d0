import type { Inspected } from './inspect';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Whether bytes are text whose first element is `svg`. */
export function looksLikeSvg(bytes: Uint8Array): boolean {
	const head = new TextDecoder().decode(bytes.subarray(0, 4096));
	return /^\uFEFF?\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*|<!DOCTYPE\s+svg[^>]*>\s*)*<svg[\s>]/i.test(head);
}

/** What can run, load or embed something, wherever it stands. */
const ACTING = new Set([
	...[
		'script',
		'foreignobject',
		'iframe',
		'embed',
		'object',
		'audio',
		'video',
		'canvas',
		'link',
		'meta',
		'base'
	],
	...['handler', 'listener', 'discard', 'import']
]);
const TOKEN =
	/<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?xml\s[^>]*\?>|<!DOCTYPE\s+svg[^[>]*>|<\/([^\s<>/]+)\s*>|<([A-Za-z_][\w:.-]*)((?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/gy;
const ATTRIBUTE = /([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Whether an SVG file may be shown: well-formed, of a known size, with nothing in it that acts or reaches out. It is
 * only ever shown as a picture, where browsers run nothing; this holds for whoever opens it by itself too.
 */
export function inspectSvg(bytes: Uint8Array): Inspected {
	let text: string;
	try {
		text = utf8.decode(bytes).replace(/^\uFEFF/, '');
	} catch {
		return { ok: false, fault: 'svg_broken', about: 'UTF-8' };
	}
	const open: string[] = [];
	let root: Record<string, string> | null = null;
	let at = 0;
	const tokens = new RegExp(TOKEN);
	while (at < text.length) {
		tokens.lastIndex = at;
		const token = tokens.exec(text);
		if (!token) return broken(text, at);
		at = tokens.lastIndex;
		const [whole, cdata, closing, opening, attributes = '', empty] = token;
		const css = open.at(-1)?.toLowerCase() === 'style' ? (cdata ?? (whole.startsWith('<') ? '' : whole)) : '';
		if (css && reachesOut(css)) return { ok: false, fault: 'svg_external', about: 'style' };
		if (closing !== undefined && open.pop() !== closing) return broken(text, at);
		if (opening === undefined) continue;
		if (root && !open.length) return broken(text, at);
		const local = opening.replace(/^.*:/, '').toLowerCase();
		if (ACTING.has(local)) return { ok: false, fault: 'svg_script', about: opening };
		const values = Object.fromEntries(
			[...attributes.matchAll(ATTRIBUTE)].map(([, name = '', one, other]) => [
				name,
				decode(one ?? other ?? '')
			])
		);
		const fault = faultOf(local, values);
		if (fault) return fault;
		root ??= values;
		if (!empty) open.push(opening);
	}
	if (open.length || !root) return broken(text, text.length);
	if (root['xmlns'] !== 'http://www.w3.org/2000/svg')
		return { ok: false, fault: 'svg_broken', about: 'xmlns' };
	const size = sizeOf(root);
	if (!size) return { ok: false, fault: 'svg_size' };
	return { ok: true, kind: 'picture', mime: 'image/svg+xml', ...size };
}

function broken(text: string, at: number): Inspected {
	return { ok: false, fault: 'svg_broken', about: `line ${text.slice(0, at).split('\n').length}` };
}

function faultOf(element: string, values: Record<string, string>): Inspected | null {
	for (const [name, value] of Object.entries(values)) {
		const local = name.replace(/^.*:/, '').toLowerCase();
		if (/^on/.test(local) && !name.startsWith('xmlns'))
			return { ok: false, fault: 'svg_handler', about: name };
		// An animation may set what the element itself may not say.
		if (local === 'attributename' && /^(on|.*:?href$|style$)/i.test(value))
			return { ok: false, fault: 'svg_handler', about: value };
		const isAddress = local === 'href' || local === 'src' || local === 'base';
		const inside = /^\s*(#|$)/.test(value) || (element === 'image' && DATA_PICTURE.test(value));
		if (isAddress && !inside) return { ok: false, fault: 'svg_external', about: name };
		if (/(java|vb)script\s*:/i.test(value)) return { ok: false, fault: 'svg_script', about: name };
		if (reachesOut(value)) return { ok: false, fault: 'svg_external', about: name };
	}
	return null;
}

const DATA_PICTURE = /^\s*data:image\/(png|jpeg|gif|webp);base64,/i;
/** CSS that loads something: an import, or an address other than of an element in the same file. */
function reachesOut(css: string): boolean {
	const plain = css.replace(/\\([0-9a-f]{1,6})\s?/gi, (_all, hex: string) =>
		String.fromCodePoint(Math.min(parseInt(hex, 16), 0x10ffff))
	);
	return (
		/@import/i.test(plain) ||
		/url\(\s*["']?\s*(?!["'\s]*#)/i.test(plain) ||
		/image-set|expression\(/i.test(plain)
	);
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const decode = (value: string) =>
	value.replace(
		/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi,
		(all, hex?: string, number?: string, name?: string) => {
			if (name) return NAMED[name] ?? all;
			return String.fromCodePoint(Math.min(hex ? parseInt(hex, 16) : Number(number), 0x10ffff));
		}
	);

function sizeOf(root: Record<string, string>): { width: number; height: number } | null {
	const pixels = (value = '') => (/^\s*\d+(\.\d+)?(px)?\s*$/.test(value) ? parseFloat(value) : 0);
	const box =
		root['viewBox']
			?.trim()
			.split(/[\s,]+/)
			.map(Number) ?? [];
	const width = pixels(root['width']) || box[2] || 0;
	const height = pixels(root['height']) || box[3] || 0;
	return width > 0 && height > 0 ? { width: Math.round(width), height: Math.round(height) } : null;
}
