import { conditionOf } from '../conditions/find';
import type { Problems } from './problems';
import { isGroup, type Policy, type Requirement, type Tier } from './types';

/** What must have been held before: every one, or of several so many. */
type Holds = string | { need: number; of: Holds[] };

function holdsOf(requirement: Requirement): Holds {
	if (isGroup(requirement)) {
		const of = requirement.of.map(holdsOf);
		if (requirement.kind === 'atLeast') return { need: requirement.count, of };
		return { need: requirement.kind === 'any' ? 1 : of.length, of };
	}
	const of = conditionOf(requirement.kind).holds?.(requirement.args as never) ?? [];
	return { need: of.length, of };
}

const isReached = (holds: Holds, reached: ReadonlySet<string>): boolean =>
	typeof holds === 'string'
		? reached.has(holds)
		: holds.of.filter((part) => isReached(part, reached)).length >= holds.need;

const namesIn = (holds: Holds): string[] => (typeof holds === 'string' ? [holds] : holds.of.flatMap(namesIn));

/**
 * Notes each tier that nobody can ever stand on, because it asks for having stood on itself, or on one that leads
 * back to it. Whoever is to stand on a tier stood on the one below it first.
 */
export function checkReach({ tiers }: Policy, problems: Problems): void {
	const wants = new Map<string, Holds>(
		tiers.map((tier, t) => {
			const below = tiers[t - 1];
			const of = [...(below ? [below.id] : []), ...tier.requirements.map(holdsOf)];
			return [tier.id, { need: of.length, of }];
		})
	);
	const reached = new Set<string>();
	for (let before = -1; before < reached.size;) {
		before = reached.size;
		for (const [id, holds] of wants) if (isReached(holds, reached)) reached.add(id);
	}
	tiers.forEach((tier, t) => {
		if (reached.has(tier.id)) return;
		const cycle = cycleFrom(tier, wants, reached);
		const path = ['tiers', t, 'requirements'];
		if (cycle) problems.add(path, 'cycle', { tier: tier.id, cycle: cycle.join(' → ') });
		else problems.add(path, 'unreachable', { tier: tier.id });
	});
}

/** The way from a tier through what it wants and back to it; null when it hangs on others that are out of reach. */
function cycleFrom(
	{ id }: Tier,
	wants: ReadonlyMap<string, Holds>,
	reached: ReadonlySet<string>
): string[] | null {
	const seen = new Set<string>();
	const follow = (at: string, way: string[]): string[] | null => {
		for (const next of namesIn(wants.get(at) ?? { need: 0, of: [] })) {
			if (next === id) return [...way, next];
			if (reached.has(next) || seen.has(next)) continue;
			seen.add(next);
			const found = follow(next, [...way, next]);
			if (found) return found;
		}
		return null;
	};
	return follow(id, [id]);
}
