import { reachesOf } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import type { Context } from '$lib/server/context';
import { forbidden } from '$lib/shared/errors';

/** Throws forbidden for whoever holds a permission about nobody but themselves: staff pages are about others. */
export function beyondSelf(ctx: Context, permission: Permission): void {
	if (ctx.actor.kind === 'system') return;
	const wide = reachesOf(ctx.actor, permission).some(
		({ reach }) => reach === 'unit' || reach === 'organisation'
	);
	if (!wide) throw forbidden();
}
