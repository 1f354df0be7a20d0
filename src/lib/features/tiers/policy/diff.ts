import type { LocalText } from '$lib/i18n/locales';
import { canonicalJson } from '$lib/shared/json';
import { describe, type Described } from '../engine/describe';
import { describeLadder, describeTier, type Rule } from '../engine/describe-rules';
import { isGroup, type Policy, type Purpose, type Requirement, type Tier } from './types';

/** `before` null: added; `after` null: removed. */
interface Change<T> {
	before: T | null;
	after: T | null;
}
export type RequirementChange = Change<Described> & { purpose: Purpose };
export type RuleChange = Change<Rule> & { field: Rule['field'] };

export interface TierChanges {
	id: string;
	name: LocalText;
	/** `same`: nothing of it changed. */
	state: 'added' | 'removed' | 'changed' | 'same';
	/** Its former name, when that changed. */
	renamedFrom: LocalText | null;
	/** Its place from the bottom, from 1, in both; null where it is not. */
	place: Change<number>;
	requirements: RequirementChange[];
	rules: RuleChange[];
}

export interface PolicyChanges {
	/** What is said of the whole ladder. */
	rules: RuleChange[];
	/** In the order of the new policy, removed ones last. */
	tiers: TierChanges[];
	isSame: boolean;
}

/** What changes from one version of a standard to another, tier by tier, as sentences of either. */
export function diffPolicies(before: Policy, after: Policy): PolicyChanges {
	const ids = [...after.tiers, ...before.tiers].map(({ id }) => id);
	const tiers = [...new Set(ids)].map((id) => diffTier(id, before, after));
	const rules = diffRules(describeLadder(before), describeLadder(after));
	return { rules, tiers, isSame: !rules.length && tiers.every(({ state }) => state === 'same') };
}

function diffTier(id: string, before: Policy, after: Policy): TierChanges {
	const [old, now] = [before, after].map(({ tiers }) => tiers.find((tier) => tier.id === id));
	const placeIn = ({ tiers }: Policy, tier: Tier | undefined) => (tier ? tiers.indexOf(tier) + 1 : null);
	const place = { before: placeIn(before, old), after: placeIn(after, now) };
	const purposes = [
		['promote', old?.requirements, now?.requirements],
		['retain', old?.retain, now?.retain],
		['readmit', old?.readmit, now?.readmit]
	] as const;
	const requirements = purposes.flatMap(([purpose, was = [], is = []]) =>
		diffRequirements(was, is).map((change) => ({
			purpose,
			before: change.before && describe(change.before, before),
			after: change.after && describe(change.after, after)
		}))
	);
	const rules = diffRules(old ? describeTier(old, before) : [], now ? describeTier(now, after) : []);
	const renamed = old && now && canonicalJson(old.name) !== canonicalJson(now.name);
	const moved = old && now && place.before !== place.after;
	const changed = requirements.length || rules.length || renamed || moved;
	return {
		id,
		name: (now ?? old)!.name,
		state: !old ? 'added' : !now ? 'removed' : changed ? 'changed' : 'same',
		renamedFrom: renamed ? old.name : null,
		place,
		requirements,
		rules
	};
}

/** Pairs what is equal first, and of the rest what seems the same thing with other values. Order alone is no change. */
function diffRequirements(
	before: readonly Requirement[],
	after: readonly Requirement[]
): Change<Requirement>[] {
	const left = [...before];
	const take = (matches: (one: Requirement) => boolean): Requirement | null => {
		const at = left.findIndex(matches);
		return at < 0 ? null : (left.splice(at, 1)[0] ?? null);
	};
	const fresh = after.filter((now) => !take((was) => canonicalJson(was) === canonicalJson(now)));
	const changes = fresh.map((now) => ({ before: take((was) => isAkin(was, now)), after: now }));
	return [...changes, ...left.map((was) => ({ before: was, after: null }))];
}

const isAkin = (a: Requirement, b: Requirement): boolean => {
	if (a.ref !== null || b.ref !== null) return a.ref === b.ref;
	if (a.label || b.label) return canonicalJson(a.label) === canonicalJson(b.label);
	return a.kind === b.kind && subjectOf(a) === subjectOf(b);
};

/** What a condition is about: another module is another requirement, more of the same hours is not. */
function subjectOf(requirement: Requirement): string {
	if (isGroup(requirement)) return '';
	const { kind, module, tier, code, role, area } = requirement.args;
	return canonicalJson([kind, module, tier, code, role, area]);
}

function diffRules(before: readonly Rule[], after: readonly Rule[]): RuleChange[] {
	const keyOf = ({ field, id }: Rule) => `${field}:${id}`;
	const find = (rules: readonly Rule[], key: string) => rules.find((rule) => keyOf(rule) === key) ?? null;
	const keys = new Set([...after, ...before].map(keyOf));
	return [...keys].flatMap((key) => {
		const [was, is] = [find(before, key), find(after, key)];
		const one = is ?? was;
		if (!one || (was && is && canonicalJson(was.says) === canonicalJson(is.says))) return [];
		return [{ field: one.field, before: was, after: is }];
	});
}
