import { rulesOn } from '$lib/features/mentoring/index.server';
import { evaluate, readRule, type Evaluation, type PersonFacts, type Policy } from '$lib/features/tiers';
import { factsFor, policiesInForce } from '$lib/features/tiers/index.server';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';

/** The ladder whose tiers and certificates the rule speaks of. */
const LADDER = 'bank';
/** The rule stands beside the ladder's tiers as a step of its own, which nobody can be appointed to. */
const MENTOR = 'mentor';

/** Who may mentor, as a standard that can be evaluated, and from when on it holds. */
export interface MentorRule {
	policy: Policy;
	effectiveFrom: IsoDate;
}

/** The rule as a standard of one step. Throws `PolicyError` for one that cannot stand. */
export const readMentorRule = (requirements: readonly unknown[], effectiveFrom: IsoDate): Policy =>
	readRule(MENTOR, { 'zh-CN': '导师', en: 'mentor' }, requirements, effectiveFrom);

/** The rule in force on a day, in which the ladder's tiers go by their names of that day. Asks no permission. */
export async function mentorRuleOn(db: Database, on: IsoDate): Promise<MentorRule> {
	const { mentor, effectiveFrom } = await rulesOn(db, on);
	const ladder = (await policiesInForce(db, on)).get(LADDER)?.policy;
	const policy = readMentorRule(mentor.requirements, effectiveFrom);
	return {
		effectiveFrom,
		policy: {
			...policy,
			ladder: LADDER,
			pauses: ladder?.pauses ?? [],
			tiers: [...(ladder?.tiers ?? []), ...policy.tiers]
		}
	};
}

/** Whether somebody may mentor by what is known of them, and why (tiers' explained answer). */
export const qualify = (
	rule: MentorRule,
	facts: PersonFacts,
	on: IsoDate,
	options: { brief?: boolean } = {}
): Evaluation => evaluate(rule.policy, MENTOR, facts, on, options);

/** Whether somebody may mentor on a day, and why. Asks no permission. */
export async function qualificationOf(db: Database, personId: string, on: IsoDate): Promise<Evaluation> {
	const rule = await mentorRuleOn(db, on);
	const facts = (await factsFor(db, [personId], { on })).get(personId)!;
	return qualify(rule, facts, on);
}
