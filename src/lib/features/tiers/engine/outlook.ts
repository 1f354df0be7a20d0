import type { IsoDate } from '$lib/shared/dates';
import { conditions } from '../conditions';
import type { Branch, Node, Outlook } from './explanation';

/** What it would take to satisfy a node: how much of it is long work, what must be done, and when at the earliest. */
interface Plan {
	long: number;
	ifs: string[];
	date: IsoDate;
	/** The nodes that the plan leads through. */
	through: string[];
}

const later = (a: IsoDate, b: IsoDate): IsoDate => (a > b ? a : b);

const compare = (a: Plan, b: Plan): number =>
	a.long - b.long || a.ifs.length - b.ifs.length || (a.date < b.date ? -1 : a.date > b.date ? 1 : 0);

/** The cheapest way to satisfy a node, through every `any`: time before deeds, deeds before years of work. */
export function planOf(node: Node | Pick<Branch, 'kind' | 'of'>, asOf: IsoDate): Plan {
	if ('of' in node) {
		const own = 'id' in node ? [node.id] : [];
		const plans = node.of.map((part) => planOf(part, asOf));
		if (node.kind === 'any') {
			const [best] = plans.sort(compare);
			return best
				? { ...best, through: [...own, ...best.through] }
				: { long: 1, ifs: [], date: asOf, through: own };
		}
		return together(plans, asOf, own);
	}
	const through = [node.id];
	if (node.outcome !== 'missing') return { long: 0, ifs: [], date: asOf, through };
	if (node.earliest) return { long: 0, ifs: [], date: node.earliest, through };
	const long = conditions.get(node.kind)?.effort === 'own' ? 0 : 1;
	return { long, ifs: [node.id], date: asOf, through };
}

function together(plans: Plan[], asOf: IsoDate, own: string[]): Plan {
	return plans.reduce(
		(all, plan) => ({
			long: all.long + plan.long,
			ifs: [...all.ifs, ...plan.ifs],
			date: later(all.date, plan.date),
			through: [...all.through, ...plan.through]
		}),
		{ long: 0, ifs: [], date: asOf, through: own }
	);
}

/** When all of the nodes could be satisfied at the earliest, supposing that the person does their part at once. */
export function outlookOf(nodes: readonly Node[], asOf: IsoDate): Outlook {
	const plan = together(
		nodes.map((node) => planOf(node, asOf)),
		asOf,
		[]
	);
	return { date: plan.long || !nodes.length ? null : plan.date, ifs: plan.ifs };
}
