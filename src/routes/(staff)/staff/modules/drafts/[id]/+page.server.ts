import {
	acceptModuleSchema,
	discardModuleSchema,
	draftRevisionSchema,
	returnModuleSchema,
	saveAboutSchema
} from '$lib/features/training';
import {
	acceptModuleDraft,
	discardModuleDraft,
	getDraftAbout,
	publishModuleDraft,
	returnModuleDraft,
	saveDraftAbout,
	submitModuleDraft
} from '$lib/features/training/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx, params }) => getDraftAbout(ctx, params['id'] ?? ''));

const from = ({ params }: { params: Partial<Record<string, string>> }) => ({ draftId: params['id'] });
export const actions = {
	save: action(saveAboutSchema, saveDraftAbout, { from, notice: 'app.saved' }),
	submit: action(draftRevisionSchema, submitModuleDraft, { from, notice: 'staffAuthoring.submit.done' }),
	return: action(returnModuleSchema, returnModuleDraft, { from, notice: 'staffAuthoring.return.done' }),
	accept: action(acceptModuleSchema, acceptModuleDraft, { from, notice: 'staffAuthoring.accept.done' }),
	publish: action(draftRevisionSchema, publishModuleDraft, {
		...{ from, notice: 'staffAuthoring.publish.done' },
		to: ({ module, version }) => `/staff/modules/${module}?version=${version}`
	}),
	discard: action(discardModuleSchema, discardModuleDraft, {
		...{ from, notice: 'staffAuthoring.discard.done' },
		to: () => '/staff/modules'
	})
};
