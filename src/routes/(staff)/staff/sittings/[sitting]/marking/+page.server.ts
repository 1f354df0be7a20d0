import { z } from 'zod';
import type { RequestEvent } from '@sveltejs/kit';
import {
	allocateAnswersSchema,
	ofSittingSchema,
	reassignAnswersSchema,
	savePlanSchema
} from '$lib/features/marking';
import {
	allocateAnswers,
	collectAnswers,
	getMarkingPlan,
	previewAllocation,
	reassignAnswers,
	remindMarkers,
	savePlan
} from '$lib/features/marking/index.server';
import { action, answer, page, uploadedText } from '$lib/server/http';
import { uploadSchema } from '$lib/shared/import';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	marking: await getMarkingPlan(ctx, (event as PageServerLoadEvent).params.sitting)
}));

const from = ({ params }: RequestEvent) => ({ sittingId: params['sitting'] });
const fileSchema = uploadSchema.and(z.object(ofSittingSchema.shape));

export const actions = {
	save: action(savePlanSchema, savePlan, { from, notice: 'marking.plan.saved' }),
	collect: action(ofSittingSchema, collectAnswers, { from, notice: 'marking.plan.collected' }),
	check: answer(fileSchema, previewAllocation, { from, files: uploadedText }),
	allocate: action(allocateAnswersSchema, allocateAnswers, { from, notice: 'marking.plan.allocated' }),
	reassign: action(reassignAnswersSchema, reassignAnswers, { from, notice: 'marking.progress.reassigned' }),
	remind: action(ofSittingSchema, remindMarkers, { from, notice: 'marking.progress.reminded' })
};
