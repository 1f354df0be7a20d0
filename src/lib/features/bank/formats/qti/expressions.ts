import { atomOf, container, single, type Atom, type Declaration, type Value } from './declarations';
import { elements, textOf, Unread, type Element } from './xml';

/** What a run of response processing knows. */
export interface Run {
	declarations: ReadonlyMap<string, Declaration>;
	responses: ReadonlyMap<string, Value>;
	outcomes: Map<string, Value>;
	/** Steps that may still be taken, over all runs of an item and of a file: none keeps the server busy. */
	budgets: { left: number }[];
	/** Comparisons whose result is given: to ask what one alone is worth. */
	forced?: ReadonlyMap<Element, boolean>;
	/** … and mappings by response. */
	forcedMaps?: ReadonlyMap<string, number>;
}

/**
 * The value of an expression (QTI 2.2 information model, "Expressions"); NULL where a part is NULL, unless said otherwise.
 * @throws Unread `unsupported` with the name of what is not understood
 */
export function evaluate(node: Element, run: Run): Value {
	if (run.budgets.some((budget) => budget.left-- <= 0))
		throw new Unread('unsupported', node.line, 'responseProcessing: size');
	const forced = run.forced?.get(node);
	if (forced !== undefined) return truth(forced);
	const name = node.attributes.get('identifier') ?? '';
	switch (node.name) {
		case 'baseValue':
			return single(atomOf(textOf(node), node.attributes.get('baseType') ?? 'string'));
		case 'null':
			return null;
		case 'variable':
			return run.outcomes.has(name) ? run.outcomes.get(name)! : (run.responses.get(name) ?? null);
		case 'correct':
			return run.declarations.get(name)?.correct ?? null;
		case 'mapResponse':
			return mapResponse(name, node.line, run);
	}
	const parts = elements(node).map((child) => evaluate(child, run));
	switch (node.name) {
		case 'multiple':
		case 'ordered':
			return container(
				node.name,
				parts.flatMap((part) => part?.items ?? [])
			);
		case 'isNull':
			return truth(parts[0] === null);
		case 'and':
			return parts.some((part) => isFalse(part)) ? truth(false) : all(parts, () => true);
		case 'or':
			return parts.some((part) => isTrue(part)) ? truth(true) : all(parts, () => false);
		case 'not':
			return all(parts, ([a]) => !a);
		case 'match':
			return parts.includes(null) ? null : truth(isSame(parts[0]!, parts[1]!));
		case 'stringMatch':
			return all(parts, ([a, b]) => {
				if (node.attributes.get('substring') === 'true')
					throw new Unread('unsupported', node.line, 'substring');
				const fold = (text?: Atom) =>
					node.attributes.get('caseSensitive') === 'false' ? String(text).toLowerCase() : String(text);
				return fold(a) === fold(b);
			});
		case 'member':
			return parts.includes(null) ? null : truth(parts[1]!.items.includes(parts[0]!.items[0]!));
		case 'contains':
			return parts.includes(null) ? null : truth(contains(parts[0]!, parts[1]!));
		case 'containerSize':
			return single(parts[0]?.items.length ?? 0);
		case 'equal':
			return all(parts, ([a, b]) => isEqual(node, Number(a), Number(b)));
		case 'gt':
			return all(parts, ([a, b]) => Number(a) > Number(b));
		case 'gte':
			return all(parts, ([a, b]) => Number(a) >= Number(b));
		case 'lt':
			return all(parts, ([a, b]) => Number(a) < Number(b));
		case 'lte':
			return all(parts, ([a, b]) => Number(a) <= Number(b));
		case 'sum':
			return numbers(parts, (items) => items.reduce((sum, item) => sum + item, 0));
		case 'product':
			return numbers(parts, (items) => items.reduce((product, item) => product * item, 1));
		case 'subtract':
			return numbers(parts, ([a = 0, b = 0]) => a - b);
		case 'divide':
			return numbers(parts, ([a = 0, b = 0]) => (b === 0 ? null : a / b));
		case 'max':
			return numbers(parts, (items) => Math.max(...items));
		case 'min':
			return numbers(parts, (items) => Math.min(...items));
		case 'integerToFloat':
			return parts[0] ?? null;
	}
	throw new Unread('unsupported', node.line, node.attributes.get('definition') ?? node.name);
}

