import {
	getCoverage,
	getSupply,
	listChangedLaws,
	listDoubtful,
	listMostShown,
	REVIEW_BOUNDS
} from '$lib/features/bank/index.server';
import { findComingSitting } from '$lib/features/exams/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const use = url.searchParams.get('use') === 'practice' ? 'practice' : 'exam';
	const coverage = await getCoverage(ctx, use);
	// What follows is about exams only.
	if (use === 'practice') return { coverage, exam: null, laws: await listChangedLaws(ctx) };
	const sitting = await findComingSitting(ctx);
	return {
		coverage,
		laws: await listChangedLaws(ctx),
		exam: {
			sitting,
			supply: await getSupply(ctx, url.searchParams.get('blueprint'), sitting?.blueprintId ?? null),
			shown: await listMostShown(ctx),
			doubtful: await listDoubtful(ctx),
			bounds: REVIEW_BOUNDS
		}
	};
});
