import { recordEvidenceSchema, retractEvidenceSchema } from '$lib/features/people';
import { getPerson, listEvidence, recordEvidence, retractEvidence } from '$lib/features/people/index.server';
import { action, page } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';

export const load = page(async ({ ctx, event }) => {
	const id = event.params['id'] ?? '';
	return { person: await getPerson(ctx, id), records: await listEvidence(ctx, id), today: dateIn(ctx.now) };
});

export const actions = {
	record: action(recordEvidenceSchema, recordEvidence, {
		from: (event) => ({ personId: event.params['id'] }),
		notice: 'staffPeople.evidence.done'
	}),
	retract: action(retractEvidenceSchema, retractEvidence, { notice: 'staffPeople.evidence.retracted' })
};
