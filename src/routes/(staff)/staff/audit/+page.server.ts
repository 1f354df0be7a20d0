import { auditFilter } from '$lib/features/audit';
import { listActions, readLog, verifyLog } from '$lib/features/audit/index.server';
import { nothingSchema } from '$lib/features/people';
import { findPersonIds } from '$lib/features/people/index.server';
import { answer, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = auditFilter(url.searchParams);
	const personIds = filter.person ? await findPersonIds(ctx, filter.person) : null;
	return { filter, ...(await readLog(ctx, filter, personIds)), actions: await listActions(ctx) };
});

export const actions = {
	verify: answer(nothingSchema, (ctx) => verifyLog(ctx))
};
