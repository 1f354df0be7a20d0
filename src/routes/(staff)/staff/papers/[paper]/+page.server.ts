import {
	commentOnPaperSchema,
	openPaperSchema,
	reviewPaperSchema,
	sealPaperSchema,
	submitPaperSchema,
	withdrawPaperSchema
} from '$lib/features/bank';
import {
	commentOnPaper,
	getPaper,
	readSealedPaper,
	reviewPaper,
	sealPaper,
	submitPaper,
	withdrawPaper
} from '$lib/features/bank/index.server';
import { action, answer, page } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';
import type { RequestEvent } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	paper: await getPaper(ctx, (event as PageServerLoadEvent).params.paper),
	today: dateIn(ctx.now)
}));

const from = ({ params }: RequestEvent) => ({ paperId: params['paper'] });

export const actions = {
	submit: action(submitPaperSchema, submitPaper, { from, notice: 'staffBank.papers.submitted' }),
	review: action(reviewPaperSchema, reviewPaper, { from, notice: 'staffBank.papers.reviewed' }),
	comment: action(commentOnPaperSchema, commentOnPaper, { from, notice: 'staffBank.papers.commented' }),
	withdraw: action(withdrawPaperSchema, withdrawPaper, { from, notice: 'staffBank.papers.withdrawn' }),
	seal: action(sealPaperSchema, sealPaper, { from, notice: 'staffBank.papers.sealed' }),
	// What was opened is shown once, in the answer: reading it again is another opening.
	open: answer(openPaperSchema, readSealedPaper, { from })
};
