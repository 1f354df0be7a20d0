import {
	approveStandardSchema,
	leaveOutJudgeSchema,
	ofStudySchema,
	rejectStandardSchema,
	startStandardSchema
} from '$lib/features/exams';
import {
	approveStandard,
	closeStandard,
	dropStandard,
	getStandard,
	leaveOutJudge,
	openRound,
	rejectStandard,
	startStandard
} from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	standard: await getStandard(ctx, (event as PageServerLoadEvent).params.sitting)
}));

export const actions = {
	start: action(startStandardSchema, startStandard, {
		from: ({ params }) => ({ sittingId: params['sitting'] }),
		notice: 'standard.started'
	}),
	leaveOut: action(leaveOutJudgeSchema, leaveOutJudge, { notice: 'standard.judges.left_out' }),
	round: action(ofStudySchema, openRound, { notice: 'standard.round.opened' }),
	close: action(ofStudySchema, closeStandard, { notice: 'standard.closed' }),
	drop: action(ofStudySchema, dropStandard, { notice: 'standard.dropped' }),
	approve: action(approveStandardSchema, approveStandard, { notice: 'standard.approved' }),
	reject: action(rejectStandardSchema, rejectStandard, { notice: 'standard.rejected' })
};
