import { getPerson } from '$lib/features/people/index.server';
import { addCandidacySchema, endCandidacySchema } from '$lib/features/tiers';
import { addCandidacy, endCandidacy, listCandidacies } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, event }) => ({
	person: await getPerson(ctx, event.params['id'] ?? ''),
	candidacies: await listCandidacies(ctx, event.params['id'] ?? '')
}));

export const actions = {
	addCandidacy: action(addCandidacySchema, addCandidacy, {
		from: ({ params }) => ({ personId: params['id'] }),
		notice: 'candidacies.added'
	}),
	endCandidacy: action(endCandidacySchema, endCandidacy, { notice: 'candidacies.ended_done' })
};
