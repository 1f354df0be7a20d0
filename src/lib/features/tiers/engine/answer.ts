import type { IsoDate } from '$lib/shared/dates';
import { conditionOf } from '../conditions/find';
import type { Finding, Setting } from '../conditions/define';
import { isGroup, type Counted, type Group, type Requirement } from '../policy/types';
import { groupSays } from './describe';
import type { Branch, Leaf, Node, Outcome } from './explanation';
import type { PersonFacts } from './facts';
import { allOf, atLeastOf, isSatisfied } from './outcome';
import { bestOf } from './outlook';
import { phrase } from './phrase';
import { waive, type Waivers } from './waivers';

/** What requirements are answered from, on one day. */
export interface View {
	/** In order. */
	facts: PersonFacts;
	setting: Setting;
	waivers: Waivers;
	suppose: ReadonlySet<string>;
	/** Leaves out the evidence. */
	brief: boolean;
}

/** The answer to a requirement and everything below it. */
export function answer(requirement: Requirement, id: string, view: View): Node {
	const node = isGroup(requirement) ? answerGroup(requirement, id, view) : answerLeaf(requirement, id, view);
	return view.waivers.size ? waive(node, requirement, view.waivers, view.setting.asOf) : node;
}

function answerLeaf(
	{ label, ref, kind, args }: Exclude<Requirement, Group | Counted>,
	id: string,
	{ facts, setting, suppose, brief }: View
): Leaf {
	const condition = conditionOf(kind);
	const finding = suppose.has(id) ? supposed() : condition.check(args as never, facts, setting);
	const { outcome, evidence } = finding;
	const open = outcome === 'missing' || outcome === 'unknown';
	return {
		id,
		label,
		ref,
		kind,
		privacy: condition.privacy,
		says: condition.says(args as never, setting),
		outcome,
		waiver: null,
		found: finding.found,
		evidence: brief ? [] : typeof evidence === 'function' ? evidence() : evidence,
		measure: finding.measure ?? null,
		earliest: open ? (finding.earliest ?? null) : outcome === 'met' ? setting.asOf : null,
		next: finding.next ?? null
	};
}

const supposed = (): Finding => ({ outcome: 'met', found: phrase('tiers.found.supposed'), evidence: [] });

function answerGroup(group: Group | Counted, id: string, view: View): Branch {
	const { label, ref, kind } = group;
	const { asOf } = view.setting;
	const of = group.of.map((part, i) => answer(part, `${id}.${i}`, view));
	const need = group.kind === 'atLeast' ? group.count : kind === 'any' ? 1 : of.length;
	const outcome = kind === 'all' ? allOf(of) : atLeastOf(of, need);
	return {
		id,
		label,
		ref,
		kind,
		says: groupSays(group),
		outcome,
		waiver: null,
		earliest: earliestOf(outcome, kind, need, of, asOf),
		need,
		of,
		best: bestOf({ kind, need, of }, asOf)
	};
}

/** Of a group the day on which the last of `all` parts is there, or else the day of as many as must hold. */
function earliestOf(
	outcome: Outcome,
	kind: Branch['kind'],
	need: number,
	of: readonly Node[],
	asOf: IsoDate
): IsoDate | null {
	if (outcome === 'notApplicable') return null;
	if (isSatisfied({ outcome })) return asOf;
	const days: IsoDate[] = [];
	let apply = 0;
	for (const part of of) {
		if (part.outcome === 'notApplicable') continue;
		apply++;
		if (part.earliest !== null) days.push(part.earliest);
	}
	const wanted = kind === 'all' ? apply : need;
	return days.length < wanted ? null : (days.sort()[wanted - 1] ?? null);
}
