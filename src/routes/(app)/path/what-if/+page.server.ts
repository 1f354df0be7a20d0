import { getWhatIf, whatIfSchema } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url: { searchParams } }) => ({
	whatIf: await getWhatIf(
		ctx,
		whatIfSchema.parse({ ...Object.fromEntries(searchParams), suppose: searchParams.getAll('suppose') })
	)
}));
