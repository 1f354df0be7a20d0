import { updateRoomSchema } from '$lib/features/exams';
import { getRoomForm, updateRoom } from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(({ ctx, event }) => {
	const { sitting, room } = (event as PageServerLoadEvent).params;
	return getRoomForm(ctx, sitting, room);
});

export const actions = {
	default: action(updateRoomSchema, updateRoom, {
		from: ({ params }) => ({ roomId: params['room'] }),
		to: ({ sittingId }) => `/staff/sittings/${sittingId}/rooms`,
		notice: 'staffExams.rooms.updated'
	})
};
