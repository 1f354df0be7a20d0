import { settleSheetSchema } from '$lib/features/exams';
import { getDifferences, settleSheet } from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx, params }) =>
	getDifferences(ctx, params['room'] ?? '', params['registration'] ?? '')
);

export const actions = {
	default: action(settleSheetSchema, settleSheet, {
		from: ({ params }) => ({ roomId: params['room'], registrationId: params['registration'] }),
		to: (_result, { roomId }) => `/staff/invigilation/${roomId}`,
		notice: 'staffSheets.settle.saved'
	})
};
