import { blanks, haveBrackets, pairs } from './classic-lists';
import { identOf, inOrder, RESPONSES, wordsOf } from './classic-responses';
import { make, translateRules } from './classic-rules';
import { childOf, descendants, elements, textOf, Unread, type Element } from './xml';

/** Kinds of Canvas and others that the bank does not keep, by what their metadata call them. */
const FOREIGN =
	/^(calculated|file_upload|hot_spot|text_only|categorization|multiple_dropdowns|ordering)_question$/;

/**
 * An item of QTI 1.2 (1EdTech ASI binding), with the habits of Canvas, as an item of QTI 2: one reader reads both.
 * @throws Unread `unsupported` with the kind or the element
 */
export function translateItem(item: Element): Element {
	const kind = fieldOf(item, 'question_type');
	if (FOREIGN.test(kind)) throw new Unread('unsupported', item.line, kind);
	if (fieldOf(item, 'parent_stimulus_item_ident')) throw new Unread('unsupported', item.line, 'stimulus');
	const presentation = childOf(item, 'presentation');
	if (!presentation) throw new Unread('noStem', item.line, 'presentation');
	const found = descendants(presentation, ({ name }) => RESPONSES.has(name));
	const odd = found.find(({ name }) => !/_(lid|str|num)$/.test(name)) ?? descendants(presentation, isOdd)[0];
	if (odd) throw new Unread('unsupported', odd.line, odd.name);
	const lists = found.filter(({ name }) => name === 'response_lid');
	const ordered = lists.find(({ attributes }) => attributes.get('rcardinality') === 'Ordered');
	if (ordered) throw new Unread('unsupported', ordered.line, 'response_lid: Ordered');
	if (lists.length > 1 && lists.length !== found.length)
		throw new Unread('unsupported', found[0]!.line, 'presentation');
	const isMany = lists.length > 1;
	const isGaps = kind === 'fill_in_multiple_blanks_question';
	const isBlanks = isMany && (isGaps || haveBrackets(presentation, lists));
	if (isBlanks && !isGaps) throw new Unread('unsupported', lists[0]!.line, 'response_lid');
	const parts = isBlanks
		? blanks(presentation, lists)
		: isMany
			? pairs(presentation, lists)
			: inOrder(item, presentation, kind);
	return make(item.line, 'assessmentItem', namesOf(item), [
		...parts.declarations,
		make(item.line, 'outcomeDeclaration', { identifier: 'SCORE', cardinality: 'single', baseType: 'float' }),
		make(item.line, 'outcomeDeclaration', {
			identifier: 'FEEDBACK',
			cardinality: 'multiple',
			baseType: 'identifier'
		}),
		make(presentation.line, 'itemBody', {}, parts.body),
		translateRules(item, parts.responses),
		...elements(item, 'itemfeedback').map((node) =>
			make(
				node.line,
				'modalFeedback',
				{ identifier: node.attributes.get('ident') ?? '', outcomeIdentifier: 'FEEDBACK', showHide: 'show' },
				wordsOf(node)
			)
		)
	]);
}

const isOdd = ({ name }: Element) =>
	/^render_/.test(name)
		? name !== 'render_choice' && name !== 'render_fib'
		: /^mat(audio|video|applet|application|emtext)$/.test(name);

const namesOf = (item: Element): Record<string, string> => ({
	identifier: identOf(item),
	title: item.attributes.get('title') ?? ''
});

/** A field of the metadata, '' without one. */
export function fieldOf(node: Element, label: string): string {
	const field = descendants(node, ({ name }) => name === 'qtimetadatafield').find(
		(one) => textOf(childOf(one, 'fieldlabel') ?? one).trim() === label
	);
	return field ? textOf(childOf(field, 'fieldentry') ?? field).trim() : '';
}
