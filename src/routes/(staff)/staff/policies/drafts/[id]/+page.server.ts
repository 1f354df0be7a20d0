import {
	draftSchema,
	returnDraftSchema,
	saveDraftSchema,
	standardLocale,
	submitDraftSchema
} from '$lib/features/tiers';
import {
	discardDraft,
	getDraft,
	publishDraft,
	returnDraft,
	saveDraft,
	submitDraft
} from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, params, url }) => ({
	draft: await getDraft(ctx, params['id'] ?? '', standardLocale(url, ctx.locale)),
	view: url.searchParams.get('view')
}));

const from = ({ params }: { params: Partial<Record<string, string>> }) => ({ draftId: params['id'] });
export const actions = {
	save: action(saveDraftSchema, saveDraft, { from, notice: 'staffPolicies.editor.saved' }),
	submit: action(submitDraftSchema, submitDraft, { from, notice: 'staffPolicies.submit.done' }),
	return: action(returnDraftSchema, returnDraft, { from, notice: 'staffPolicies.return.done' }),
	publish: action(draftSchema, publishDraft, {
		...{ from, notice: 'staffPolicies.publish.done' },
		to: ({ policyId }) => `/staff/policies/${policyId}`
	}),
	discard: action(draftSchema, discardDraft, {
		...{ from, notice: 'staffPolicies.discard.done' },
		to: () => '/staff/policies'
	})
};
