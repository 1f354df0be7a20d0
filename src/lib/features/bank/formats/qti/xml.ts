import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { ProblemCode } from '../parsed';

/** An element with its words decoded; names are those of QTI 2.x, whatever the file's version. */
export interface Element {
	name: string;
	attributes: ReadonlyMap<string, string>;
	children: (Element | string)[];
	/** In the file, from 1. */
	line: number;
}

/** Why something was not read: `code` and `what` as a `Problem` has them. */
export class Unread extends Error {
	constructor(
		readonly code: ProblemCode,
		readonly line: number,
		readonly what?: string
	) {
		super(`${code} ${what ?? ''}`);
	}
}

/** Largest file and deepest nesting that is read: far above what any item has. */
const MOST_CHARACTERS = 4_000_000;
const DEEPEST = 100;

const parser = new XMLParser({
	preserveOrder: true,
	ignoreAttributes: false,
	attributeNamePrefix: '',
	processEntities: false,
	trimValues: false,
	parseTagValue: false,
	parseAttributeValue: false,
	removeNSPrefix: true,
	captureMetaData: true,
	cdataPropName: '#cdata',
	maxNestedTags: DEEPEST
});
const META = XMLParser.getMetaDataSymbol() as unknown as keyof Raw;

/** What fast-xml-parser gives with `preserveOrder`: one property is the name, `:@` holds the attributes. */
type Raw = Record<string, Raw[] | string> & { ':@'?: Record<string, string> };

/**
 * The root of an XML document. Namespaces are dropped, entities and DTDs never resolved.
 * @throws Unread `syntax` with the line where it stops being well-formed; `unsupported` for a DOCTYPE or its size
 */
export function parseXml(text: string): Element {
	const xml = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
	if (xml.length > MOST_CHARACTERS) throw new Unread('unsupported', 1, 'size');
	const doctype = doctypeAt(xml);
	if (doctype >= 0) throw new Unread('unsupported', lineAt(xml)(doctype), 'DOCTYPE');
	const found = validate(xml);
	if (found !== true) throw new Unread('syntax', found.line, found.what);
	const at = lineAt(xml);
	try {
		const roots = (parser.parse(xml) as Raw[]).filter((raw) => !/^[?#]/.test(nameOf(raw)));
		if (roots.length !== 1) throw new Unread('syntax', 1, 'root');
		return element(roots[0]!, at, 1);
	} catch (error) {
		if (error instanceof Unread) throw error;
		throw new Unread('syntax', 1);
	}
}

/** XML 1.0, 2.8: what the validator lets pass in a declaration. */
const DECLARATION =
	/^<\?xml\s+version\s*=\s*["'][\w.]+["'](\s+encoding\s*=\s*["'][\w.:-]+["'])?(\s+standalone\s*=\s*["']\w+["'])?\s*\?>/;

function validate(xml: string): true | { line: number; what: string } {
	if (xml.startsWith('<?xml ') && !DECLARATION.test(xml.slice(0, 500))) return { line: 1, what: '<?xml' };
	try {
		const found = XMLValidator.validate(xml);
		return found === true ? true : { line: found.err.line || 1, what: found.err.msg.slice(0, 200) };
	} catch {
		return { line: 1, what: '' };
	}
}

/** Where a DOCTYPE begins in front of the root, -1 when there is none. */
function doctypeAt(xml: string): number {
	for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
		const end = xml.startsWith('<!--', at) ? '-->' : xml.startsWith('<?', at) ? '?>' : '';
		if (!end) return /^<!doctype/i.test(xml.slice(at, at + 9)) ? at : -1;
		const closed = xml.indexOf(end, at + 2);
		if (closed < 0) return -1;
		at = closed + end.length;
	}
	return -1;
}

/** Gives the line of a position; positions come in their order, so the text is walked once. */
function lineAt(xml: string): (position: number) => number {
	const next = (from: number) => {
		const found = xml.indexOf('\n', from);
		return found < 0 ? xml.length : found;
	};
	let [line, end] = [1, next(0)];
	return (position) => {
		while (end < position) {
			line++;
			end = next(end + 1);
		}
		return line;
	};
}

const nameOf = (raw: Raw): string => Object.keys(raw).find((key) => key !== ':@') ?? '#text';

function element(raw: Raw, at: (position: number) => number, parentLine: number): Element {
	const written = nameOf(raw);
	const start = (raw[META] as unknown as { startIndex?: number } | undefined)?.startIndex;
	const line = start === undefined ? parentLine : at(start);
	const isThree = written.startsWith('qti-');
	const attributes = new Map(
		Object.entries(raw[':@'] ?? {}).map(([name, value]) => [
			isThree && !/^(data|aria)-/.test(name) ? camel(name) : name,
			decode(value)
		])
	);
	const children: (Element | string)[] = [];
	for (const child of raw[written] as Raw[]) {
		const name = nameOf(child);
		if (name === '#text') children.push(decode(String(child['#text'])));
		else if (name === '#cdata') children.push(String((child['#cdata'] as Raw[])[0]?.['#text'] ?? ''));
		else if (!name.startsWith('?')) children.push(element(child, at, line));
	}
	return { name: isThree ? camel(written.slice(4)) : written, attributes, children, line };
}

const camel = (name: string) => name.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' };

/**
 * Only XML's own references (XML 1.0, 4.6), characters by number, and the blank that authors forget to declare. Half a
 * character, which no database takes, becomes the mark of a lost one.
 */
const decode = (text: string): string =>
	text
		.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi, (all, decimal, hex, name) => {
			if (name) return NAMED[(name as string).toLowerCase()] ?? all;
			const code = decimal ? Number(decimal) : parseInt(hex as string, 16);
			return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
		})
		.toWellFormed();

export const isElement = (node: Element | string): node is Element => typeof node !== 'string';
export const elements = (node: Element, name?: string): Element[] =>
	node.children.filter(isElement).filter((child) => name === undefined || child.name === name);
export const childOf = (node: Element | undefined, name: string): Element | undefined =>
	node && elements(node, name)[0];

/** All inside, at any depth, in the order of the file. */
export const descendants = (node: Element, wanted: (one: Element) => boolean): Element[] =>
	elements(node).flatMap((child) => [...(wanted(child) ? [child] : []), ...descendants(child, wanted)]);

export const textOf = (node: Element): string =>
	node.children.map((child) => (isElement(child) ? textOf(child) : child)).join('');

export const escapeXml = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
