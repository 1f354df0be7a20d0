import type { DeliveryMethod, KnowledgeArea } from '$lib/content/training-vocabulary';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { newId } from '$lib/shared/ids';
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
