import type { RequestEvent } from '@sveltejs/kit';
import { approveRegradeSchema, ofRegradeSchema, rejectRegradeSchema } from '$lib/features/regrading';
import {
	approveRegrade,
	effectFilterSchema,
	getRegrade,
	proposeRegrade,
	rejectRegrade,
	tryRegrade,
	withdrawRegrade
} from '$lib/features/regrading/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => {
	const { sitting, regrade } = (event as PageServerLoadEvent).params;
	const filter = effectFilterSchema.parse(Object.fromEntries(url.searchParams));
	return { regrade: await getRegrade(ctx, sitting, regrade, filter), only: filter.only };
});

const from = ({ params }: RequestEvent) => ({ regradeId: params['regrade'] });

export const actions = {
	try: action(ofRegradeSchema, tryRegrade, { from, notice: 'regrading.tried' }),
	propose: action(ofRegradeSchema, proposeRegrade, { from, notice: 'regrading.proposed' }),
	withdraw: action(ofRegradeSchema, withdrawRegrade, { from, notice: 'regrading.withdrawn' }),
	approve: action(approveRegradeSchema, approveRegrade, { from, notice: 'regrading.approved' }),
	reject: action(rejectRegradeSchema, rejectRegrade, { from, notice: 'regrading.rejected' })
};
