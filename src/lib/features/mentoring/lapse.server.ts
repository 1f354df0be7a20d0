import { and, asc, sql } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { raiseFlag } from './flag.server';
import { answer, answersEntry, correction, correctsEntry, entryState, lockEntry } from './load.server';
import { answerBy } from './rules';
import { rulesOn } from './rules-in-force.server';
import { shadowingEntries } from './tables.server';

/** Queue of the daily look at what nobody answered, and its schedule in the organisation's zone. */
export const LAPSE_SHADOWING = 'mentoring_lapse';
export const LAPSE_SHADOWING_CRON = '10 0 * * *';

/**
 * Lapses entries that the other side neither countersigned nor disputed in the days of the rules under which they were
 * submitted: they go to HR, and both are told. Once lapsed they wait no more: a second run finds none. Returns how many.
 */
export async function lapseShadowing(ctx: Context): Promise<number> {
	const today = dateIn(ctx.now);
	const waiting = await ctx.db
		.select({ id: shadowingEntries.id, createdAt: shadowingEntries.createdAt })
		.from(shadowingEntries)
		.leftJoin(answer, answersEntry)
		.leftJoin(correction, correctsEntry)
		.where(and(sql`${entryState} = 'waiting'`, sql`${shadowingEntries.occurredOn} < ${today}`))
		.orderBy(asc(shadowingEntries.createdAt), asc(shadowingEntries.id));
	const until = new Map<string, string>();
	let lapsed = 0;
	for (const { id, createdAt } of waiting) {
		const submittedOn = dateIn(createdAt);
		if (!until.has(submittedOn)) {
			until.set(submittedOn, answerBy(submittedOn, await rulesOn(ctx.db, submittedOn)));
		}
		const last = until.get(submittedOn) ?? today;
		if (today > last && (await lapse(ctx, id, last))) lapsed++;
	}
	return lapsed;
}

/** One entry in a transaction of its own; somebody may answer it at this moment. */
const lapse = (ctx: Context, entryId: string, last: string): Promise<boolean> =>
	withTransaction(ctx, async (tx) => {
		const { pairing, entry, state } = await lockEntry(tx, ctx, entryId);
		if (state !== 'waiting') return false;
		await raiseFlag(tx, ctx, { entryId, kind: 'unanswered', detail: { until: last } });
		for (const personId of [pairing.traineeId, pairing.mentorId]) {
			await notify(tx, ctx, {
				personId,
				kind: 'mentoring.lapsed',
				params: { date: entry.occurredOn, minutes: entry.minutes, until: last },
				href: `/mentoring/entries/${entryId}`,
				cause: `mentoring.entry.lapse:${entryId}`
			});
		}
		await recordAudit(tx, ctx, {
			action: 'mentoring.entry.lapse',
			subject: { type: 'shadowingEntry', id: entryId },
			personId: pairing.traineeId,
			after: { pairingId: pairing.id, until: last, minutes: entry.minutes }
		});
		return true;
	});
