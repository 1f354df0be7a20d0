import { z } from 'zod';
import { fromAddress } from '$lib/features/mentors';
import { countOpenProposals, listMatchings } from '$lib/features/mentors/index.server';
import { page } from '$lib/server/http';

const pageSchema = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1) });

export const load = page(async ({ ctx, url }) => {
	const { page } = fromAddress(pageSchema, url.searchParams);
	return { ...(await listMatchings(ctx, page)), page, openProposals: await countOpenProposals(ctx) };
});
