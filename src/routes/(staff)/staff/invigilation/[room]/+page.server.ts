import type { RequestEvent } from '@sveltejs/kit';
import {
	addRemarkSchema,
	closeRoomSchema,
	extendTimeSchema,
	forceHandInSchema,
	freeDeviceSchema,
	pauseRoomSchema,
	recordTimesSchema,
	resumeRoomSchema
} from '$lib/features/exams';
import {
	addRemark,
	closeRoom,
	extendTime,
	forceHandIn,
	freeDevice,
	getDesk,
	getDeskRoom,
	getPaperDesk,
	pauseRoom,
	recordTimes,
	resumeRoom
} from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, event, url }) => {
	const roomId = event.params['room'] ?? '';
	const room = await getDeskRoom(ctx, roomId);
	return {
		room,
		paper: room.kind === 'paper' ? await getPaperDesk(ctx, roomId) : null,
		desk: await getDesk(ctx, roomId),
		now: ctx.now.toISOString(),
		show: url.searchParams.get('show'),
		candidate: url.searchParams.get('candidate')
	};
});

const from = ({ params }: RequestEvent) => ({ roomId: params['room'] });
const to = (_result: unknown, { roomId }: { roomId: string }) => `/staff/invigilation/${roomId}`;

export const actions = {
	extend: action(extendTimeSchema, extendTime, { from, to, notice: 'staffDesk.notice.extended' }),
	pause: action(pauseRoomSchema, pauseRoom, { from, to, notice: 'staffDesk.notice.paused' }),
	resume: action(resumeRoomSchema, resumeRoom, { from, to, notice: 'staffDesk.notice.resumed' }),
	free: action(freeDeviceSchema, freeDevice, { from, to, notice: 'staffDesk.notice.freed' }),
	force: action(forceHandInSchema, forceHandIn, { from, to, notice: 'staffDesk.notice.forced' }),
	remark: action(addRemarkSchema, addRemark, { from, to, notice: 'staffDesk.notice.remarked' }),
	times: action(recordTimesSchema, recordTimes, { from, to, notice: 'staffSheets.times.saved' }),
	close: action(closeRoomSchema, closeRoom, {
		from,
		to: (_result, { roomId }) => `/staff/invigilation/${roomId}/record`,
		notice: 'staffDesk.notice.closed'
	})
};
