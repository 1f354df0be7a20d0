import { eq, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { decideCorrection } from '../rules';
import type { CorrectEntry } from '../schema';
import { creditEntries } from '../tables.server';

/**
 * Makes an entry of the ledger count another number of minutes, never below zero, by an entry beside it; what was
 * written stays. Nobody corrects their own. The person is told; decisions that rested on it are looked at again.
 */
export async function correctEntry(ctx: Context, input: CorrectEntry): Promise<void> {
	const { entryId, minutes: wanted, seen, reason } = input;
	await withTransaction(ctx, async (tx) => {
		// Held, so that two officers correct one after the other.
		const [entry] = await tx.select().from(creditEntries).where(eq(creditEntries.id, entryId)).for('update');
		if (!entry || entry.correctsId) throw notFound();
		const { personId, title } = entry;
		const { unitPath } = await getPersonSubject(tx, personId);
		authorize(ctx.actor, 'credit.entry.correct', { personId, unitPath, parties: { person: personId } });
		// The ledger says who accepted what: a correction has somebody's name.
		if (ctx.actor.kind !== 'person') throw forbidden();
		const [corrected] = await tx
			.select({ minutes: sql<number>`coalesce(sum(${creditEntries.minutes}), 0)::int` })
			.from(creditEntries)
			.where(eq(creditEntries.correctsId, entryId));
		const counts = entry.minutes + (corrected?.minutes ?? 0);
		const decision = decideCorrection({ counts, seen }, wanted);
		if (!decision.ok) throw conflict(decision.code);
		const id = newId(ctx.now);
		await tx.insert(creditEntries).values({
			...{
				id,
				personId,
				sourceType: 'correction',
				sourceId: id,
				title,
				area: entry.area,
				method: entry.method
			},
			...{ minutes: decision.minutes, earnedOn: entry.earnedOn, acceptedBy: ctx.actor.personId },
			...{ correctsId: entryId, reason, recordedAt: ctx.now }
		});
		await notify(tx, ctx, {
			...{ personId, kind: 'credit.corrected', params: { title, hours: Math.round(wanted / 6) / 10 } },
			...{ href: `/credit?year=${entry.earnedOn.slice(0, 4)}`, cause: `credit.entry.correct:${id}` }
		});
		await recordAudit(tx, ctx, {
			action: 'credit.entry.correct',
			subject: { type: 'creditEntry', id: entryId },
			personId,
			before: { title, minutes: counts },
			after: { minutes: wanted, reason }
		});
	});
}
