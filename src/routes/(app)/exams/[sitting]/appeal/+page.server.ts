import { makeAppealSchema, withdrawAppealSchema } from '$lib/features/regrading';
import { getOwnAppeals, makeAppeal, withdrawAppeal } from '$lib/features/regrading/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => ({
	own: await getOwnAppeals(ctx, (event as PageServerLoadEvent).params.sitting),
	asked: url.searchParams.get('question')
}));

export const actions = {
	make: action(makeAppealSchema, makeAppeal, {
		from: ({ params }) => ({ sittingId: params['sitting'] }),
		notice: 'exams.appeal.made'
	}),
	withdraw: action(withdrawAppealSchema, withdrawAppeal, { notice: 'exams.appeal.withdrawn' })
};
