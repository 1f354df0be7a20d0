import type { IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';
import { lastDay, type PairingDates } from './rules';
import { MAX_MINUTES, MIN_MINUTES, workSteps, type WorkStep } from './vocabulary';

/** How far a work step has come: what was agreed, what was shadowed and what is planned, in minutes. */
export interface StepProposal {
	step: WorkStep;
	agreed: number;
	done: number;
	planned: number;
	/** Neither shadowed nor planned yet, though the agreement has time for it. */
	uncovered: boolean;
}

/** Steps that the next session covers unless the two say otherwise. */
export const PROPOSED_STEPS = 2;

/**
 * The work steps in the order in which the next session should take them: what nobody has touched first, the most
 * agreed time before the least, then by the share that is still missing. Steps without agreed time come last.
 */
export function proposeSteps(
	agreed: readonly number[],
	done: readonly { minutes: number; steps: readonly number[] }[],
	planned: readonly { minutes: number; steps: readonly number[] }[]
): StepProposal[] {
	const of = (step: WorkStep, sessions: typeof done) =>
		sessions.filter(({ steps }) => steps.includes(step)).reduce((sum, { minutes }) => sum + minutes, 0);
	const rows = workSteps.map((step): StepProposal => {
		const row = { step, agreed: agreed[step - 1] ?? 0, done: of(step, done), planned: of(step, planned) };
		return { ...row, uncovered: row.agreed > 0 && row.done + row.planned === 0 };
	});
	const rank = ({ agreed, uncovered }: StepProposal) => (uncovered ? 0 : agreed > 0 ? 1 : 2);
	const missing = ({ agreed, done, planned }: StepProposal) => (agreed ? 1 - (done + planned) / agreed : 0);
	return rows.sort(
		(a, b) =>
			rank(a) - rank(b) || (a.uncovered ? b.agreed - a.agreed : missing(b) - missing(a)) || a.step - b.step
	);
}

/** Whether a session may be planned (or moved) to a time: ahead, within the pairing, and over before midnight. */
export function decidePlan(
	session: { day: IsoDate; startsAt: Date; minutes: number },
	facts: { pairing: PairingDates; now: Date; midnight: Date }
): Decision<object> {
	const { pairing, now, midnight } = facts;
	if (pairing.endedOn) return no('mentoring.pairing.ended');
	if (session.startsAt <= now) return no('mentoring.plan.past');
	if (session.day < pairing.startsOn) return no('mentoring.date.before_start', { date: pairing.startsOn });
	if (session.day > lastDay(pairing)) return no('mentoring.date.after_end', { date: lastDay(pairing) });
	if (session.minutes < MIN_MINUTES || session.minutes > MAX_MINUTES) return no('mentoring.minutes.range');
	if (session.startsAt.getTime() + session.minutes * 60_000 > midnight.getTime())
		return no('mentoring.plan.midnight');
	return yes({});
}

/** Days ahead that the form proposes, at the same hour as last time. */
export const PLAN_AHEAD = 3;
