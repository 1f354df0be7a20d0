import { draftSchema, simulationFilter, standardLocale } from '$lib/features/tiers';
import { findSimulation, getDraft, listChanges, simulateDraft } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, params, url }) => {
	const filter = simulationFilter(url.searchParams);
	const draft = await getDraft(ctx, params['id'] ?? '', standardLocale(url, ctx.locale));
	const run = await findSimulation(ctx, draft.id);
	return { draft, run, filter, changes: run?.figures ? await listChanges(ctx, run.id, filter) : null };
});

export const actions = {
	simulate: action(draftSchema, simulateDraft, {
		from: ({ params }) => ({ draftId: params['id'] }),
		notice: 'staffPolicies.simulation.started'
	})
};
