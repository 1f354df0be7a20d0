import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { ScoredRow } from '$lib/features/practicals';
import type { Database } from '$lib/server/db/database';
import { practicalResults } from '../../exams/tables.server';
import {
	practicalCandidates,
	practicalPanels,
	practicalRecusals,
	practicals,
	practicalSheets,
	practicalSlots
} from '../../practicals/tables.server';
import type { AttemptPart } from './attempt.server';

/**
 * The practical part: what was asked, when, by whom, and what came of it. The examiners' sheets only once all is decided, and none
 * that was not handed in: until then nobody knows of anybody's. Null where none was asked.
 */
export async function practicalPart(db: Database, { attempt }: AttemptPart) {
	const { sittingId, personId } = attempt;
	const [found] = await db
		.select({ practical: practicals, candidate: practicalCandidates, slot: practicalSlots })
		.from(practicals)
		.innerJoin(
			practicalCandidates,
			and(eq(practicalCandidates.sittingId, practicals.sittingId), eq(practicalCandidates.personId, personId))
		)
		.leftJoin(practicalSlots, eq(practicalSlots.id, practicalCandidates.slotId))
		.where(eq(practicals.sittingId, sittingId));
	if (!found) return null;
	const { practical, candidate, slot } = found;
	const panel = await db
		.select({ examinerId: practicalPanels.examinerId })
		.from(practicalPanels)
		.where(eq(practicalPanels.candidateId, candidate.id))
		.orderBy(asc(practicalPanels.examinerId));
	const sheets = await db
		.select()
		.from(practicalSheets)
		.where(and(eq(practicalSheets.candidateId, candidate.id), isNotNull(practicalSheets.submittedAt)))
		.orderBy(asc(practicalSheets.submittedAt), asc(practicalSheets.examinerId));
	const [result] = await db
		.select()
		.from(practicalResults)
		.where(and(eq(practicalResults.sittingId, sittingId), eq(practicalResults.personId, personId)));
	return {
		asked: { ...practical, rubric: practical.rubric as ScoredRow[] },
		...{ candidate, slot, panel: panel.map(({ examinerId }) => examinerId) },
		recusals: await db
			.select()
			.from(practicalRecusals)
			.where(eq(practicalRecusals.candidateId, candidate.id))
			.orderBy(asc(practicalRecusals.declaredAt)),
		sheets: candidate.decidedAt ? sheets : null,
		result: result ?? null
	};
}
