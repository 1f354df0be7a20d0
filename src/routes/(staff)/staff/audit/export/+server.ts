import { auditFilter } from '$lib/features/audit';
import { exportLog } from '$lib/features/audit/index.server';
import { findPersonIds } from '$lib/features/people/index.server';
import { endpoint } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';

/** The filtered entries as a CSV file. */
export const GET = endpoint(async (ctx, { url }) => {
	const filter = { ...auditFilter(url.searchParams), before: null };
	const personIds = filter.person ? await findPersonIds(ctx, filter.person) : null;
	return new Response(await exportLog(ctx, filter, personIds), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="audit-${dateIn(ctx.now)}.csv"`
		}
	});
});
