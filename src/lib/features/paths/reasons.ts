import type { LocalText } from '$lib/i18n/locales';
import type { Need, Offer } from './gap';

/**
 * Why something is to be taken: a requirement (by its place in the standard) asks for it, it counts for the hours of
 * one, or something else that is to be taken comes after it.
 */
export type Reason =
	{ kind: 'module'; at: number } | { kind: 'hours'; at: number } | { kind: 'before'; title: LocalText };

const flat = (need: Need): Exclude<Need, { kind: 'some' }>[] =>
	need.kind === 'some' ? need.of.flatMap(flat) : [need];

/** The reasons for one of the offers that are taken, the strongest first; never empty for what `closeGap` takes. */
export function reasonsOf(
	offer: Offer,
	needs: readonly { at: number; need: Need }[],
	taken: readonly (Offer & { title: LocalText })[]
): Reason[] {
	const reasons: Reason[] = [];
	for (const { at, need } of needs) {
		const parts = flat(need);
		if (parts.some((part) => part.kind === 'module' && part.module === offer.module))
			reasons.push({ kind: 'module', at });
		else if (parts.some((part) => part.kind === 'hours' && brings(offer, part.hours)))
			reasons.push({ kind: 'hours', at });
	}
	for (const one of taken)
		if (offer.module && one.requires.includes(offer.module))
			reasons.push({ kind: 'before', title: one.title });
	return reasons.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}
const order: Reason['kind'][] = ['module', 'before', 'hours'];

const brings = (offer: Offer, { area, method }: { area?: string; method?: string }): boolean =>
	offer.credit > 0 && (!area || area === offer.area) && (!method || method === offer.method);
