import { redirect } from '@sveltejs/kit';
import { mayAnywhere } from '$lib/access/can';
import { page } from '$lib/server/http';
import { forbidden } from '$lib/shared/errors';
import { homeOf } from '../../navigation';
import { loadDesk } from './desk.server';

/** HR's home; whoever decides nothing here is sent to where their own role starts. */
export const load = page(async ({ ctx }) => {
	const decides = (['tiers.decision.propose', 'tiers.decision.approve', 'tiers.decision.vote'] as const).some(
		(permission) => mayAnywhere(ctx.actor, permission)
	);
	if (!decides) {
		const home = homeOf(ctx.actor);
		if (home === '/staff') throw forbidden();
		redirect(303, home);
	}
	return { sections: await loadDesk(ctx) };
});
