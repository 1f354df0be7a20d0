import { endPairingSchema } from '$lib/features/mentoring';
import { endPairing, getStaffPairing } from '$lib/features/mentoring/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(({ ctx, event }) =>
	getStaffPairing(ctx, (event as PageServerLoadEvent).params.pairing)
);

export const actions = {
	end: action(endPairingSchema, endPairing, {
		from: ({ params }) => ({ pairingId: params['pairing'] }),
		notice: 'mentoring.notice.ended'
	})
};
