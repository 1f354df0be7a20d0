import { add, type Decimal, decimalText, multiply, readDecimal, subtract } from '../../decimal';
import type { AcceptedNumber } from '../../question';
import type { Declaration } from './declarations';
import { toleranceOf, type Run } from './expressions';
import type { Processing } from './processing';
import { descendants, elements, textOf, type Element } from './xml';

/** One thing with which the processing compares a response, and how to ask what it alone is worth. */
export interface Compared {
	text: string;
	isCaseSensitive: boolean;
	/** It is compared as a number, whatever the response is declared as. */
	isNumber: boolean;
	range: AcceptedNumber['range'];
	/** Every other comparison of this response fails. */
	forced: Pick<Run, 'forced' | 'forcedMaps'>;
}

const EQUALITIES = new Set(['match', 'stringMatch', 'equal', 'member']);

/** All with which the processing compares a response: entries of its mapping first, then comparisons as they come. */
export function comparedWith(declaration: Declaration, processing: Processing): Compared[] {
	const { identifier, mapping } = declaration;
	const nodes = processing.rules
		? descendants(processing.rules, (node) => isComparison(node, identifier))
		: [];
	const none = new Map(nodes.map((node) => [node, false]));
	const clamp = (value: number) =>
		new Map([[identifier, Math.min(mapping!.upper, Math.max(mapping!.lower, value))]]);
	const entries = (mapping && usesMapping(processing, identifier) ? mapping.entries : []).map((entry) => ({
		text: entry.key,
		isCaseSensitive: entry.isCaseSensitive,
		isNumber: false,
		range: { value: entry.key, tolerance: '0' },
		forced: { forced: none, forcedMaps: clamp(entry.value) }
	}));
	const compared = nodes.flatMap((node) => {
		const forced = {
			forced: new Map([...none, [node, true]]),
			...(mapping && { forcedMaps: clamp(mapping.defaultValue) })
		};
		const range = node.name === 'and' ? rangeOf(node) : null;
		if (range) return [{ text: '', isCaseSensitive: true, isNumber: true, range, forced }];
		return constantsOf(node, declaration).map((text) => ({
			text,
			isCaseSensitive: node.attributes.get('caseSensitive') !== 'false',
			isNumber: node.name === 'equal',
			range: node.name === 'equal' ? around(text, node) : { value: text, tolerance: '0' },
			forced
		}));
	});
	const byTemplate = processing.rules ? [] : (declaration.correct?.items ?? []);
	const correct = byTemplate.map((item) => ({
		text: String(item),
		isCaseSensitive: true,
		isNumber: false,
		range: { value: String(item), tolerance: '0' },
		forced: {}
	}));
	return [...entries, ...compared, ...(entries.length ? [] : correct)];
}

function usesMapping({ rules }: Processing, identifier: string): boolean {
	if (!rules) return true;
	return (
		descendants(
			rules,
			({ name, attributes }) => name === 'mapResponse' && attributes.get('identifier') === identifier
		).length > 0
	);
}

const isVariable = (node: Element | undefined, identifier: string) =>
	node?.name === 'variable' && node.attributes.get('identifier') === identifier;

function isComparison(node: Element, identifier: string): boolean {
	const parts = elements(node);
	if (node.name === 'and')
		return (
			parts.every((part) => elements(part).some((one) => isVariable(one, identifier))) &&
			rangeOf(node) !== null
		);
	return (
		EQUALITIES.has(node.name) &&
		parts.length === 2 &&
		parts.filter((one) => isVariable(one, identifier)).length === 1
	);
}

/** The constants of a comparison: values, or what the declaration calls correct. */
function constantsOf(node: Element, { correct, identifier }: Declaration): string[] {
	return [node, ...elements(node)].flatMap((holder) =>
		elements(holder).flatMap((part) => {
			if (part.name === 'baseValue') return [textOf(part)];
			const isOwn = part.name === 'correct' && part.attributes.get('identifier') === identifier;
			return isOwn ? (correct?.items ?? []).map(String) : [];
		})
	);
}

/** `from` and `to` of a number that is at least the one and at most the other; null for anything else. */
function rangeOf(node: Element): { from: string; to: string } | null {
	const ends = elements(node).map((part) => {
		const [first, second] = elements(part);
		if (!first || !second || !['gte', 'lte'].includes(part.name)) return null;
		const isTurned = first.name === 'baseValue';
		const value = isTurned ? first : second;
		if (value.name !== 'baseValue' || (isTurned ? second : first).name !== 'variable') return null;
		return { isFrom: (part.name === 'gte') !== isTurned, text: textOf(value).trim() };
	});
	if (ends.length !== 2) return null;
	const from = ends.find((end) => end?.isFrom);
	const to = ends.find((end) => end && !end.isFrom);
	return from && to ? { from: from.text, to: to.text } : null;
}

/** What `equal` takes: a tolerance on both sides, or from the one to the other where the sides differ. */
function around(text: string, node: Element): AcceptedNumber['range'] {
	const value = text.trim();
	const { mode, low, high } = toleranceOf(node);
	if (mode === 'exact') return { value, tolerance: '0' };
	if (mode === 'absolute' && low === high) return { value, tolerance: low };
	const [number, below, above] = [readDecimal(value), readDecimal(low), readDecimal(high)];
	if (!number || !below || !above) return { value, tolerance: low };
	const scaled = (part: Decimal): Decimal => {
		if (mode === 'absolute') return part;
		const of = multiply({ ...number, units: number.units < 0n ? -number.units : number.units }, part);
		return { ...of, places: of.places + 2 };
	};
	return { from: decimalText(subtract(number, scaled(below))), to: decimalText(add(number, scaled(above))) };
}
