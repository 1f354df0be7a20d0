import { findOpenSittings, findRegisteredSitting, type OpenSitting } from '$lib/features/exams/index.server';
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
	const { now, db } = ctx;
	const registered = await findRegisteredSitting(db, { personId, ladder: evaluation.ladder, tier, now });
	if (registered) return sittingOf(registered, true, now);
	const [open] = await findOpenSittings(db, { ladder: evaluation.ladder, tier, now });
	return open ? sittingOf(open, false, now) : null;
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
