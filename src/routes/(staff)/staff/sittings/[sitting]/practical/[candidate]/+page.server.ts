import type { RequestEvent } from '@sveltejs/kit';
import { moveCandidateSchema, recordAbsenceSchema, setPanelSchema } from '$lib/features/practicals';
import {
	getPracticalCandidate,
	moveCandidate,
	recordAbsence,
	setPanel
} from '$lib/features/practicals/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => {
	const { sitting, candidate } = (event as PageServerLoadEvent).params;
	return { candidate: await getPracticalCandidate(ctx, sitting, candidate) };
});

const from = ({ params }: RequestEvent) => ({ candidateId: params['candidate'] });

export const actions = {
	move: action(moveCandidateSchema, moveCandidate, { from, notice: 'practicals.candidate.moved' }),
	panel: action(setPanelSchema, setPanel, { from, notice: 'practicals.candidate.panel_saved' }),
	absence: action(recordAbsenceSchema, recordAbsence, { from, notice: 'practicals.candidate.absent_saved' })
};
