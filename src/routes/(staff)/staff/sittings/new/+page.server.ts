import { createSittingSchema } from '$lib/features/exams';
import { createSitting, listBlueprints, listChoosableModules } from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({
	blueprints: await listBlueprints(ctx),
	modules: await listChoosableModules(ctx)
}));

export const actions = {
	default: action(createSittingSchema, createSitting, {
		to: ({ id }) => `/staff/sittings/${id}`,
		notice: 'staffExams.sittings.created'
	})
};
