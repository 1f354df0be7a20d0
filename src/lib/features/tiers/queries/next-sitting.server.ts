import { findNextSitting, type OpenSitting } from '$lib/features/exams/index.server';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { leavesOf, type Evaluation } from '../engine/explanation';
import type { NextSitting } from './steps';

/** The exam to name beside a missing certificate: the one that somebody is registered for, or else the next one. */
export async function nextSitting(
	ctx: Context,
	personId: string,
	evaluation: Evaluation
): Promise<NextSitting | null> {
	const wanted = leavesOf(evaluation.requirements).find(({ next }) => next?.code === 'registerForExam');
	const tier = wanted?.next?.params['tier'];
	if (typeof tier !== 'string') return null;
	const { ladder } = evaluation;
	const sitting = await findNextSitting(ctx.db, { personId, ladder, tier, now: ctx.now });
	return sitting && sittingOf(sitting, sitting.registered, ctx.now);
}

function sittingOf(sitting: OpenSitting, registered: boolean, now: Date): NextSitting {
	return {
		id: sitting.id,
		title: sitting.title,
		registered,
		registrationOpensAt: sitting.registrationOpensAt.toISOString(),
		registrationClosesAt: sitting.registrationClosesAt.toISOString(),
		opensAt: sitting.opensAt.toISOString(),
		closesAt: sitting.closesAt.toISOString(),
		closesOn: dateIn(sitting.closesAt),
		running: registered && sitting.opensAt <= now && now < sitting.closesAt,
		open: !registered && sitting.registrationOpensAt <= now && now < sitting.registrationClosesAt
	};
}
