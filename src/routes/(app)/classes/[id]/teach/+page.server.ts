import { markAttendanceSchema, showCodesSchema } from '$lib/features/classes';
import { getTeaching, markAttendance, showCodes } from '$lib/features/classes/index.server';
import { action, page } from '$lib/server/http';
import { env } from '$lib/server/env';

const from = (event: { params: Partial<Record<string, string>> }) => ({ classId: event.params['id'] });
const to = (_result: unknown, input: { classId: string; sessionId: string }) =>
	`/classes/${input.classId}/teach?session=${input.sessionId}`;

export const load = page(async ({ ctx, event, url }) => ({
	teaching: await getTeaching(
		ctx,
		event.params['id'] ?? '',
		url.searchParams.get('session'),
		env.origin || url.origin
	)
}));

export const actions = {
	show: action(showCodesSchema, showCodes, { from, to }),
	mark: action(markAttendanceSchema, markAttendance, { from, to })
};
