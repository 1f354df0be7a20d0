import { declare, identOf, RESPONSES, wordsOf, type Parts } from './classic-responses';
import { make, type Classic } from './classic-rules';
import { RAW } from './words';
import { childOf, descendants, elements, isElement, textOf, Unread, type Element } from './xml';

/** Lists that each have a statement: it belongs to one of the answers, which all lists share. */
export function pairs(presentation: Element, lists: Element[]): Parts {
	const rights = new Map(
		lists
			.flatMap((list) => descendants(list, ({ name }) => name === 'response_label'))
			.map((label) => [identOf(label), label])
	);
	const side = (nodes: [string, Element[], number][]) =>
		make(
			presentation.line,
			'simpleMatchSet',
			{},
			nodes.map(([identifier, words, line]) =>
				make(line, 'simpleAssociableChoice', { identifier, matchMax: '1' }, words)
			)
		);
	const idOf = (ident: string) => ident.replace(/\s+/g, '_');
	const left = lists.map((list): [string, Element[], number] => [
		idOf(identOf(list)),
		elements(list, 'material').flatMap(wordsOf),
		list.line
	]);
	const right = [...rights].map(([ident, label]): [string, Element[], number] => [
		`r.${idOf(ident)}`,
		wordsOf(label),
		label.line
	]);
	// An answer that says nothing is none.
	const said = right.filter(([, words]) => words.some((one) => textOf(one).trim() || one.name === 'img'));
	const responses = new Map(
		lists.map((list): [string, Classic] => {
			const answers = new Map(
				[...rights.keys()].map((ident) => [ident, `${idOf(identOf(list))} r.${idOf(ident)}`])
			);
			return [identOf(list), { variable: 'RESPONSE', kind: 'pair', answers }];
		})
	);
	return {
		declarations: [declare(presentation.line, 'RESPONSE', 'multiple', 'directedPair')],
		body: [
			...before(presentation),
			make(presentation.line, 'matchInteraction', { responseIdentifier: 'RESPONSE' }, [
				side(left),
				side(said)
			])
		],
		responses
	};
}

/** The words that stand outside of the responses. */
function before(presentation: Element): Element[] {
	return elements(presentation).flatMap((node) =>
		RESPONSES.has(node.name) ? [] : node.name === 'flow' ? before(node) : wordsOf(node)
	);
}

const nameOf = (list: Element) => textOf(childOf(list, 'material') ?? list).trim();

/** Whether every list stands for a `[name]` in the words: a gap, or one with a list to choose from. */
export const haveBrackets = (presentation: Element, lists: Element[]): boolean => {
	const words = before(presentation).map(textOf).join('');
	return lists.every((list) => words.includes(`[${nameOf(list)}]`));
};

/** Canvas's gaps: `[name]` in the words, the texts that are taken as the labels of a list of that name. */
export function blanks(presentation: Element, lists: Element[]): Parts {
	const byName = new Map(lists.map((list) => [nameOf(list), list]));
	const left = new Set(byName.keys());
	const body = before(presentation).flatMap((node) =>
		node.children.filter(isElement).length ? htmlParts(textOf(node), byName, left) : [node]
	);
	if (left.size) throw new Unread('gaps', presentation.line, [...left].join(', ').slice(0, 100));
	const responses = new Map(
		lists.map((list): [string, Classic] => {
			const labels = descendants(list, ({ name }) => name === 'response_label');
			const answers = new Map(labels.map((label) => [identOf(label), textOf(label).trim()]));
			return [identOf(list), { variable: identOf(list), kind: 'text', answers }];
		})
	);
	return {
		declarations: lists.map((list) => declare(list.line, identOf(list), 'single', 'string')),
		body,
		responses
	};
}

/** HTML in pieces, with an entry for each name in brackets, the first time that it comes. */
function htmlParts(html: string, byName: ReadonlyMap<string, Element>, left: Set<string>): Element[] {
	return html.split(/(\[[^[\]]{1,100}\])/).map((piece) => {
		const name = piece.slice(1, -1);
		const list = byName.get(name);
		if (!list || !piece.startsWith('[') || !left.delete(name)) return make(1, RAW, {}, [piece]);
		return make(list.line, 'textEntryInteraction', { responseIdentifier: identOf(list) });
	});
}