export const truth = (value: boolean): Value => single(value);
export const isTrue = (value: Value): boolean => value?.items[0] === true;
const isFalse = (value: Value): boolean => value?.items[0] === false;

function all(parts: Value[], decide: (items: Atom[]) => boolean): Value {
	return parts.includes(null) ? null : truth(decide(parts.map((part) => part!.items[0]!)));
}

function numbers(parts: Value[], compute: (items: number[]) => number | null): Value {
	if (parts.includes(null) || !parts.length) return null;
	const result = compute(parts.flatMap((part) => part!.items).map(Number));
	return result === null || !Number.isFinite(result) ? null : single(result);
}

const sorted = (items: Atom[]) => JSON.stringify(items.map(String).sort());

export function isSame(a: NonNullable<Value>, b: NonNullable<Value>): boolean {
	if (a.items.length !== b.items.length) return false;
	if (a.cardinality === 'multiple' || b.cardinality === 'multiple')
		return sorted(a.items) === sorted(b.items);
	return a.items.every((item, i) => String(item) === String(b.items[i]));
}

/** In an ordered container the second stands as a run; else each of it is there as often. */
function contains(whole: NonNullable<Value>, part: NonNullable<Value>): boolean {
	if (whole.cardinality === 'ordered')
		return whole.items.some((_item, at) => part.items.every((item, i) => whole.items[at + i] === item));
	const left = [...whole.items];
	return part.items.every((item) => {
		const at = left.indexOf(item);
		if (at >= 0) left.splice(at, 1);
		return at >= 0;
	});
}

/** Ends of the range that `equal` takes, in the order low, high (2.2 information model, "equal"). */
export function toleranceOf(node: Element): { mode: string; low: string; high: string } {
	const [low = '0', high = low] = (node.attributes.get('tolerance') ?? '0').trim().split(/\s+/);
	return { mode: node.attributes.get('toleranceMode') ?? 'exact', low, high };
}

function isEqual(node: Element, given: number, wanted: number): boolean {
	const { mode, low, high } = toleranceOf(node);
	for (const name of ['includeLowerBound', 'includeUpperBound'])
		if (mode !== 'exact' && node.attributes.get(name) === 'false')
			throw new Unread('unsupported', node.line, name);
	// Binary fractions of decimal ends may fall beside them.
	const slack = 1e-12 * Math.max(Math.abs(given), Math.abs(wanted));
	const scale = mode === 'relative' ? Math.abs(wanted) / 100 : mode === 'absolute' ? 1 : 0;
	return given >= wanted - Number(low) * scale - slack && given <= wanted + Number(high) * scale + slack;
}

/** The sum of what each given value maps to, each once (2.2 information model, "mapResponse"). */
export function mapResponse(name: string, line: number, run: Run): Value {
	const forced = run.forcedMaps?.get(name);
	if (forced !== undefined) return single(forced);
	const mapping = run.declarations.get(name)?.mapping;
	if (!mapping) throw new Unread('unsupported', line, 'mapResponse');
	run.budgets.forEach((budget) => (budget.left -= mapping.entries.length));
	const given = [...new Set(run.responses.get(name)?.items ?? [])];
	// A text may be held by several entries that differ in case: the best of them counts.
	const worth = (text: string) => {
		const held = mapping.entries.filter(({ key, isCaseSensitive }) =>
			isCaseSensitive ? key === text : key.toLowerCase() === text.toLowerCase()
		);
		return held.length ? Math.max(...held.map(({ value }) => value)) : mapping.defaultValue;
	};
	const sum = given.reduce<number>((total, item) => total + worth(String(item)), 0);
	return single(Math.min(mapping.upper, Math.max(mapping.lower, sum)));
}
