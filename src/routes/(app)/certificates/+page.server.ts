import { listMyCertificates } from '$lib/features/certificates/index.server';
import { page } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';

export const load = page(async ({ ctx }) => ({
	certificates: await listMyCertificates(ctx),
	today: dateIn(ctx.now)
}));
