import { createPairingSchema } from '$lib/features/mentoring';
import { createPairing, getPairingForm } from '$lib/features/mentoring/index.server';
import { suggestMentors } from '$lib/features/mentors/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const form = await getPairingForm(ctx, url.searchParams);
	return { ...form, suggestions: await suggestMentors(ctx, form.typed.traineeId) };
});

export const actions = {
	default: action(createPairingSchema, createPairing, {
		to: ({ id }) => `/staff/pairings/${id}`,
		notice: 'mentoring.notice.paired'
	})
};
