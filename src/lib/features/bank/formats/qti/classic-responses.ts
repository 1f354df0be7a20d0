import { make, type Classic } from './classic-rules';
import { RAW } from './words';
import { descendants, elements, isElement, textOf, type Element } from './xml';

export const RESPONSES = new Set([
	'response_lid',
	'response_str',
	'response_num',
	'response_xy',
	'response_grp',
	'response_na'
]);

/** What the presentation of an item becomes. */
export interface Parts {
	declarations: Element[];
	body: (Element | string)[];
	responses: Map<string, Classic>;
}

export const identOf = ({ attributes }: Element) => attributes.get('ident') ?? '';

/** The words of what stands in materials, as elements that `readWords` understands. */
export function wordsOf(holder: Element): Element[] {
	return descendants(holder, ({ name }) => name === 'mattext' || name === 'matimage').map(materialOf);
}

function materialOf(node: Element): Element {
	if (node.name === 'matimage')
		return make(node.line, 'img', {
			src: node.attributes.get('uri') ?? '',
			alt: node.attributes.get('label') ?? ''
		});
	const isHtml = /html/i.test(node.attributes.get('texttype') ?? '') && !node.children.some(isElement);
	// Plain text may go on behind a gap in the same line.
	return isHtml
		? make(node.line, 'div', {}, [make(node.line, RAW, {}, [textOf(node)])])
		: make(node.line, node.children.some(isElement) ? 'div' : 'span', {}, node.children);
}

export const declare = (
	line: number,
	identifier: string,
	cardinality: string,
	baseType: string,
	correct: string[] = []
): Element =>
	make(
		line,
		'responseDeclaration',
		{ identifier, cardinality, baseType },
		correct.length
			? [
					make(
						line,
						'correctResponse',
						{},
						correct.map((value) => make(line, 'value', {}, [value]))
					)
				]
			: []
	);

/** Materials and responses in their order: a choice, a number, an essay, or texts in gaps. */
export function inOrder(item: Element, presentation: Element, kind: string): Parts {
	const parts: Parts = { declarations: [], body: [], responses: new Map() };
	const isAsked = (ident: string) =>
		descendants(
			item,
			({ name, attributes }) => name.startsWith('var') && attributes.get('respident') === ident
		).length > 0;
	const visit = (node: Element): void => {
		if (node.name === 'mattext' || node.name === 'matimage') parts.body.push(materialOf(node));
		else if (node.name === 'response_lid') choice(node, parts);
		else if (RESPONSES.has(node.name)) entry(node, parts, kind, isAsked(identOf(node)));
		else elements(node).forEach(visit);
	};
	visit(presentation);
	return parts;
}

function choice(node: Element, { declarations, body, responses }: Parts): void {
	const isMany = node.attributes.get('rcardinality') === 'Multiple';
	const labels = descendants(node, ({ name }) => name === 'response_label');
	const ident = identOf(node);
	body.push(...elements(node, 'material').flatMap(wordsOf));
	declarations.push(declare(node.line, ident, isMany ? 'multiple' : 'single', 'identifier'));
	responses.set(ident, { variable: ident, kind: isMany ? 'choices' : 'choice' });
	const choices = labels.map((label) =>
		make(label.line, 'simpleChoice', { identifier: identOf(label) }, wordsOf(label))
	);
	body.push(
		make(
			node.line,
			'choiceInteraction',
			{ responseIdentifier: ident, maxChoices: isMany ? '0' : '1' },
			choices
		)
	);
}

function entry(
	node: Element,
	{ declarations, body, responses }: Parts,
	kind: string,
	isAsked: boolean
): void {
	const ident = identOf(node);
	const fib = descendants(node, ({ name }) => name === 'render_fib')[0];
	const isNumber =
		node.name === 'response_num' ||
		kind === 'numerical_question' ||
		/decimal|integer/i.test(fib?.attributes.get('fibtype') ?? '');
	body.push(...elements(node, 'material').flatMap(wordsOf));
	const isEssay = kind === 'essay_question' || (!kind && !isAsked);
	responses.set(ident, { variable: ident, kind: isNumber ? 'number' : 'text' });
	declarations.push(declare(node.line, ident, 'single', isNumber ? 'float' : 'string'));
	const name = isEssay ? 'extendedTextInteraction' : 'textEntryInteraction';
	body.push(make(node.line, name, { responseIdentifier: ident }));
}
