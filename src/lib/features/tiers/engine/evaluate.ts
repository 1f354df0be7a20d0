import type { IsoDate } from '$lib/shared/dates';
import type { Setting } from '../conditions/define';
import { requirementsFor, tierOf, type Policy, type Purpose } from '../policy/types';
import { answer, type View } from './answer';
import { ENGINE_VERSION, leavesOf, waiversOf, type Evaluation, type Node } from './explanation';
import { inOrder, type PersonFacts } from './facts';
import { areEnough, countMet, isSettled } from './outcome';
import { outlookOf } from './outlook';
import { summaryOf } from './summary';
import { waiversOn } from './waivers';

export interface EvaluateOptions {
	/** What the evidence is put against; by default what appointment requires. */
	purpose?: Purpose;
	/** Ids of leaves that are taken as met from the date on: "suppose I pass in December". */
	suppose?: ReadonlySet<string>;
	/** Leaves out the evidence of each leaf: for a whole workforce, whose reasons nobody reads one by one. */
	brief?: boolean;
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Whether facts satisfy a tier's requirements on a date, and why: pure, the same input gives the same bytes, the
 * order of the facts does not matter. A tier that the policy lacks satisfies nobody, and one that requires nothing
 * promotes nobody, while whoever holds it keeps it (design, 1.6).
 */
export function evaluate(
	policy: Policy,
	tier: string,
	facts: PersonFacts,
	asOf: IsoDate,
	{ purpose = 'promote', suppose = NOTHING, brief = false }: EvaluateOptions = {}
): Evaluation {
	const known = inOrder(facts);
	const found = tierOf(policy, tier);
	const wanted = requirementsFor(policy, tier, purpose);
	const answersOn = (date: IsoDate, brief: boolean): Node[] => {
		const view: View = {
			facts: known,
			setting: settingOf(policy, tier, date, purpose),
			waivers: waiversOn(policy, found, known, date),
			suppose,
			brief
		};
		return wanted.map((requirement, i) => answer(requirement, String(i), view));
	};

	const requirements = answersOn(asOf, brief);
	const eligible = found !== undefined && areEnough(requirements, purpose);
	const body = {
		...countMet(requirements),
		purpose,
		eligible,
		earliest: eligible
			? asOf
			: firstDayEnough(requirements, asOf, (date) => areEnough(answersOn(date, true), purpose)),
		outlook: eligible ? { date: asOf, ifs: [] } : outlookOf(requirements, asOf)
	};
	const asked = found && (wanted.length || purpose === 'retain') ? found.name : null;
	return {
		engine: ENGINE_VERSION,
		ladder: policy.ladder,
		policy: policy.effectiveFrom,
		tier,
		asOf,
		...body,
		says: summaryOf(body, asked, known.exceptions.length ? waiversOf(requirements).length : 0),
		requirements
	};
}

export const settingOf = (
	policy: Policy,
	tier: string,
	asOf: IsoDate,
	purpose: Purpose = 'promote'
): Setting => ({
	ladder: policy.ladder,
	tier,
	asOf,
	purpose,
	pauses: policy.pauses,
	tierName: (id) => tierOf(policy, id)?.name ?? { 'zh-CN': id, en: id }
});

/**
 * The first of the days on which time meets some condition when everything holds together: by then something
 * else may have run out, so each is tried. None is tried while something needs more than time.
 */
function firstDayEnough(
	nodes: Node[],
	asOf: IsoDate,
	isEnoughOn: (date: IsoDate) => boolean
): IsoDate | null {
	let first = asOf;
	for (const node of nodes) {
		if (isSettled(node)) continue;
		if (node.earliest === null) return null;
		if (node.earliest > first) first = node.earliest;
	}
	const days = leavesOf(nodes).flatMap(({ earliest }) =>
		earliest && earliest > asOf && earliest >= first ? [earliest] : []
	);
	return [...new Set(days)].sort().find(isEnoughOn) ?? null;
}
