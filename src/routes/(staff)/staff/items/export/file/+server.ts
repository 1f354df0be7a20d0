import { exportItemsSchema } from '$lib/features/bank';
import { exportItems } from '$lib/features/bank/index.server';
import { endpoint, readForm } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';

/** The questions that the address asks for, with their answers, as a file; every one is recorded. */
export const POST = endpoint(async (ctx, event) => {
	const how = await readForm(event, exportItemsSchema);
	const { bytes, mime, ending } = await exportItems(ctx, event.url.searchParams, how);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': mime,
			'content-disposition': `attachment; filename="questions-${dateIn(ctx.now)}.${ending}"`,
			'cache-control': 'private, no-store'
		}
	});
});
