import { createPairingSchema } from '$lib/features/mentoring';
import { getPairingForm } from '$lib/features/mentoring/index.server';
import { pairTwo, suggestMentors } from '$lib/features/mentors/index.server';
import { findTarget, listTargets } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const form = await getPairingForm(ctx, url.searchParams);
	return {
		...form,
		suggestions: await suggestMentors(ctx, form.typed.traineeId),
		targets: await listTargets(ctx)
	};
});

export const actions = {
	default: action(
		createPairingSchema,
		async (ctx, { targetTier, ...input }) =>
			pairTwo(ctx, { ...input, target: await findTarget(ctx, targetTier) }),
		{ to: ({ id }) => `/staff/pairings/${id}`, notice: 'mentoring.notice.paired' }
	)
};
