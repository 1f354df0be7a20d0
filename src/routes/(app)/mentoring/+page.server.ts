import { getDevice, getMentoringHome } from '$lib/features/mentoring/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({
	...(await getMentoringHome(ctx)),
	device: await getDevice(ctx)
}));
