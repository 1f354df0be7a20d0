import { childOf, elements, textOf, type Element } from './xml';

export type Atom = string | number | boolean;
/** A value of QTI (2.2 information model, "Values"); null is NULL, which an empty container is too. */
export type Value = { cardinality: 'single' | 'multiple' | 'ordered'; items: Atom[] } | null;

export interface Mapping {
	entries: { key: string; value: number; isCaseSensitive: boolean }[];
	defaultValue: number;
	lower: number;
	upper: number;
}

export interface Declaration {
	identifier: string;
	cardinality: 'single' | 'multiple' | 'ordered';
	baseType: string;
	correct: Value;
	mapping: Mapping | null;
}

export interface Outcome {
	initial: Value;
	normalMaximum: number;
	/** From a value to another, by the first entry that holds it. */
	lookup: ((value: number) => Atom | null) | null;
}

const NUMERIC = ['integer', 'float', 'duration'];

/** One value as its base type has it; the two of a `pair` stand in their alphabetical order, because it has none. */
export function atomOf(text: string, baseType: string): Atom {
	const plain = baseType === 'string' ? text : text.trim().replace(/\s+/g, ' ');
	if (NUMERIC.includes(baseType)) return Number(plain);
	if (baseType === 'boolean') return plain === 'true' || plain === '1';
	return baseType === 'pair' ? plain.split(' ').sort().join(' ') : plain;
}

export const single = (item: Atom): Value => (item === '' ? null : { cardinality: 'single', items: [item] });

/** A container; without anything in it, NULL. */
export function container(cardinality: 'multiple' | 'ordered', items: Atom[]): Value {
	return items.length ? { cardinality, items } : null;
}

function cardinalityOf(node: Element): Declaration['cardinality'] {
	const written = node.attributes.get('cardinality');
	return written === 'multiple' || written === 'ordered' ? written : 'single';
}

function valuesOf(
	holder: Element | undefined,
	cardinality: Declaration['cardinality'],
	baseType: string
): Value {
	const items = holder ? elements(holder, 'value').map((value) => atomOf(textOf(value), baseType)) : [];
	if (cardinality !== 'single') return container(cardinality, items);
	return items[0] === undefined ? null : single(items[0]);
}

export function readResponses(root: Element): Map<string, Declaration> {
	return new Map(
		elements(root, 'responseDeclaration').map((node) => {
			const identifier = node.attributes.get('identifier') ?? '';
			const cardinality = cardinalityOf(node);
			const baseType = node.attributes.get('baseType') ?? 'identifier';
			const correct = valuesOf(childOf(node, 'correctResponse'), cardinality, baseType);
			const mapping = readMapping(childOf(node, 'mapping'), baseType);
			return [identifier, { identifier, cardinality, baseType, correct, mapping }];
		})
	);
}

/** `caseSensitive` is false where it is not said (QTI 3.0 information model, MapEntry). */
function readMapping(node: Element | undefined, baseType: string): Mapping | null {
	if (!node) return null;
	const bound = (name: string, otherwise: number) => {
		const written = node.attributes.get(name);
		return written === undefined || !Number.isFinite(Number(written)) ? otherwise : Number(written);
	};
	return {
		entries: elements(node, 'mapEntry').map(({ attributes }) => ({
			key: String(atomOf(attributes.get('mapKey') ?? '', baseType)),
			value: Number(attributes.get('mappedValue')),
			isCaseSensitive: baseType !== 'string' || attributes.get('caseSensitive') === 'true'
		})),
		defaultValue: bound('defaultValue', 0),
		lower: bound('lowerBound', -Infinity),
		upper: bound('upperBound', Infinity)
	};
}

/** What is declared of outcomes. A number without a default begins at 0 (2.2 information model, "Item Variables"). */
export function readOutcomes(root: Element): Map<string, Outcome> {
	return new Map(
		elements(root, 'outcomeDeclaration').map((node) => {
			const cardinality = cardinalityOf(node);
			const baseType = node.attributes.get('baseType') ?? 'string';
			const written = valuesOf(childOf(node, 'defaultValue'), cardinality, baseType);
			const isNumber = cardinality === 'single' && NUMERIC.includes(baseType);
			const initial = written ?? (isNumber ? single(0) : null);
			const normalMaximum = Number(node.attributes.get('normalMaximum')) || 0;
			return [
				node.attributes.get('identifier') ?? '',
				{ initial, normalMaximum, lookup: lookupOf(node, baseType) }
			];
		})
	);
}

function lookupOf(node: Element, baseType: string): Outcome['lookup'] {
	const table = childOf(node, 'interpolationTable') ?? childOf(node, 'matchTable');
	if (!table) return null;
	const isMatch = table.name === 'matchTable';
	const entries = elements(table).map(({ attributes }) => ({
		source: Number(attributes.get('sourceValue')),
		target: atomOf(attributes.get('targetValue') ?? '', baseType),
		isIncluded: attributes.get('includeBoundary') !== 'false'
	}));
	const otherwise = table.attributes.get('defaultValue');
	return (value) =>
		entries.find(({ source, isIncluded }) =>
			isMatch ? value === source : value > source || (isIncluded && value === source)
		)?.target ?? (otherwise === undefined ? null : atomOf(otherwise, baseType));
}
