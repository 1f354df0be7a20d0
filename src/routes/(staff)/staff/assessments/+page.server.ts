import { mayAnywhere } from '$lib/access/can';
import { listPeriods } from '$lib/features/assessments/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({
	periods: await listPeriods(ctx),
	mayManage: mayAnywhere(ctx.actor, 'assessments.period.manage')
}));
