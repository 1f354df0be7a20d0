import { reachesOf } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { forbidden } from '$lib/shared/errors';

/** Refuses whoever reads nobody's credit but their own and their mentees': for pages of staff. */
export function requireCreditStaff({ actor }: Context): void {
	if (actor.kind === 'system') return;
	const wide = reachesOf(actor, 'credit.entry.read').some(
		({ reach }) => reach === 'unit' || reach === 'organisation'
	);
	if (!wide) throw forbidden();
}
