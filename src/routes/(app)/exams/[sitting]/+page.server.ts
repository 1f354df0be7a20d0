import { listOwnClashes } from '$lib/features/agenda/index.server';
import { enterRoomSchema, registerForSittingSchema, withdrawRegistrationSchema } from '$lib/features/exams';
import {
	enterRoom,
	getOwnPlace,
	getOwnSitting,
	registerForSitting,
	withdrawRegistration
} from '$lib/features/exams/index.server';
import { getOwnPractical } from '$lib/features/practicals/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => {
	const sitting = await getOwnSitting(ctx, (event as PageServerLoadEvent).params.sitting);
	const { id, mayRegister, ticket, opensAt, closesAt } = sitting;
	const concerned = mayRegister || ticket !== null;
	return {
		sitting,
		place: await getOwnPlace(ctx, id),
		practical: await getOwnPractical(ctx, id),
		clashes: concerned
			? await listOwnClashes(ctx, new Date(opensAt), new Date(closesAt), [{ type: 'sitting', id }])
			: []
	};
});

export const actions = {
	register: action(registerForSittingSchema, registerForSitting, {
		from: ({ params }) => ({ sittingId: params['sitting'] }),
		notice: ({ waiting }) => (waiting ? 'exams.notice.waiting' : 'exams.notice.registered')
	}),
	withdraw: action(withdrawRegistrationSchema, withdrawRegistration, {
		from: ({ params }) => ({ sittingId: params['sitting'] }),
		notice: 'exams.notice.withdrawn'
	}),
	enter: action(enterRoomSchema, enterRoom, {
		from: ({ params }) => ({ sittingId: params['sitting'] }),
		to: ({ attemptId }) => `/attempt/${attemptId}`
	})
};
