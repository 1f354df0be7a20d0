import type { Context } from '$lib/server/context';
import { addDays, dateIn, localTimeIn, type IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { PLAN_AHEAD, PROPOSED_STEPS, type StepProposal } from '../plan';
import { lastDay } from '../rules';
import type { WorkStep } from '../vocabulary';
import { getPairing } from './pairing.server';

export interface PlanForm {
	pairing: { id: string; otherName: string };
	days: { from: IsoDate; to: IsoDate };
	proposals: StepProposal[];
	/** What the form starts from. */
	value: { day: IsoDate; time: string; minutes: number; steps: WorkStep[]; note: string };
	/** The session that is moved; null: a new one. */
	sessionId: string | null;
}

/** What the form for planning or moving a session needs; for the two of an agreed pairing that goes on. */
export async function getPlanForm(
	ctx: Context,
	pairingId: string,
	sessionId: string | null = null
): Promise<PlanForm> {
	const { pairing, side, plan, mayPlan } = await getPairing(ctx, pairingId);
	if (!mayPlan) throw notFound();
	const today = dateIn(ctx.now);
	const from = today > pairing.startsOn ? today : pairing.startsOn;
	const to = lastDay(pairing);
	const moved = sessionId ? [...plan.upcoming, ...plan.missed].find(({ id }) => id === sessionId) : null;
	if (sessionId && !moved) throw notFound();
	const last = plan.upcoming.at(-1) ?? plan.missed.at(-1);
	const day = addDays(
		last && dateIn(new Date(last.startsAt)) > from ? dateIn(new Date(last.startsAt)) : from,
		PLAN_AHEAD
	);
	const fresh = {
		...{ day: day > to ? to : day, minutes: last?.minutes ?? 90, note: last?.note ?? '' },
		time: last ? timeOf(last.startsAt) : '09:00',
		steps: plan.proposals.slice(0, PROPOSED_STEPS).map(({ step }) => step)
	};
	return {
		pairing: { id: pairing.id, otherName: side === 'mentor' ? pairing.trainee.name : pairing.mentor.name },
		days: { from, to },
		proposals: plan.proposals,
		value: moved
			? {
					...{ day: dateIn(new Date(moved.startsAt)), time: timeOf(moved.startsAt) },
					...{ minutes: moved.minutes, steps: moved.steps, note: moved.note }
				}
			: fresh,
		sessionId: moved?.id ?? null
	};
}

const timeOf = (instant: string): string => localTimeIn(new Date(instant)).slice(11);
