import { decideHoldSchema, raiseHoldSchema } from '$lib/features/exams';
import { decideHold, getHold, raiseHold } from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';
import type { RequestEvent } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => {
	const { sitting, attempt } = (event as PageServerLoadEvent).params;
	return { hold: await getHold(ctx, sitting, attempt) };
});

const from = ({ params }: RequestEvent) => ({ attemptId: params['attempt'] });

export const actions = {
	raise: action(raiseHoldSchema, raiseHold, { from, notice: 'staffResults.hold.raised' }),
	decide: action(decideHoldSchema, decideHold, { from, notice: 'staffResults.hold.settled' })
};
