import type { RequestEvent } from '@sveltejs/kit';
import { readSheetSchema } from '$lib/features/exams';
import { findNextSheet, getSheet, readSheet } from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx, params }) =>
	getSheet(ctx, params['room'] ?? '', params['registration'] ?? '')
);

const from = ({ params }: RequestEvent) => ({
	roomId: params['room'],
	registrationId: params['registration']
});

export const actions = {
	default: action(
		readSheetSchema,
		async (ctx, input) => {
			const { settled } = await readSheet(ctx, input);
			return { settled, next: await findNextSheet(ctx, input.roomId, input.registrationId) };
		},
		{
			from,
			to: ({ next }, { roomId }) =>
				next ? `/staff/invigilation/${roomId}/sheets/${next}` : `/staff/invigilation/${roomId}`,
			notice: ({ settled }) => (settled ? 'staffSheets.sheet.done' : 'staffSheets.sheet.read')
		}
	)
};
