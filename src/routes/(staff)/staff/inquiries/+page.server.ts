import { inquiryFilterSchema, listInquiries } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = inquiryFilterSchema.parse(Object.fromEntries(url.searchParams));
	return { filter, list: await listInquiries(ctx, filter) };
});
