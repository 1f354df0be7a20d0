import { createPairingSchema } from '$lib/features/mentoring';
import { createPairing, getPairingForm } from '$lib/features/mentoring/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx, url }) => getPairingForm(ctx, url.searchParams));

export const actions = {
	default: action(createPairingSchema, createPairing, {
		to: ({ id }) => `/staff/pairings/${id}`,
		notice: 'mentoring.notice.paired'
	})
};
