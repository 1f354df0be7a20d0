import type { IsoDate } from '$lib/shared/dates';
import { conditionOf } from '../conditions/find';
import type { Setting } from '../conditions/define';
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
}

/** The answer to a requirement and everything below it. */
export function answer(requirement: Requirement, id: string, view: View): Node {
	const node = isGroup(requirement) ? answerGroup(requirement, id, view) : answerLeaf(requirement, id, view);
	return view.waivers.size ? waive(node, requirement, view.waivers, view.setting.asOf) : node;
}

function answerLeaf(
	{ label, ref, kind, args }: Exclude<Requirement, Group | Counted>,
	id: string,
	{ facts, setting, suppose }: View
): Leaf {
	const condition = conditionOf(kind);
	const says = condition.says(args as never, setting);
	const common = { id, label, ref, kind, privacy: condition.privacy, says, waiver: null };
	if (suppose.has(id)) {
		const found = phrase('tiers.found.supposed');
		const supposed = { outcome: 'met' as const, found, evidence: [], measure: null, next: null };
		return { ...common, ...supposed, earliest: setting.asOf };
	}
	const finding = condition.check(args as never, facts, setting);
	const { outcome } = finding;
	return {
		...common,
		outcome,
		found: finding.found,
		evidence: finding.evidence,
		measure: finding.measure ?? null,
		earliest:
			outcome === 'met' ? setting.asOf : outcome === 'notApplicable' ? null : (finding.earliest ?? null),
		next: finding.next ?? null
	};
}

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
	const open = of.filter((node) => node.outcome !== 'notApplicable');
	const days = open.flatMap(({ earliest }) => earliest ?? []).sort();
	return days[(kind === 'all' ? open.length : need) - 1] ?? null;
}
