import { authorizeAnywhere } from '$lib/access/can';
import { quotaSheet } from '$lib/features/tiers/index.server';
import { csvFile, endpoint } from '$lib/server/http';
import { templateOf } from '$lib/server/import';

/** The file to fill in with the places of a ladder. */
export const GET = endpoint(async (ctx, { url }) => {
	authorizeAnywhere(ctx.actor, 'tiers.quota.manage');
	const ladder = url.searchParams.get('ladder') ?? 'bank';
	return csvFile(await templateOf(await quotaSheet(ctx, ladder), ctx.locale), 'places');
});
