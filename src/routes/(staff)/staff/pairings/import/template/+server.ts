import { authorizeAnywhere } from '$lib/access/can';
import { pairingSheet } from '$lib/features/mentors/index.server';
import { csvFile, endpoint } from '$lib/server/http';
import { templateOf } from '$lib/server/import';

/** The file to fill in with the pairings of an intake. */
export const GET = endpoint(async (ctx) => {
	authorizeAnywhere(ctx.actor, 'mentoring.pairing.create');
	return csvFile(await templateOf(pairingSheet(ctx), ctx.locale), 'pairings');
});
