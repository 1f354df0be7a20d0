import { auditFilter, idsIn } from '$lib/features/audit';
import { listActions, readLog, verifyLog } from '$lib/features/audit/index.server';
import { nothingSchema } from '$lib/features/people';
import { findPersonIds, namesOf } from '$lib/features/people/index.server';
import { answer, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = auditFilter(url.searchParams);
	const personIds = filter.person ? await findPersonIds(ctx, filter.person) : null;
	const { entries, older } = await readLog(ctx, filter, personIds);
	return {
		filter,
		entries,
		older,
		names: await namesOf(ctx, idsIn(entries)),
		actions: await listActions(ctx)
	};
});

export const actions = {
	verify: answer(nothingSchema, (ctx) => verifyLog(ctx))
};
