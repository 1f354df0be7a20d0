import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { liveStanding } from '../standing.server';

export interface Ladder {
	id: string;
	/** As its standard in force calls it. */
	name: LocalText;
}

/** The signed-in person's ladders with a standard in force, the default one first. */
export async function ownLadders(ctx: Context): Promise<Ladder[]> {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	const { personId } = ctx.actor;
	authorize(ctx.actor, 'tiers.path.read', { personId });
	return (await liveStanding(ctx.db, personId, null, dateIn(ctx.now)))?.ladders ?? [];
}
