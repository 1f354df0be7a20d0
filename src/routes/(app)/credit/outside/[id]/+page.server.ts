import { withdrawOutsideSchema } from '$lib/features/credit';
import { getClaim, withdrawOutside } from '$lib/features/credit/index.server';
import { action, page } from '$lib/server/http';
import { notFound } from '$lib/shared/errors';

export const load = page(async ({ ctx, event }) => {
	const claim = await getClaim(ctx, event.params['id'] ?? '');
	// Staff see it among the claims of others.
	if (!claim.isOwn) throw notFound();
	return { claim };
});

export const actions = {
	withdraw: action(withdrawOutsideSchema, withdrawOutside, {
		from: ({ params }) => ({ claimId: params['id'] }),
		notice: 'credit.notice.withdrawn'
	})
};
