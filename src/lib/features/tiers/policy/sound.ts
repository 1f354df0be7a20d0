import { conditionOf } from '../conditions/find';
import type { Path, Problems } from './problems';
import { checkReach } from './reach';
import { isGroup, type Policy, type Requirement, type Tier } from './types';
import { everyRequirement, unwaivableIn } from './waivable';

const lists = ['requirements', 'retain', 'readmit'] as const;

/** Notes what cannot stand although each part by itself is well formed (domain, 3.1). */
export function checkSound(policy: Policy, problems: Problems): void {
	checkOnce(
		policy.tiers.map(({ id }) => id),
		(t) => ['tiers', t, 'id'],
		problems
	);
	const ids = policy.tiers.map(({ id }) => id);
	policy.tiers.forEach((tier, t) => checkTier(tier, ['tiers', t], ids, problems));
	// Without a name of its own a tier cannot be told from the one that it shares it with.
	if (new Set(ids).size === ids.length) checkReach(policy, problems);
	checkRanking(policy, problems);
	if (policy.tiers[0]?.lapse?.then === 'demote') {
		problems.add(['tiers', 0, 'lapse', 'then'], 'demoteFromLowest', { tier: policy.tiers[0].id });
	}
}

function checkTier(tier: Tier, path: Path, ids: readonly string[], problems: Problems): void {
	const refs = new Map<string, Requirement>();
	for (const list of lists) {
		tier[list].forEach((requirement, i) => checkTierNames(requirement, [...path, list, i], ids, problems));
		const named = new Set<string>();
		for (const requirement of everyRequirement(tier[list])) {
			if (requirement.ref === null) continue;
			if (named.has(requirement.ref)) problems.add([...path, list], 'twice', { id: requirement.ref });
			named.add(requirement.ref);
			// The name may stand in several lists; none of them may be about what cannot be waived.
			const known = refs.get(requirement.ref);
			if (!known || unwaivableIn(requirement)) refs.set(requirement.ref, requirement);
		}
	}
	tier.waivable.forEach(({ ref }, i) => {
		const at = [...path, 'waivable', i, 'ref'];
		const requirement = refs.get(ref);
		const kind = requirement && unwaivableIn(requirement);
		if (!requirement) problems.add(at, 'unknownRef', { ref, tier: tier.id });
		else if (kind) problems.add(at, 'unwaivable', { ref, kind });
	});
	checkOnce(
		tier.waivable.map(({ ref }) => ref),
		(i) => [...path, 'waivable', i, 'ref'],
		problems
	);
	checkOnce(
		tier.authority.map(({ id }) => id),
		(i) => [...path, 'authority', i, 'id'],
		problems
	);
}

function checkTierNames(
	requirement: Requirement,
	path: Path,
	ids: readonly string[],
	problems: Problems
): void {
	if (isGroup(requirement)) {
		const at = [...path, requirement.kind, ...(requirement.kind === 'atLeast' ? ['of'] : [])];
		requirement.of.forEach((part, i) => checkTierNames(part, [...at, i], ids, problems));
		return;
	}
	for (const tier of conditionOf(requirement.kind).tiers?.(requirement.args as never) ?? []) {
		if (!ids.includes(tier)) problems.add([...path, requirement.kind], 'unknownTier', { tier });
	}
}

function checkRanking({ ranking, bottomRank }: Policy, problems: Problems): void {
	checkOnce(
		ranking.map(({ term }) => term),
		(i) => ['ranking', i, 'term'],
		problems
	);
	const sum = ranking.reduce((all, { weight }) => all + weight, 0);
	if (ranking.length && Math.abs(sum - 1) > 1e-6) {
		problems.add(['ranking'], 'weights', { sum: Math.round(sum * 1000) / 1000 });
	}
	if (bottomRank && !ranking.length) problems.add(['bottomRank'], 'unranked');
}

function checkOnce(ids: readonly string[], pathOf: (i: number) => Path, problems: Problems): void {
	ids.forEach((id, i) => {
		if (ids.indexOf(id) !== i) problems.add(pathOf(i), 'twice', { id });
	});
}
