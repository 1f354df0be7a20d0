import type { IsoDate } from '$lib/shared/dates';
import { conditions } from '../conditions';
import type { Setting } from '../conditions/define';
import { isGroup, tierOf, type Policy, type Requirement } from '../policy/types';
import { ENGINE_VERSION, leavesOf, type Branch, type Evaluation, type Leaf, type Node } from './explanation';
import { inOrder, type PersonFacts } from './facts';
import { outlookOf, planOf } from './outlook';
import { groupSays } from './describe';

/**
 * Whether facts satisfy a tier's requirements on a date, and why: pure, the same input gives the same bytes, the
 * order of the facts does not matter. A tier that the policy lacks, or one that requires nothing, promotes
 * nobody (design, 1.6).
 */
export function evaluate(policy: Policy, tier: string, facts: PersonFacts, asOf: IsoDate): Evaluation {
	const known = inOrder(facts);
	const wanted = tierOf(policy, tier)?.requirements ?? [];
	const answersOn = (date: IsoDate) =>
		wanted.map((requirement, i) => answer(requirement, String(i), known, settingOf(policy, date)));

	const requirements = answersOn(asOf);
	const eligible = areMet(requirements);
	return {
		engine: ENGINE_VERSION,
		ladder: policy.ladder,
		policy: policy.effectiveFrom,
		tier,
		asOf,
		eligible,
		...countMet(requirements),
		requirements,
		earliest: eligible ? asOf : firstDayMet(requirements, asOf, (date) => areMet(answersOn(date))),
		outlook: outlookOf(requirements, asOf)
	};
}

export const isSatisfied = (node: Node): boolean => node.outcome === 'met' || node.outcome === 'waived';

/** No requirement at all is never enough. */
export const areMet = (nodes: readonly Node[]): boolean => nodes.length > 0 && nodes.every(isSatisfied);

export const countMet = (nodes: readonly Node[]) => ({
	met: nodes.filter(isSatisfied).length,
	total: nodes.length
});

export const settingOf = (policy: Policy, asOf: IsoDate): Setting => ({
	ladder: policy.ladder,
	asOf,
	tierName: (id) => tierOf(policy, id)?.name ?? { 'zh-CN': id, en: id }
});

/**
 * The first of the days on which time meets some condition when everything holds together: by then something
 * else may have run out, so each is tried.
 */
function firstDayMet(nodes: Node[], asOf: IsoDate, holdsOn: (date: IsoDate) => boolean): IsoDate | null {
	const days = leavesOf(nodes).flatMap(({ earliest }) => (earliest && earliest > asOf ? [earliest] : []));
	return [...new Set(days)].sort().find(holdsOn) ?? null;
}

function answer(requirement: Requirement, id: string, facts: PersonFacts, setting: Setting): Node {
	return isGroup(requirement)
		? answerGroup(requirement, id, facts, setting)
		: answerCondition(requirement, id, facts, setting);
}

function answerCondition(
	{ label, kind, args }: Exclude<Requirement, { of: Requirement[] }>,
	id: string,
	facts: PersonFacts,
	setting: Setting
): Leaf {
	const condition = conditions.get(kind);
	if (!condition) throw new Error(`The policy names a condition that this engine does not know: ${kind}`);
	const finding = condition.check(args as never, facts, setting);
	return {
		id,
		label,
		kind,
		privacy: condition.privacy,
		says: condition.says(args as never, setting),
		outcome: finding.met ? 'met' : 'missing',
		found: finding.found,
		evidence: finding.evidence,
		measure: finding.measure ?? null,
		earliest: finding.met ? setting.asOf : (finding.earliest ?? null),
		next: finding.next ?? null
	};
}

function answerGroup(
	{ label, kind, of }: Extract<Requirement, { of: Requirement[] }>,
	id: string,
	facts: PersonFacts,
	setting: Setting
): Branch {
	const nodes = of.map((part, i) => answer(part, `${id}.${i}`, facts, setting));
	const met = kind === 'all' ? areMet(nodes) : nodes.some(isSatisfied);
	const waived =
		met && nodes.some((node) => node.outcome === 'waived') && !nodes.some((node) => node.outcome === 'met');
	return {
		id,
		label,
		kind,
		says: groupSays(kind, of.length),
		outcome: met ? (waived ? 'waived' : 'met') : 'missing',
		earliest: met ? setting.asOf : earliestOf(kind, nodes),
		of: nodes,
		best: kind === 'any' ? bestOf(nodes, setting.asOf) : -1
	};
}

function earliestOf(kind: 'all' | 'any', nodes: Node[]): IsoDate | null {
	const days = nodes.map(({ earliest }) => earliest);
	const known = days.filter((day) => day !== null).sort();
	if (kind === 'any') return known[0] ?? null;
	return known.length === days.length ? (known.at(-1) ?? null) : null;
}

function bestOf(nodes: Node[], asOf: IsoDate): number {
	const met = nodes.findIndex(isSatisfied);
	if (met >= 0) return met;
	const plan = planOf({ kind: 'any', of: nodes }, asOf);
	return nodes.findIndex((node) => plan.through.includes(node.id));
}
