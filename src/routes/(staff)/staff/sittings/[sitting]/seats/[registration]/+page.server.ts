import { moveSeatSchema, setNeedsSchema } from '$lib/features/exams';
import { getSeat, moveSeat, setNeeds } from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';
import type { RequestEvent } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types';

export const load = page(({ ctx, event }) => {
	const { sitting, registration } = (event as PageServerLoadEvent).params;
	return getSeat(ctx, sitting, registration);
});

const from = ({ params }: RequestEvent) => ({ registrationId: params['registration'] });

export const actions = {
	move: action(moveSeatSchema, moveSeat, { from, notice: 'staffExams.seats.moved' }),
	needs: action(setNeedsSchema, setNeeds, { from, notice: 'staffExams.seats.needs_set' })
};
