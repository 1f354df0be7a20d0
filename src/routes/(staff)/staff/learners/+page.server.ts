import { grantTriesSchema, moveLearnersSchema, readLearnerFilter } from '$lib/features/training';
import { grantTries, LEARNERS_PAGE, listLearners, moveLearners } from '$lib/features/training/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = readLearnerFilter(url.searchParams);
	return { ...(await listLearners(ctx, filter)), filter, pageSize: LEARNERS_PAGE };
});

export const actions = {
	grant: action(grantTriesSchema, grantTries, { notice: 'staffTraining.notice.granted' }),
	move: action(moveLearnersSchema, moveLearners, { notice: 'staffTraining.notice.moved' })
};
