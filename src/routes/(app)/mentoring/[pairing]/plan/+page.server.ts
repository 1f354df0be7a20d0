import { moveSessionSchema, planSessionSchema } from '$lib/features/mentoring';
import { getPlanForm, moveSession, planSession } from '$lib/features/mentoring/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

/** Plans a session, or moves the one that the address names. */
export const load = page(({ ctx, event, url }) =>
	getPlanForm(ctx, (event as PageServerLoadEvent).params.pairing, url.searchParams.get('session'))
);

const to = ({ pairingId }: { pairingId: string }) => `/mentoring/${pairingId}`;

export const actions = {
	plan: action(planSessionSchema, planSession, {
		from: ({ params }) => ({ pairingId: params['pairing'] }),
		to,
		notice: 'mentoring.notice.plan.planned'
	}),
	move: action(moveSessionSchema, moveSession, { to, notice: 'mentoring.notice.plan.moved' })
};
