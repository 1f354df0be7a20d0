import { and, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { missingNumbers } from '$lib/features/people';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid } from '$lib/shared/errors';
import { registrations } from '../../exams/tables.server';
import { people } from '../../people/tables.server';
import { holdPractical } from '../hold.server';
import type { NameExaminers } from '../schema';
import { practicalCandidates, practicalExaminers, practicalPanels, practicalSheets } from '../tables.server';

/**
 * Says who may be asked to examine in a sitting, in place of those before. Whoever is left out leaves the panels that are not
 * decided. Refused at the field: nobody of that number is active, or somebody is a candidate; and where one left out has begun
 * to score.
 */
export async function nameExaminers(ctx: Context, input: NameExaminers): Promise<{ sittingId: string }> {
	const { sittingId } = input;
	return withTransaction(ctx, async (tx) => {
		await holdPractical(tx, ctx, sittingId);
		const found = input.examiners.length
			? await tx
					.select({ id: people.id, employeeNo: people.employeeNo, candidate: registrations.id })
					.from(people)
					.leftJoin(
						registrations,
						and(
							eq(registrations.personId, people.id),
							eq(registrations.sittingId, sittingId),
							isNull(registrations.withdrawnAt)
						)
					)
					.where(and(inArray(sql`upper(${people.employeeNo})`, input.examiners), eq(people.status, 'active')))
			: [];
		const missing = missingNumbers(input.examiners, found);
		if (missing) throw invalid('app.form', { examiners: 'practicals.examiners.unknown' }, { missing });
		if (found.some(({ candidate }) => candidate))
			throw invalid('app.form', { examiners: 'practicals.examiners.candidate' });
		const ids = found.map(({ id }) => id);
		const open = tx
			.select({ id: practicalCandidates.id })
			.from(practicalCandidates)
			.where(and(eq(practicalCandidates.sittingId, sittingId), isNull(practicalCandidates.decidedAt)));
		const leaving = and(
			inArray(practicalPanels.candidateId, open),
			ids.length ? notInArray(practicalPanels.examinerId, ids) : undefined
		);
		const [begun] = await tx
			.select({ id: practicalSheets.candidateId })
			.from(practicalPanels)
			.innerJoin(
				practicalSheets,
				and(
					eq(practicalSheets.candidateId, practicalPanels.candidateId),
					eq(practicalSheets.examinerId, practicalPanels.examinerId)
				)
			)
			.where(leaving)
			.limit(1);
		if (begun) throw conflict('practicals.examiners.begun');
		await tx.delete(practicalPanels).where(leaving);
		const gone = await tx
			.delete(practicalExaminers)
			.where(eq(practicalExaminers.sittingId, sittingId))
			.returning({ personId: practicalExaminers.personId });
		if (ids.length)
			await tx.insert(practicalExaminers).values(ids.map((personId) => ({ sittingId, personId })));
		await recordAudit(tx, ctx, {
			action: 'practicals.examiners.name',
			subject: { type: 'sitting', id: sittingId },
			before: { examiners: gone.map(({ personId }) => personId) },
			after: { examiners: ids }
		});
		return { sittingId };
	});
}
