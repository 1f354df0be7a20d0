import { createHash } from 'node:crypto';
import { and, asc, eq, ne } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { policyDrafts, policyVersions } from '../tables.server';
import type { Around } from './rules';

export type DraftRow = typeof policyDrafts.$inferSelect;

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A draft by its id. Holds the row when `lock` is set. */
export async function loadDraft(
	db: Database,
	draftId: string,
	options: { lock?: boolean } = {}
): Promise<DraftRow> {
	if (!isId(draftId)) throw notFound();
	const query = db.select().from(policyDrafts).where(eq(policyDrafts.id, draftId));
	const [draft] = await (options.lock ? query.for('update') : query);
	if (!draft) throw notFound();
	return draft;
}

/** What else there is of a draft's ladder: published versions, and dates of other drafts that were submitted. */
export async function loadAround(
	db: Database,
	draft: Pick<DraftRow, 'id' | 'ladder'>,
	today: IsoDate
): Promise<Around> {
	const published = await db
		.select({ id: policyVersions.id, effectiveFrom: policyVersions.effectiveFrom })
		.from(policyVersions)
		.where(eq(policyVersions.ladder, draft.ladder))
		.orderBy(asc(policyVersions.effectiveFrom));
	const waiting = await db
		.select({ effectiveFrom: policyDrafts.effectiveFrom })
		.from(policyDrafts)
		.where(
			and(
				eq(policyDrafts.ladder, draft.ladder),
				eq(policyDrafts.state, 'submitted'),
				ne(policyDrafts.id, draft.id)
			)
		);
	const submitted = waiting.flatMap(({ effectiveFrom }) => (effectiveFrom ? [effectiveFrom] : []));
	return { today, published, submitted };
}
