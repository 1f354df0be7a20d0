import { locales, type Locale } from '$lib/i18n/locales';
import type { Words } from '../../question';
import type { ParsedCase } from '../parsed';
import type { PackageFiles } from './files';
import { readWords } from './words';
import { childOf, descendants, elements, Unread, type Element } from './xml';

/** Our own words on a case: its code where the material stands in the item, its title in each language. */
export const CASE = 'data-case';
export const titleIn = (locale: Locale): string => `data-title-${locale.toLowerCase()}`;

/** Longest material, code and title of a case that are read, in characters. */
const MOST_MATERIAL = 100_000;
const MOST_CODE = 200;
const MOST_TITLE = 500;
/** Missing pictures that are named. */
const MOST_LOST = 20;

export interface InCase {
	code: string;
	/** The item without what says so. */
	root: Element;
	/** Addresses of pictures in the material that did not come along. */
	lost: readonly string[];
	/** Where the item names its material. */
	line: number;
}

type NameOf = (address: string) => string | null;
type Material = Pick<InCase, 'code' | 'lost'>;

export interface Stimuli {
	cases: ParsedCase[];
	/**
	 * The case of an item, null for none; without its material nobody can answer it.
	 * @throws Unread at the item's line when the material is missing or cannot be read
	 */
	caseOf(root: Element, path: string, nameOf: NameOf): InCase | null;
}

/**
 * Shared material of a package: `assessmentStimulus` of QTI 2.2 and 3 in files of their own, which items refer to, or a
 * part of the item's body as we write it for QTI 2.1, which has no such files. Each file is read once.
 */
export function openStimuli(
	files: PackageFiles,
	locale: Locale,
	pictureOf: (address: string, path: string) => string | null
): Stimuli {
	const read = new Map<string, Material | Unread>();
	const { cases, keep } = gather();
	const materialOf = (path: string): Material | Unread => {
		const known = read.get(path);
		if (known) return known;
		const lost = new Set<string>();
		const nameOf = (address: string) => {
			const name = pictureOf(address, path);
			if (name === null && lost.size < MOST_LOST) lost.add(address.slice(0, 200));
			return name;
		};
		let found: Material | Unread;
		try {
			const code = keep(readStimulus(files.read(path), path, locale, nameOf));
			found = { code, lost: [...lost] };
		} catch (error) {
			found = error instanceof Unread ? error : new Unread('syntax', 1);
		}
		read.set(path, found);
		return found;
	};
	return {
		cases,
		caseOf(root, path, nameOf) {
			const refs = descendants(root, isRef);
			const [first] = refs;
			if (!first) return inBody(root, locale, nameOf, keep);
			const targets = new Set(refs.map((ref) => targetOf(ref, path, files)));
			if (targets.size > 1) throw new Unread('unsupported', refs[1]!.line, `${targets.size} × ${first.name}`);
			const href = first.attributes.get('href') ?? '';
			const found = materialOf([...targets][0]!);
			if (found instanceof Unread) {
				const what = [href, found.what].filter(Boolean).join(': ');
				throw new Unread(found.code, first.line, what.slice(0, 200));
			}
			return { ...found, line: first.line, root: without(root, isRef) };
		}
	};
}

const isRef = ({ name }: Element) => name === 'assessmentStimulusRef';
const without = (node: Element, isOut: (child: Element) => boolean): Element => ({
	...node,
	children: node.children.filter((child) => typeof child === 'string' || !isOut(child))
});

function targetOf({ attributes, line }: Element, path: string, files: PackageFiles): string {
	const href = attributes.get('href')?.trim() ?? '';
	const target = href ? files.resolve(href, path) : null;
	if (target === null)
		throw new Unread('noMaterial', line, (href || attributes.get('identifier') || '').slice(0, 200));
	return target;
}

function readStimulus(root: Element, path: string, locale: Locale, nameOf: NameOf): ParsedCase {
	const of = (name: string) => root.attributes.get(name)?.trim() ?? '';
	const body = childOf(root, 'stimulusBody');
	if (root.name !== 'assessmentStimulus' || !body) throw new Unread('noMaterial', root.line, root.name);
	const material = materialIn(body, locale, nameOf);
	const code = (
		of('identifier') ||
		path
			.split('/')
			.at(-1)!
			.replace(/\.\w+$/, '')
	).slice(0, MOST_CODE);
	const title = of('title').slice(0, MOST_TITLE);
	const own = titlesOf(body);
	return {
		code,
		title: Object.keys(own).length || !title || title === code ? own : { [locale]: title },
		material
	};
}

function materialIn(node: Element, locale: Locale, nameOf: NameOf): Words {
	const material = readWords(node, { locale, nameOf, pictures: new Set() });
	const longest = Math.max(...Object.values(material ?? {}).map((text) => text.length));
	if (!material || !Object.values(material).some((text) => text.trim()))
		throw new Unread('noMaterial', node.line);
	if (longest > MOST_MATERIAL) throw new Unread('tooLong', node.line, String(longest));
	return material;
}

function titlesOf({ attributes }: Element): Words {
	return Object.fromEntries(
		locales.flatMap((locale) => {
			const title = attributes.get(titleIn(locale))?.slice(0, MOST_TITLE);
			return title ? [[locale, title]] : [];
		})
	);
}

function inBody(
	root: Element,
	locale: Locale,
	nameOf: NameOf,
	keep: (found: ParsedCase) => string
): InCase | null {
	const body = childOf(root, 'itemBody');
	const isCase = ({ attributes }: Element) => Boolean(attributes.get(CASE)?.trim());
	const block = body && elements(body).find(isCase);
	const holder = block && childOf(block, 'div');
	if (!block || !holder) return null;
	const material = materialIn(holder, locale, nameOf);
	const code = keep({
		code: block.attributes.get(CASE)!.trim().slice(0, MOST_CODE),
		title: titlesOf(block),
		material
	});
	const children = root.children.map((child) =>
		child === body ? without(body, (one) => one === block) : child
	);
	return { code, lost: [], line: block.line, root: { ...root, children } };
}

/** Cases of a package, each once; other material under a code that is taken gets a code of its own. */
function gather(): { cases: ParsedCase[]; keep(found: ParsedCase): string } {
	const cases = new Map<string, ParsedCase>();
	const codes = new Map<string, string>();
	const counts = new Map<string, number>();
	const list: ParsedCase[] = [];
	return {
		cases: list,
		keep(found) {
			const words = (own: Words) => locales.map((locale) => own[locale]);
			const content = JSON.stringify([found.code, words(found.title), words(found.material)]);
			const known = codes.get(content);
			if (known !== undefined) return known;
			let code = found.code;
			let count = counts.get(found.code) ?? 1;
			while (cases.has(code)) code = `${found.code}-${++count}`;
			counts.set(found.code, count);
			codes.set(content, code);
			cases.set(code, { ...found, code });
			list.push({ ...found, code });
			return code;
		}
	};
}
