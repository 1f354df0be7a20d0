import { can } from '$lib/access/can';
import { getSitting, hasAnalysis, listCandidates } from '$lib/features/exams/index.server';
import { seesMarking } from '$lib/features/marking/index.server';
import { page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => {
	const id = (event as PageServerLoadEvent).params.sitting;
	const sitting = await getSitting(ctx, id);
	const mayProve = !sitting.rehearsal && can(ctx.actor, 'bank.paper.read').ok;
	const mayAnalyse = await hasAnalysis(ctx, id);
	const mayMark = sitting.reading !== 'nobody' && (await seesMarking(ctx, id));
	const mayRegrade = sitting.phase !== 'announced' && can(ctx.actor, 'regrading.regrade.read').ok;
	const mayPractical = !sitting.rehearsal && can(ctx.actor, 'practicals.practical.read').ok;
	const mayStandard = !sitting.rehearsal && can(ctx.actor, 'exams.standard.read').ok;
	const may = { mayProve, mayAnalyse, mayMark, mayRegrade, mayPractical, mayStandard };
	return { sitting, candidates: await listCandidates(ctx, id), ...may };
});
