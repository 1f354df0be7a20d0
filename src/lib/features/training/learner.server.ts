import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { forbidden } from '$lib/shared/errors';

/** The person who studies, after asking whether they may: everybody studies for themselves alone. */
export function requireLearner(ctx: Context): string {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	authorize(ctx.actor, 'training.module.take', { personId: ctx.actor.personId });
	return ctx.actor.personId;
}
