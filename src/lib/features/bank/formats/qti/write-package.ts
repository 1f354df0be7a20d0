import type { Locale } from '$lib/i18n/locales';
import type { Exported } from '../written';
import { picturesOf } from '../markdown';
import { attributeText, markup, write, type Markup, type QtiVersion } from './build';
import { casesOf, writeStimulus } from './write-case';
import { writeQtiItem } from './write-item';

export interface QtiPackageOptions {
	locale: Locale;
	version: QtiVersion;
	/** The title of the test that keeps the questions in order. */
	title: string;
}

/** A document in the folder of items, with the pictures that it shows and the documents that it refers to. */
interface Resource {
	identifier: string;
	kind: 'item' | 'stimulus';
	shown: string[];
	needs: string[];
}

const KIND = { '2.1': 'xmlv2p1', '3.0': 'xmlv3p0' };
const CONTENT = {
	'2.1': { xmlns: 'http://www.imsglobal.org/xsd/imscp_v1p1', schema: 'QTIv2.1 Package', version: '1.0.0' },
	'3.0': {
		xmlns: 'http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1',
		schema: 'QTI Package',
		version: '3.0.0'
	}
};
const TEST = {
	'2.1': 'http://www.imsglobal.org/xsd/imsqti_v2p1',
	'3.0': 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0'
};

/**
 * The files of a content package by path: the manifest, a test with the categories as sections, one item for each
 * question, and the pictures that they show beside them. Material of cases is a stimulus that its items depend on, in
 * QTI 2.1 a part of each item. Tags are not kept. Pictures that are missing are left out.
 */
export function writeQtiPackage(
	questions: readonly Exported[],
	pictures: ReadonlyMap<string, Uint8Array>,
	{ locale, version, title }: QtiPackageOptions
): Map<string, string | Uint8Array> {
	const files = new Map<string, string | Uint8Array>();
	const cases = casesOf(questions);
	const isShared = version === '3.0';
	const shownIn = (value: unknown) => picturesIn(value).filter((name) => pictures.has(name));
	const items = questions.map(({ name, question, case: group }, i): Resource => {
		const identifier = `item-${i + 1}`;
		const own = group && cases.get(group.code);
		files.set(
			`items/${identifier}.xml`,
			writeQtiItem(question, { name, identifier, locale, version, in: own })
		);
		const shown = shownIn([question, ...(own && !isShared ? [own.group.material] : [])]);
		return { identifier, kind: 'item', shown, needs: own && isShared ? [own.identifier] : [] };
	});
	const stimuli = [...(isShared ? cases.values() : [])].map(({ identifier, group }): Resource => {
		files.set(`items/${identifier}.xml`, writeStimulus(group, locale));
		return { identifier, kind: 'stimulus', shown: shownIn(group.material), needs: [] };
	});
	const resources = [...items, ...stimuli];
	resources.forEach(({ shown }) => shown.forEach((name) => files.set(`items/${name}`, pictures.get(name)!)));
	const identifiers = items.map(({ identifier }) => identifier);
	files.set('test.xml', testOf(questions, identifiers, title, version));
	files.set('imsmanifest.xml', manifestOf(resources, identifiers, version));
	return files;
}

/** Names of the pictures in all words of a question, wherever they stand in it. */
function picturesIn(value: unknown): string[] {
	if (typeof value === 'string') return picturesOf(value);
	if (typeof value !== 'object' || value === null) return [];
	return [...new Set(Object.values(value).flatMap(picturesIn))];
}

/** Questions keep their order; a category that comes again gets a section of its own again. */
function testOf(questions: readonly Exported[], items: string[], title: string, version: QtiVersion): string {
	let count = 0;
	const section = (name: string): Markup => {
		const identifier = `section-${++count}`;
		return markup('assessmentSection', { identifier, title: name, visible: true });
	};
	const root = section(title);
	let open: { path: string[]; sections: Markup[] } = { path: [], sections: [root] };
	questions.forEach(({ category }, i) => {
		const same = category.findIndex((name, at) => name !== open.path[at]);
		const common = same < 0 ? category.length : same;
		const sections = open.sections.slice(0, common + 1);
		for (const name of category.slice(common)) {
			const next = section(name);
			sections.at(-1)!.children.push(next);
			sections.push(next);
		}
		open = { path: category, sections };
		const identifier = items[i]!;
		sections
			.at(-1)!
			.children.push(markup('assessmentItemRef', { identifier, href: `items/${identifier}.xml` }));
	});
	const part = markup(
		'testPart',
		{ identifier: 'part-1', navigationMode: 'nonlinear', submissionMode: 'simultaneous' },
		root
	);
	const test = markup('assessmentTest', { xmlns: TEST[version], identifier: 'test-1', title }, part);
	return `<?xml version="1.0" encoding="UTF-8"?>\n${write(test, version)}\n`;
}

function manifestOf(documents: readonly Resource[], items: string[], version: QtiVersion): string {
	const { xmlns, schema, version: schemaVersion } = CONTENT[version];
	const href = (path: string) => attributeText(path.split('/').map(encodeURIComponent).join('/'));
	const resource = (identifier: string, kind: string, path: string, files: string[], needs: string[]) =>
		`<resource identifier="r-${identifier}" type="imsqti_${kind}_${KIND[version]}" href="${href(path)}">` +
		[path, ...files].map((file) => `<file href="${href(file)}"/>`).join('') +
		needs.map((need) => `<dependency identifierref="r-${need}"/>`).join('') +
		'</resource>';
	const resources = [
		resource('test', 'test', 'test.xml', [], items),
		...documents.map(({ identifier, kind, shown, needs }) =>
			resource(
				identifier,
				kind,
				`items/${identifier}.xml`,
				shown.map((name) => `items/${name}`),
				needs
			)
		)
	];
	return (
		`<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="${xmlns}" identifier="manifest-1">` +
		`<metadata><schema>${schema}</schema><schemaversion>${schemaVersion}</schemaversion></metadata>` +
		`<organizations/><resources>${resources.join('')}</resources></manifest>\n`
	);
}
