import { listOwnSittings, listOwnStudies } from '$lib/features/exams/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({
	...(await listOwnSittings(ctx)),
	/** Exams whose pass mark waits for the reader's estimates. */
	toJudge: (await listOwnStudies(ctx)).filter(({ submitted }) => !submitted).length
}));
