import { addRoomSchema } from '$lib/features/exams';
import { addRoom, getRoomForm } from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(({ ctx, event }) =>
	getRoomForm(ctx, (event as PageServerLoadEvent).params.sitting, null)
);

export const actions = {
	default: action(addRoomSchema, addRoom, {
		from: ({ params }) => ({ sittingId: params['sitting'] }),
		to: ({ sittingId }) => `/staff/sittings/${sittingId}/rooms`,
		notice: 'staffExams.rooms.added'
	})
};
