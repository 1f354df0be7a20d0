import {
	callOffReleaseSchema,
	releaseResultsSchema,
	reviewResultsSchema,
	scheduleReleaseSchema
} from '$lib/features/exams';
import {
	callOffRelease,
	getRelease,
	listBorderline,
	releaseResults,
	reviewResults,
	scheduleRelease
} from '$lib/features/exams/index.server';
import { seesMarking } from '$lib/features/marking/index.server';
import { action, page } from '$lib/server/http';
import type { RequestEvent } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => {
	const { sitting } = (event as PageServerLoadEvent).params;
	const release = await getRelease(ctx, sitting);
	const mayMark = release.isRead && (await seesMarking(ctx, sitting));
	return { release, mayMark, borderline: await listBorderline(ctx, sitting) };
});

const from = ({ params }: RequestEvent) => ({ sittingId: params['sitting'] });

export const actions = {
	review: action(reviewResultsSchema, reviewResults, { from, notice: 'staffResults.reviewed' }),
	release: action(releaseResultsSchema, releaseResults, { from, notice: 'staffExams.sittings.released' }),
	schedule: action(scheduleReleaseSchema, scheduleRelease, { from, notice: 'staffResults.scheduled' }),
	callOff: action(callOffReleaseSchema, callOffRelease, { from, notice: 'staffResults.called_off' })
};
