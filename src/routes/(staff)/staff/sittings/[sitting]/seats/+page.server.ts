import { seatCandidatesSchema } from '$lib/features/exams';
import { listSeats, seatCandidates, seatFilterSchema } from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => {
	const filter = seatFilterSchema.parse(Object.fromEntries(url.searchParams));
	return { filter, seats: await listSeats(ctx, (event as PageServerLoadEvent).params.sitting, filter) };
});

export const actions = {
	assign: action(seatCandidatesSchema, seatCandidates, {
		from: ({ params }) => ({ sittingId: params['sitting'] }),
		notice: 'staffExams.seats.assigned'
	})
};
