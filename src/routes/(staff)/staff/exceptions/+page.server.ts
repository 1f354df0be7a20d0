import { exceptionFilterSchema, fromAddress } from '$lib/features/tiers';
import { listExceptions, listExceptionUse } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = fromAddress(exceptionFilterSchema, url);
	return { list: await listExceptions(ctx, filter), uses: await listExceptionUse(ctx), filter };
});
