import { drawPapersSchema, removeRoomSchema } from '$lib/features/exams';
import { drawPapers, listRooms, removeRoom } from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(({ ctx, event }) => listRooms(ctx, (event as PageServerLoadEvent).params.sitting));

export const actions = {
	draw: action(drawPapersSchema, drawPapers, {
		from: ({ params }) => ({ sittingId: params['sitting'] }),
		notice: 'staffExams.rooms.paper.drawn'
	}),
	remove: action(removeRoomSchema, removeRoom, { notice: 'staffExams.rooms.removed' })
};
