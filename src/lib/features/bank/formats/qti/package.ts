import type { Locale } from '$lib/i18n/locales';
import type { ParsedFile, ParsedQuestion, Problem } from '../parsed';
import { fieldOf, translateItem } from './classic';
import { openFiles, type PackageFiles } from './files';
import { problemOf, readItem } from './item';
import { openStimuli, type Stimuli } from './stimulus';
import { orderOf, type Place } from './test';
import { descendants, elements, type Element } from './xml';

interface Context {
	files: PackageFiles;
	stimuli: Stimuli;
	locale: Locale;
	problems: Problem[];
	/** Steps of response processing that all items together may take. */
	budget: { left: number };
}

/** Of all items of a package. */
const BUDGET = 40_000_000;
const DOCUMENT = /\.(xml|qti)$/i;
const MANIFEST = /(^|\/)imsmanifest\.xml$/;

/**
 * An unpacked QTI package or Common Cartridge (or single documents), its files by path: items of QTI 2 and 3, tests for
 * their order and sections, stimuli as cases, `questestinterop` of QTI 1.2. Never throws; every item is there or says
 * why not.
 */
export function parseQtiPackage(
	files: ReadonlyMap<string, Uint8Array>,
	{ locale }: { locale: Locale }
): ParsedFile {
	const opened = openFiles(files);
	const context: Context = {
		files: opened,
		stimuli: openStimuli(opened, locale, (address, path) => pictureOf(address, path, opened)),
		locale,
		problems: [],
		budget: { left: BUDGET }
	};
	const documents = documentsOf([...files.keys()], context);
	/** One document alone needs no name. */
	const inFile = (path: string, parsed: ParsedQuestion): ParsedQuestion =>
		documents.length > 1 ? { ...parsed, file: path } : parsed;
	const items = new Map<string, Element>();
	const tests = new Map<string, Element>();
	const classic: ParsedQuestion[] = [];
	for (const path of documents) {
		const root = tryRead(path, context);
		if (root?.name === 'assessmentItem') items.set(path, root);
		if (root?.name === 'assessmentTest' || root?.name === 'assessmentSection') tests.set(path, root);
		if (root?.name === 'questestinterop')
			classic.push(...readClassic(root, path, context).map((one) => inFile(path, one)));
	}
	const places = orderOf(tests, context.files);
	const order = [...places.keys(), ...documents].filter((path) => items.has(path));
	const questions = [...new Set(order)].map((path) =>
		inFile(path, readOne(items.get(path)!, path, places.get(path), context))
	);
	if (!questions.length && !classic.length && !context.problems.length)
		context.problems.push({ code: 'empty', line: 1 });
	return {
		questions: [...questions, ...classic],
		problems: context.problems,
		pictures: context.files.pictures,
		...(context.stimuli.cases.length && { cases: context.stimuli.cases })
	};
}

/** Documents that the manifest names; all, where there is none or it names none. */
function documentsOf(paths: string[], context: Context): string[] {
	const all = paths.filter((path) => DOCUMENT.test(path) && !MANIFEST.test(path));
	const manifest = paths.filter((path) => MANIFEST.test(path)).sort((a, b) => a.length - b.length)[0];
	const root = manifest === undefined ? null : tryRead(manifest, context);
	if (!root || manifest === undefined) return withoutCopies(all);
	const named = descendants(root, ({ name }) => name === 'resource' || name === 'file').flatMap(
		({ attributes, line }) => {
			const href = attributes.get('href');
			if (!href || !DOCUMENT.test(href)) return [];
			const path = context.files.resolve(href, manifest);
			if (path === null) context.problems.push({ code: 'empty', line, what: href, minor: true });
			return path ?? [];
		}
	);
	return withoutCopies(named.length ? [...new Set(named)] : all);
}

/** Canvas writes each quiz twice: shortened for others in its folder, whole in `non_cc_assessments`. */
function withoutCopies(paths: string[]): string[] {
	const whole = new Set(paths.flatMap((path) => /([^/]+)\.xml\.qti$/.exec(path)?.[1] ?? []));
	return paths.filter((path) => !whole.has(/([^/]+)\/assessment_qti\.xml$/.exec(path)?.[1] ?? ''));
}

function tryRead(path: string, { files, problems }: Context): Element | null {
	try {
		return files.read(path);
	} catch (error) {
		const problem = problemOf(error);
		problems.push({ ...problem, what: problem.what ? `${path}: ${problem.what}` : path });
		return null;
	}
}

function readOne(root: Element, path: string, place: Place | undefined, context: Context): ParsedQuestion {
	const lost: Problem[] = [];
	const nameOf = (address: string) => {
		const name = pictureOf(address, path, context.files);
		if (name === null)
			lost.push({ code: 'noPicture', line: root.line, what: address.slice(0, 200), minor: true });
		return name;
	};
	const { locale, budget, stimuli } = context;
	const caseOf = (item: Element) => stimuli.caseOf(item, path, nameOf);
	const parsed = readItem(root, { locale, budget, nameOf, caseOf }, path);
	return { ...parsed, category: place?.category ?? [], problems: [...parsed.problems, ...lost] };
}

/** Canvas writes a mark for the folder of the course's files. */
function pictureOf(address: string, path: string, files: PackageFiles): string | null {
	const inCourse = /^(?:\$|%24)IMS[-_]CC[-_]FILE_?BASE(?:\$|%24)\/?([^]*)$/i.exec(address)?.[1];
	const found =
		inCourse === undefined
			? files.resolve(address, path)
			: (files.resolve(`web_resources/${inCourse}`, '') ?? files.resolve(inCourse, ''));
	return found === null ? null : files.picture(found);
}

/** All items of a document of QTI 1.2, under the titles of its assessment and sections. */
function readClassic(root: Element, path: string, context: Context): ParsedQuestion[] {
	const walk = (node: Element, category: string[]): ParsedQuestion[] =>
		elements(node).flatMap((child): ParsedQuestion[] => {
			const title =
				child.attributes.get('title')?.trim() ||
				(child.name === 'objectbank' ? fieldOf(child, 'bank_title') : '');
			const below = title ? [...category, title] : category;
			if (['assessment', 'section', 'objectbank'].includes(child.name)) return walk(child, below);
			if (child.name === 'item') return [{ ...readTranslated(child, path, context), category }];
			if (!/^(item|section|bankentry_item)(ref)?$/.test(child.name)) return [];
			return [failed(child, { code: 'unsupported', line: child.line, what: child.name }, category)];
		});
	return walk(root, []);
}

function readTranslated(item: Element, path: string, context: Context): ParsedQuestion {
	try {
		return readOne(translateItem(item), path, undefined, context);
	} catch (error) {
		return failed(item, problemOf(error), []);
	}
}

const failed = (item: Element, problem: Problem, category: string[]): ParsedQuestion => ({
	line: item.line,
	name: item.attributes.get('title')?.trim() || item.attributes.get('ident') || '',
	category,
	tags: [],
	question: null,
	problems: [problem],
	pictures: []
});
