import type { PackageFiles } from './files';
import { elements, type Element } from './xml';

/** Where a test has an item. */
export interface Place {
	/** Titles of the sections around it, the outermost first. */
	category: string[];
}

/** How deep sections lie in each other at most. */
const DEEPEST = 20;

/**
 * The items of tests in their order, by path. A section that holds everything says nothing, so it is no category; what
 * is drawn at random is there whole, because a bank keeps it all.
 */
export function orderOf(tests: ReadonlyMap<string, Element>, files: PackageFiles): Map<string, Place> {
	const places = new Map<string, Place>();
	const seen = new Set<Element>();
	const walk = (node: Element, path: string, category: string[], depth: number): void => {
		if (depth > DEEPEST || seen.has(node)) return;
		seen.add(node);
		for (const child of elements(node)) {
			const target = files.resolve(child.attributes.get('href') ?? '', path);
			if (child.name === 'assessmentItemRef' && target !== null && !places.has(target))
				places.set(target, { category });
			if (child.name === 'assessmentSection') walk(child, path, titled(child, category), depth + 1);
			const section =
				child.name === 'assessmentSectionRef' && target !== null ? tests.get(target) : undefined;
			if (section && target !== null) walk(section, target, titled(section, category), depth + 1);
		}
	};
	for (const [path, test] of tests) {
		if (test.name !== 'assessmentTest') continue;
		const parts = elements(test, 'testPart');
		const tops = parts.flatMap((part) => elements(part));
		const [only, ...others] = tops.filter(({ name }) => name.startsWith('assessmentSection'));
		if (only?.name === 'assessmentSection' && !others.length) walk(only, path, [], 0);
		else parts.forEach((part) => walk(part, path, [], 0));
	}
	return places;
}

function titled(section: Element, category: string[]): string[] {
	const title = section.attributes.get('title')?.trim();
	return title ? [...category, title] : category;
}
