import { acceptOutsideSchema, refuseOutsideSchema } from '$lib/features/credit';
import { acceptOutside, getClaim, refuseOutside } from '$lib/features/credit/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, event }) => ({
	claim: await getClaim(ctx, event.params['id'] ?? '')
}));

const from = ({ params }: { params: Partial<Record<string, string>> }) => ({ claimId: params['id'] });

export const actions = {
	accept: action(acceptOutsideSchema, acceptOutside, { from, notice: 'staffCredit.notice.accepted' }),
	refuse: action(refuseOutsideSchema, refuseOutside, { from, notice: 'staffCredit.notice.refused' })
};
