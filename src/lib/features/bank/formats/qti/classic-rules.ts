import { childOf, elements, textOf, Unread, type Element } from './xml';

/** How the answers of one response of QTI 1.2 stand in the item made from it. */
export interface Classic {
	/** Its response variable, or that of all where its answers are pairs. */
	variable: string;
	kind: 'choice' | 'choices' | 'pair' | 'text' | 'number';
	/** What stands for an answer, where that is not the answer itself. */
	answers?: ReadonlyMap<string, string>;
}

export const make = (
	line: number,
	name: string,
	attributes: Record<string, string> = {},
	children: (Element | string)[] = []
): Element => ({ name, attributes: new Map(Object.entries(attributes)), children, line });

const BASE = {
	choice: 'identifier',
	choices: 'identifier',
	pair: 'directedPair',
	text: 'string',
	number: 'float'
};
const ORDERS: Record<string, string> = { vargte: 'gte', varlte: 'lte', vargt: 'gt', varlt: 'lt' };

/** `resprocessing` of QTI 1.2 as rules of QTI 2: `respcondition` by `respcondition`. */
export function translateRules(item: Element, responses: ReadonlyMap<string, Classic>): Element {
	const processing = childOf(item, 'resprocessing');
	const outcomes = childOf(processing, 'outcomes');
	const names = outcomes
		? elements(outcomes, 'decvar').map(({ attributes }) => attributes.get('varname') ?? 'SCORE')
		: [];
	const score = names.includes('SCORE') || names.length !== 1 ? 'SCORE' : names[0]!;
	const rules = elements(processing ?? item, 'respcondition').map((condition) => {
		const set = elements(condition).flatMap((child) => effectOf(child, score));
		// Only what says so ends the processing: many writers leave the attribute out and mean every condition.
		if (condition.attributes.get('continue')?.toLowerCase() === 'no')
			set.push(make(condition.line, 'exitResponse'));
		const when = childOf(condition, 'conditionvar');
		const test = when ? together(when, responses) : truth(condition.line);
		return make(condition.line, 'responseCondition', {}, [
			make(condition.line, 'responseIf', {}, [test, ...set])
		]);
	});
	return make(processing?.line ?? item.line, 'responseProcessing', {}, rules);
}

const truth = (line: number) => make(line, 'baseValue', { baseType: 'boolean' }, ['true']);

function effectOf(node: Element, score: string): Element[] {
	const { line } = node;
	if (node.name === 'displayfeedback') {
		const added = make(line, 'baseValue', { baseType: 'identifier' }, [
			node.attributes.get('linkrefid') ?? ''
		]);
		const all = make(line, 'multiple', {}, [make(line, 'variable', { identifier: 'FEEDBACK' }), added]);
		return [make(line, 'setOutcomeValue', { identifier: 'FEEDBACK' }, [all])];
	}
	if (node.name !== 'setvar') return [];
	const name = node.attributes.get('varname') ?? 'SCORE';
	const identifier = name === score ? 'SCORE' : `other.${name}`;
	const value = make(line, 'baseValue', { baseType: 'float' }, [textOf(node).trim()]);
	const operators: Record<string, string> = {
		add: 'sum',
		subtract: 'subtract',
		multiply: 'product',
		divide: 'divide'
	};
	const operator = operators[(node.attributes.get('action') ?? 'set').toLowerCase()];
	const result = operator ? make(line, operator, {}, [make(line, 'variable', { identifier }), value]) : value;
	return [make(line, 'setOutcomeValue', { identifier }, [result])];
}

/**
 * All conditions of a list. Several texts for one response mean any of them, because an answer cannot be two: writers
 * leave the `or` out there.
 */
function together(list: Element, responses: ReadonlyMap<string, Classic>): Element {
	const groups = new Map<string, Element[]>();
	elements(list).forEach((node, i) => {
		const response = responses.get(node.attributes.get('respident') ?? '');
		const isEither = node.name === 'varequal' && response && response.kind !== 'choices';
		const key = isEither ? `=${node.attributes.get('respident')}` : String(i);
		groups.set(key, [...(groups.get(key) ?? []), expression(node, responses)]);
	});
	const parts = [...groups.values()].map((group) =>
		group.length > 1 ? make(list.line, 'or', {}, group) : group[0]!
	);
	if (!parts.length) return truth(list.line);
	return parts.length > 1 ? make(list.line, 'and', {}, parts) : parts[0]!;
}

function expression(node: Element, responses: ReadonlyMap<string, Classic>): Element {
	const { line, name } = node;
	switch (name) {
		case 'and':
			return together(node, responses);
		case 'or':
		case 'not': {
			const parts = elements(node).map((child) => expression(child, responses));
			return make(line, name, {}, name === 'or' || parts.length < 2 ? parts : [make(line, 'or', {}, parts)]);
		}
		case 'other':
			return truth(line);
	}
	const response = responses.get(node.attributes.get('respident') ?? '');
	if (!response) throw new Unread('unsupported', line, name);
	const variable = make(line, 'variable', { identifier: response.variable });
	if (name === 'unanswered') return make(line, 'isNull', {}, [variable]);
	const written = textOf(node).trim();
	const answer = response.answers ? (response.answers.get(written) ?? written) : written;
	const value = make(line, 'baseValue', { baseType: BASE[response.kind] }, [answer]);
	if (ORDERS[name] && response.kind === 'number') return make(line, ORDERS[name], {}, [variable, value]);
	if (name !== 'varequal') throw new Unread('unsupported', line, name);
	switch (response.kind) {
		case 'choice':
			return make(line, 'match', {}, [variable, value]);
		case 'choices':
		case 'pair':
			return make(line, 'member', {}, [value, variable]);
		case 'number':
			return make(line, 'equal', { toleranceMode: 'exact' }, [variable, value]);
		case 'text': {
			const caseSensitive = String(node.attributes.get('case')?.toLowerCase() === 'yes');
			return make(line, 'stringMatch', { caseSensitive }, [variable, value]);
		}
	}
}
