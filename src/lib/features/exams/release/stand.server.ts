import { and, inArray, isNull, sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { emit } from '$lib/server/jobs/events';
import { dateIn } from '$lib/shared/dates';
import { canonicalJson } from '$lib/shared/json';
import type { PaperMark } from '../marking';
import { attemptResults } from '../tables.server';
import { ANNULLED_RULE } from './rules';

export type Standing = typeof attemptResults.$inferSelect;

/** A mark of an attempt, and the result whose place it would take. */
export interface Marked {
	attempt: { id: string; sittingId: string };
	mark: PaperMark;
	old: Standing | undefined;
}

/** Results as they stand, by attempt. */
export async function listStanding(
	tx: Database,
	attemptIds: readonly string[]
): Promise<Map<string, Standing>> {
	const rows = await tx
		.select()
		.from(attemptResults)
		.where(and(inArray(attemptResults.attemptId, [...attemptIds]), isNull(attemptResults.supersededAt)));
	return new Map(rows.map((row) => [row.attemptId, row]));
}

const says = ({ marks, passed }: { marks: unknown; passed: boolean }): string =>
	canonicalJson({ marks, passed });

/** Whether a mark changes what stands: it says something else, and that was not annulled. */
export const isNews = ({ mark, old }: Omit<Marked, 'attempt'>): boolean =>
	!old || (old.rule !== ANNULLED_RULE && says(old) !== says(mark));

/**
 * Writes marks as the results that stand, in the place of the old ones, known to the candidate where the old ones were. The
 * caller holds the attempts, and has found them to be news.
 */
export async function takePlace(
	tx: Database,
	ctx: Context,
	marked: readonly Marked[],
	rule: string
): Promise<void> {
	const old = marked.flatMap((one) => (one.old ? [one.attempt.id] : []));
	if (old.length)
		await tx
			.update(attemptResults)
			.set({ supersededAt: ctx.now })
			.where(and(inArray(attemptResults.attemptId, old), isNull(attemptResults.supersededAt)));
	const rows = marked.map(({ attempt, mark: { marks: _marks, ...mark }, old }, place) => ({
		...{ ...mark, place, attemptId: attempt.id, version: (old?.version ?? 0) + 1 },
		isKnown: Boolean(old?.releasedAt)
	}));
	const marks = marked.map(
		({ mark }, place) => sql`(${place}::int, ${JSON.stringify(mark.marks)}::text::jsonb)`
	);
	const at = sql`${ctx.now.toISOString()}::timestamptz`;
	// To build an insert of so many columns takes longer than to write them; marks are long and read as they are.
	await tx.execute(sql`insert into attempt_results (attempt_id, version, earned_hundredths, max_score, tenths, passed,
			marks, rule, marked_on, marked_at, released_at)
		select r."attemptId", r.version, r."earnedHundredths", r."maxScore", r.tenths, r.passed,
			m.marks, ${rule}, ${dateIn(ctx.now)}::date, ${at}, case when r."isKnown" then ${at} end
		from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(place int, "attemptId" uuid, version int,
			"earnedHundredths" int, "maxScore" int, tenths int, passed boolean, "isKnown" boolean)
		join (values ${sql.join(marks, sql`, `)}) as m(place, marks) using (place)`);
	const fallen = marked.filter(({ mark, old }) => old?.releasedAt && old.passed && !mark.passed);
	for (const sittingId of new Set(fallen.map(({ attempt }) => attempt.sittingId)))
		await emit(tx, ctx, 'exams.result.fall', { sittingId, at: ctx.now.toISOString() });
}
