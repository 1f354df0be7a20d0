import type { OrderingQuestion } from '../../question';
import { declarationOf, limited, preferred, proven } from './candidates';
import { container } from './declarations';
import { takeExplanation } from './feedback';
import type { Item } from './item';
import { namesOf, prove } from './proof';
import { readWords } from './words';
import { elements, Unread, type Element } from './xml';

/** Up to so many things every order is tried; beyond, those that one exchange or one turn makes of the right one. */
const TRIED_WHOLE = 6;

/** `orderInteraction` in which everything is put in order. */
export function readOrder(interaction: Element, item: Item): OrderingQuestion {
	const declaration = declarationOf(interaction, item);
	const choices = limited(elements(interaction, 'simpleChoice'), interaction);
	const correct = (declaration.correct?.items ?? []).map(String);
	if (!correct.length) throw new Unread('noKey', interaction.line);
	const byIdentifier = new Map(choices.map((choice) => [choice.attributes.get('identifier') ?? '', choice]));
	if (correct.length !== choices.length || !correct.every((id) => byIdentifier.has(id)))
		throw new Unread('unsupported', interaction.line, 'correctResponse');
	if (correct.length < 2) throw new Unread('fewOptions', interaction.line);
	const ids = namesOf(correct);
	const orders = correct.length <= TRIED_WHOLE ? permutations(correct) : nearOrders(correct);
	const proof = prove(item.processing, [
		{ responses: new Map(), given: null },
		...orders.map((order) => ({
			responses: new Map([[declaration.identifier, container('ordered', order)]]),
			given: order.map((id) => ids.get(id)!)
		}))
	]);
	const explanation = takeExplanation(item.feedback, proof.results);
	const items = correct.map((id) => {
		const text = readWords(byIdentifier.get(id)!, item.reading);
		if (!text) throw new Unread('empty', byIdentifier.get(id)!.line, 'simpleChoice');
		return { id: ids.get(id)!, text };
	});
	const base = { type: 'ordering' as const, stem: item.stem(), items, ...(explanation && { explanation }) };
	const candidates: OrderingQuestion[] = [
		{ ...base, policy: 'allOrNothing' },
		{ ...base, policy: 'partial' }
	];
	return proven(preferred(interaction, candidates), proof, item);
}

function permutations(list: readonly string[]): string[][] {
	if (list.length < 2) return [[...list]];
	return list.flatMap((first, i) =>
		permutations(list.filter((_item, at) => at !== i)).map((rest) => [first, ...rest])
	);
}

function nearOrders(list: readonly string[]): string[][] {
	const swapped = list.flatMap((_a, i) =>
		list.slice(i + 1).map((_b, k) => {
			const order = [...list];
			[order[i], order[i + 1 + k]] = [order[i + 1 + k]!, order[i]!];
			return order;
		})
	);
	const turned = list.map((_item, i) => [...list.slice(i), ...list.slice(0, i)]);
	return [...turned, [...list].reverse(), ...swapped];
}
