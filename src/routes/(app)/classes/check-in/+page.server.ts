import { checkInSchema } from '$lib/features/classes';
import { checkIn, listCheckIns } from '$lib/features/classes/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => ({
	going: await listCheckIns(ctx),
	code: /^\d{6}$/.exec(url.searchParams.get('code') ?? '')?.[0] ?? ''
}));

export const actions = {
	default: action(checkInSchema, checkIn, {
		to: ({ classId }) => `/classes/${classId}`,
		notice: 'classes.notice.checked_in'
	})
};
