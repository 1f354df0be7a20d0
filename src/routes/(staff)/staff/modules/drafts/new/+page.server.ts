import { authorize } from '$lib/access/can';
import { newModuleSchema } from '$lib/features/training';
import { startModuleDraft } from '$lib/features/training/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx }) => authorize(ctx.actor, 'training.module.write'));

export const actions = {
	default: action(newModuleSchema, startModuleDraft, {
		notice: 'staffAuthoring.started',
		to: ({ draftId }) => `/staff/modules/drafts/${draftId}`
	})
};
