import type { IsoDate } from '$lib/shared/dates';
import { conditions } from '../conditions';
import { isBranch, type Branch, type Node, type Outlook } from './explanation';
import { isSettled } from './outcome';

/** What it would take to satisfy a node: how much of it is long work, what must be done, and when at the earliest. */
interface Plan {
	long: number;
	ifs: string[];
	date: IsoDate;
}

const later = (a: IsoDate, b: IsoDate): IsoDate => (a > b ? a : b);
const compare = (a: Plan, b: Plan): number =>
	a.long - b.long || a.ifs.length - b.ifs.length || (a.date < b.date ? -1 : a.date > b.date ? 1 : 0);

/** What all of the plans together take. */
function together(plans: readonly Plan[], asOf: IsoDate): Plan {
	const all: Plan = { long: 0, ifs: [], date: asOf };
	for (const plan of plans) {
		all.long += plan.long;
		all.ifs.push(...plan.ifs);
		all.date = later(all.date, plan.date);
	}
	return all;
}

/** The cheapest way to satisfy a node, through every `any`: time before deeds, deeds before years of work. */
function planOf(node: Node, asOf: IsoDate): Plan {
	if (isSettled(node)) return { long: 0, ifs: [], date: asOf };
	if (isBranch(node)) {
		const plan = together(
			node.best.flatMap((at) => node.of[at] ?? []).map((part) => planOf(part, asOf)),
			asOf
		);
		// Fewer parts apply than must hold: nothing that the person does is enough.
		return node.best.length < node.need ? { ...plan, long: plan.long + 1 } : plan;
	}
	if (node.earliest) return { long: 0, ifs: [], date: node.earliest };
	const long = conditions.get(node.kind)?.effort === 'own' ? 0 : 1;
	return { long, ifs: [node.id], date: asOf };
}

/**
 * Indices of the parts to go by, in order: of `all` every one; otherwise those that hold it up, met ones before
 * waived ones, and then those that ask least, until there are as many as must hold.
 */
export function bestOf({ kind, need, of }: Pick<Branch, 'kind' | 'need' | 'of'>, asOf: IsoDate): number[] {
	if (kind === 'all') return of.map((_, at) => at);
	const best: number[] = [];
	for (const wanted of ['met', 'waived'] as const) {
		of.forEach(({ outcome }, at) => {
			if (outcome === wanted && best.length < need) best.push(at);
		});
	}
	if (best.length < need) {
		const open = of.flatMap((node, at) => (isSettled(node) ? [] : [{ at, plan: planOf(node, asOf) }]));
		open.sort((a, b) => compare(a.plan, b.plan) || a.at - b.at);
		for (const { at } of open.slice(0, need - best.length)) best.push(at);
	}
	return best.sort((a, b) => a - b);
}

/** When all of the nodes could be satisfied at the earliest, supposing that the person does their part at once. */
export function outlookOf(nodes: readonly Node[], asOf: IsoDate): Outlook {
	const plan = together(
		nodes.map((node) => planOf(node, asOf)),
		asOf
	);
	return { date: plan.long || !nodes.length ? null : plan.date, ifs: plan.ifs };
}
