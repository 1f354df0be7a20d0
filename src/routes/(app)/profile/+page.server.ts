import { listPersonResults } from '$lib/features/assessments/index.server';
import { nothingSchema } from '$lib/features/people';
import {
	getPerson,
	listEvidence,
	listOwnSessions,
	readStanding,
	signOutEverywhere
} from '$lib/features/people/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, event }) => {
	const { id, sessionId } = event.locals.user!;
	return {
		person: await getPerson(ctx, id),
		evidence: await listEvidence(ctx, id),
		standing: await readStanding(ctx, id),
		results: await listPersonResults(ctx, id),
		sessions: await listOwnSessions(ctx, sessionId)
	};
});

export const actions = {
	everywhere: action(nothingSchema, (ctx) => signOutEverywhere(ctx), {
		to: () => '/sign-in',
		notice: 'people.sign_out.done_everywhere'
	})
};
