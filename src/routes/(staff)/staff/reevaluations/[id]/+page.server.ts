import { settleReevaluationSchema } from '$lib/features/tiers';
import { getReevaluation, settleReevaluation } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, params }) => ({
	reevaluation: await getReevaluation(ctx, params['id'] ?? '')
}));

export const actions = {
	settle: action(settleReevaluationSchema, settleReevaluation, {
		from: ({ params }) => ({ reevaluationId: params['id'] }),
		notice: 'staffTiers.reevaluation.settle.done',
		to: () => '/staff/reevaluations'
	})
};
