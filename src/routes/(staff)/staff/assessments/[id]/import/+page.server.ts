import { z } from 'zod';
import { authorizeAnywhere } from '$lib/access/can';
import { getPeriod, importResults, previewResults } from '$lib/features/assessments/index.server';
import { action, answer, page, uploadedText } from '$lib/server/http';
import { id } from '$lib/shared/form';
import { confirmSchema, uploadSchema } from '$lib/shared/import';

const ofPeriod = z.object({ periodId: id });
const from = ({ params }: { params: Partial<Record<string, string>> }) => ({ periodId: params['id'] });

export const load = page(async ({ ctx, event }) => {
	authorizeAnywhere(ctx.actor, 'assessments.result.record');
	return { period: await getPeriod(ctx, event.params['id'] ?? '') };
});

export const actions = {
	preview: answer(uploadSchema.and(ofPeriod), previewResults, { from, files: uploadedText }),
	confirm: action(confirmSchema.extend(ofPeriod.shape), importResults, {
		from,
		to: ({ entered, left }, { periodId }) =>
			`/staff/assessments/${periodId}/import?entered=${entered}&left=${left}`
	})
};
