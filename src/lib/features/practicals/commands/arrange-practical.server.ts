import { and, asc, eq, inArray, isNull, notExists, sql } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { newId } from '$lib/shared/ids';
import { registrations } from '../../exams/tables.server';
import { fillPanels, freeSlots, tellCandidates } from '../arrange.server';
import { holdPractical, type SlotRow } from '../hold.server';
import type { ArrangePractical } from '../schema';
import { practicalCandidates, practicalPanels, practicalRecusals, practicalSheets } from '../tables.server';

/**
 * Gives every candidate of the sitting without a slot the next one that is free, by ticket, and fills the panels; tells them all.
 * Who has withdrawn gives the slot back. Nobody who has a slot or a panel loses it.
 */
export async function arrangePractical(
	ctx: Context,
	input: ArrangePractical
): Promise<{ seated: number; left: number; joined: number }> {
	const { sittingId } = input;
	return withTransaction(ctx, async (tx) => {
		const { practical } = await holdPractical(tx, ctx, sittingId);
		await dropWithdrawn(tx, sittingId);
		await addRegistered(tx, ctx, sittingId);
		const waiting = await tx
			.select({ id: practicalCandidates.id, personId: practicalCandidates.personId })
			.from(practicalCandidates)
			.innerJoin(registrations, ofCandidate)
			.where(
				and(
					...[eq(practicalCandidates.sittingId, sittingId), isNull(practicalCandidates.slotId)],
					...[isNull(practicalCandidates.decidedAt), isNull(registrations.withdrawnAt)]
				)
			)
			.orderBy(asc(registrations.ticket));
		const free = (await freeSlots(tx, sittingId)).filter(({ startsAt }) => startsAt > ctx.now);
		const seated: { personId: string; slot: SlotRow }[] = [];
		for (const [i, { id, personId }] of waiting.entries()) {
			const slot = free[i];
			if (!slot) break;
			await tx.update(practicalCandidates).set({ slotId: slot.id }).where(eq(practicalCandidates.id, id));
			seated.push({ personId, slot });
		}
		const joined = [...(await fillPanels(tx, ctx, practical)).values()].flat().length;
		await tellCandidates(tx, ctx, practical, seated);
		const done = { seated: seated.length, left: waiting.length - seated.length, joined };
		await recordAudit(tx, ctx, {
			action: 'practicals.practical.arrange',
			subject: { type: 'sitting', id: sittingId },
			after: done
		});
		return done;
	});
}

const ofCandidate = and(
	eq(registrations.sittingId, practicalCandidates.sittingId),
	eq(registrations.personId, practicalCandidates.personId)
);

/** Whoever has withdrawn and of whom nothing is written leaves. */
async function dropWithdrawn(tx: Database, sittingId: string): Promise<void> {
	const gone = await tx
		.select({ id: practicalCandidates.id })
		.from(practicalCandidates)
		.leftJoin(registrations, and(ofCandidate, isNull(registrations.withdrawnAt)))
		.where(
			and(
				...[eq(practicalCandidates.sittingId, sittingId), isNull(registrations.id)],
				isNull(practicalCandidates.decidedAt),
				...[practicalSheets, practicalRecusals].map((table) =>
					notExists(
						tx
							.select({ one: sql`1` })
							.from(table)
							.where(eq(table.candidateId, practicalCandidates.id))
					)
				)
			)
		);
	const ids = gone.map(({ id }) => id);
	if (!ids.length) return;
	await tx.delete(practicalPanels).where(inArray(practicalPanels.candidateId, ids));
	await tx.delete(practicalCandidates).where(inArray(practicalCandidates.id, ids));
}

async function addRegistered(tx: Database, ctx: Context, sittingId: string): Promise<void> {
	const fresh = await tx
		.select({ personId: registrations.personId })
		.from(registrations)
		.leftJoin(practicalCandidates, ofCandidate)
		.where(
			and(
				...[eq(registrations.sittingId, sittingId), isNull(registrations.withdrawnAt)],
				...[isNull(registrations.waitingSince), isNull(practicalCandidates.id)]
			)
		)
		.orderBy(asc(registrations.ticket));
	if (fresh.length)
		await tx
			.insert(practicalCandidates)
			.values(fresh.map(({ personId }) => ({ id: newId(ctx.now), sittingId, personId })));
}
