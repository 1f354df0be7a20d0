import { decisionSchema, rejectSchema, voteSchema } from '$lib/features/tiers';
import {
	approveDecision,
	getDecision,
	rejectDecision,
	reopenDecision,
	voteOnCase,
	withdrawDecision
} from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';
import type { RequestEvent } from '@sveltejs/kit';

export const load = page(async ({ ctx, params }) => ({
	decision: await getDecision(ctx, params['id'] ?? '')
}));

const from = ({ params }: RequestEvent) => ({ decisionId: params['id'] });

export const actions = {
	approve: action(decisionSchema, approveDecision, { from, notice: 'staffTiers.decision.approve.done' }),
	reject: action(rejectSchema, rejectDecision, { from, notice: 'staffTiers.decision.reject.done' }),
	withdraw: action(decisionSchema, withdrawDecision, { from, notice: 'staffTiers.decision.withdraw.done' }),
	reopen: action(rejectSchema, reopenDecision, { from, notice: 'staffCases.reopen.done' }),
	vote: action(voteSchema, voteOnCase, { from, notice: 'staffCases.vote.done' })
};
