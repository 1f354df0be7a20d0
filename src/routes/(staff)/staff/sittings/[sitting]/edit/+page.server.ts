import { updateSittingSchema } from '$lib/features/exams';
import {
	getSitting,
	listBlueprints,
	listChoosableModules,
	updateSitting
} from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	blueprints: await listBlueprints(ctx),
	modules: await listChoosableModules(ctx),
	sitting: await getSitting(ctx, (event as PageServerLoadEvent).params.sitting)
}));

export const actions = {
	default: action(updateSittingSchema, updateSitting, {
		from: ({ params }) => ({ sittingId: params['sitting'] }),
		to: ({ id }) => `/staff/sittings/${id}`,
		notice: 'staffExams.sittings.updated'
	})
};
