import { ofSittingSchema } from '$lib/features/marking';
import { getMarkingDesk, submitMarks } from '$lib/features/marking/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({ desk: await getMarkingDesk(ctx) }));

export const actions = {
	submit: action(ofSittingSchema, submitMarks, { notice: 'marking.desk.submitted' })
};
