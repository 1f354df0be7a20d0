import { randomBytes } from 'node:crypto';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { markPapersUsed } from '$lib/features/bank/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { newId } from '$lib/shared/ids';
import { questionsOf, type QuestionSource } from './questions.server';
import { attemptItems, attemptPapers, registrations, sittings } from './tables.server';

/** So many papers are drawn in one transaction: nobody waits for it long. */
const AT_ONCE = 100;

interface Unprepared {
	personId: string;
	ticket: string;
}

/**
 * Draws and freezes the paper of every candidate of a sitting who has none yet: then a start is one small write. Harmless
 * any number of times. Asks no permission: the clock decides, and for whom is settled.
 */
export async function prepareSitting(ctx: Context, { sittingId }: { sittingId: string }): Promise<number> {
	for (let drawn = 0; ;) {
		const count = await withTransaction(ctx, async (tx) => {
			// Two at once would draw the same papers twice: the second waits and goes on with the rest.
			const [sitting] = await tx
				.select()
				.from(sittings)
				.where(eq(sittings.id, sittingId))
				.for('no key update');
			if (!sitting) return 0;
			const waiting = await listUnprepared(tx, sittingId);
			if (waiting.length) await drawPapers(tx, ctx, sitting, waiting);
			else await tx.update(sittings).set({ preparedAt: ctx.now }).where(eq(sittings.id, sittingId));
			return waiting.length;
		});
		drawn += count;
		if (!count) return drawn;
	}
}

/** The paper of one candidate, drawn now where the sitting's preparation has not met them. In the caller's transaction. */
export async function ensurePaper(
	tx: Database,
	ctx: Context,
	sitting: typeof sittings.$inferSelect,
	candidate: Unprepared
): Promise<string> {
	const known = () =>
		tx
			.select({ id: attemptPapers.id })
			.from(attemptPapers)
			.where(and(eq(attemptPapers.sittingId, sitting.id), eq(attemptPapers.personId, candidate.personId)));
	const [before] = await known();
	if (before) return before.id;
	await drawPapers(tx, ctx, sitting, [candidate]);
	const [now] = await known();
	return now!.id;
}

/** Registered, with a place, and without a paper. */
function listUnprepared(tx: Database, sittingId: string): Promise<Unprepared[]> {
	return tx
		.select({ personId: registrations.personId, ticket: registrations.ticket })
		.from(registrations)
		.where(
			and(
				eq(registrations.sittingId, sittingId),
				isNull(registrations.withdrawnAt),
				isNull(registrations.waitingSince),
				sql`not exists (select from ${attemptPapers} p where p.sitting_id = ${sittingId} and p.person_id = ${registrations.personId})`
			)
		)
		.orderBy(asc(registrations.ticket))
		.limit(AT_ONCE);
}

async function drawPapers(
	tx: Database,
	ctx: Context,
	sitting: typeof sittings.$inferSelect,
	candidates: readonly Unprepared[]
): Promise<void> {
	const source = await questionsOf(tx, sitting);
	const drawn = [];
	for (const candidate of candidates) drawn.push(await drawFor(ctx, sitting.id, candidate, source));
	// Whoever comes second keeps what the first has drawn: questions follow only a paper that was written here.
	const written = await tx
		.insert(attemptPapers)
		.values(drawn.map(({ paper }) => paper))
		.onConflictDoNothing()
		.returning({ id: attemptPapers.id });
	const ids = new Set(written.map(({ id }) => id));
	const rows = drawn
		.filter(({ paper }) => ids.has(paper.id))
		.flatMap(({ paper, questions }) => questions.map((question) => ({ ...question, attemptId: paper.id })));
	if (!rows.length) return;
	// One JSON value: thousands of rows in one statement would have more parameters than the protocol allows.
	await tx.execute(sql`insert into ${attemptItems} (attempt_id, position, item_version_id, option_order, marks)
		select "attemptId", position, "itemVersionId", array(select jsonb_array_elements_text("optionOrder")), marks
		from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
			as r("attemptId" uuid, position int, "itemVersionId" uuid, "optionOrder" jsonb, marks int)`);
	await markPapersUsed(tx, ctx, [...new Set(drawn.flatMap(({ paper }) => paper.paperId ?? []))]);
}

async function drawFor(ctx: Context, sittingId: string, candidate: Unprepared, source: QuestionSource) {
	const seed = randomBytes(16).toString('hex');
	const { questions, paperId } = await source(candidate, seed);
	const { personId } = candidate;
	return { paper: { id: newId(ctx.now), sittingId, personId, paperId, seed, drawnAt: ctx.now }, questions };
}
