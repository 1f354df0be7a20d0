import { and, eq, isNull, sql } from 'drizzle-orm';
import type { DeliveryMethod, KnowledgeArea } from '$lib/content/training-vocabulary';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { newId } from '$lib/shared/ids';
import { computeBalance } from './rules';
import { creditEntries } from './tables.server';

/** What earned credit hours; corrections have a command of their own. */
export interface EarnedCredit {
	personId: string;
	source: { type: Exclude<typeof creditEntries.$inferInsert.sourceType, 'correction'>; id: string };
	title: LocalText;
	area: KnowledgeArea;
	method: DeliveryMethod;
	/** Whole and above zero; nothing is written for none. */
	minutes: number;
	earnedOn: IsoDate;
	/** Who accepted it; null or absent when a rule of the system did. */
	acceptedBy?: string | null;
}

/** Why a rule of the system corrected what counted; words under `credit.rule.<reason>`. */
export type CorrectionReason = 'mentoring';

/**
 * Writes an entry of the ledger in the caller's transaction, once for a source and a person however often it is
 * called; true when it was written now. Authorises and audits nothing: the command that earns it does, and its audit
 * entry names the person.
 */
export async function recordCredit(tx: Database, ctx: Context, earned: EarnedCredit): Promise<boolean> {
	const { source, acceptedBy = null, ...rest } = earned;
	if (earned.minutes <= 0) return false;
	const written = await tx
		.insert(creditEntries)
		.values({
			...rest,
			// A completion and what it earned share their id, so that decisions of before the ledger replay as they are.
			id: source.type === 'completion' ? source.id : newId(ctx.now),
			sourceType: source.type,
			sourceId: source.id,
			acceptedBy,
			recordedAt: ctx.now
		})
		.onConflictDoNothing()
		.returning({ id: creditEntries.id });
	return written.length > 0;
}

/**
 * Makes what a source earned count `earned.minutes` now, none when it no longer counts: written the first time, by an
 * entry beside it later. What an officer corrected stays corrected. Like `recordCredit` it asks and audits nothing; null
 * when all is as it should be, however often it is called. `reason` is a code: `credit.rule.<reason>`.
 */
export async function balanceCredit(
	tx: Database,
	ctx: Context,
	earned: EarnedCredit,
	reason: CorrectionReason
): Promise<{ entryId: string; before: number; after: number } | null> {
	const { personId, source } = earned;
	const its = and(
		eq(creditEntries.sourceType, source.type),
		eq(creditEntries.sourceId, source.id),
		eq(creditEntries.personId, personId),
		isNull(creditEntries.correctsId)
	);
	const written = await recordCredit(tx, ctx, earned);
	// Held, so that an officer and the system correct one after the other.
	const [entry] = await tx.select().from(creditEntries).where(its).for('update');
	if (!entry) return null;
	if (written) return { entryId: entry.id, before: 0, after: entry.minutes };
	const [corrected] = await tx
		.select({
			all: sql<number>`coalesce(sum(${creditEntries.minutes}), 0)::int`,
			byOfficers: sql<number>`coalesce(sum(${creditEntries.minutes}) filter (where ${creditEntries.acceptedBy} is not null), 0)::int`
		})
		.from(creditEntries)
		.where(eq(creditEntries.correctsId, entry.id));
	const counts = entry.minutes + (corrected?.all ?? 0);
	const minutes = computeBalance({ counts, byOfficers: corrected?.byOfficers ?? 0 }, earned.minutes);
	if (minutes === 0) return null;
	const id = newId(ctx.now);
	const { title, area, method, earnedOn } = entry;
	await tx.insert(creditEntries).values({
		...{ id, personId, sourceType: 'correction', sourceId: id, title, area, method, minutes, earnedOn },
		...{ acceptedBy: null, correctsId: entry.id, reason, recordedAt: ctx.now }
	});
	return { entryId: entry.id, before: counts, after: counts + minutes };
}
