import { mayAnywhere } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { getPairing } from './pairing.server';

/** What the form for logging a session needs. Whoever may not log in this pairing does not find it. */
export async function getLogForm(ctx: Context, pairingId: string) {
	const { pairing, side, logDays } = await getPairing(ctx, pairingId);
	if (side !== 'mentor' || !mayAnywhere(ctx.actor, 'mentoring.entry.log')) throw notFound();
	const today = dateIn(ctx.now);
	const { id, trainee, minutes, plannedMinutes, startsOn, endsOn, endedOn, state } = pairing;
	return {
		pairing: { id, traineeName: trainee.name, minutes, plannedMinutes, startsOn, endsOn, endedOn, state },
		days: logDays,
		today
	};
}
