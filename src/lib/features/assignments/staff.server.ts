import { reachesOf } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import type { Context } from '$lib/server/context';
import { forbidden } from '$lib/shared/errors';

/** Throws forbidden for whoever may know only what was assigned to themselves or their trainees. */
export function requireStaff(ctx: Context, permission: Permission = 'assignments.assignment.read'): void {
	if (ctx.actor.kind === 'system') return;
	const wide = reachesOf(ctx.actor, permission).some(
		({ reach }) => reach === 'unit' || reach === 'organisation'
	);
	if (!wide) throw forbidden();
}
