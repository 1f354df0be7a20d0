import { and, eq, isNotNull } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { brokenConstraint } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { conflict } from '$lib/shared/errors';
import type { PaperMark } from './marking';
import { holdSitting, type SittingRow } from './places.server';
import { decideSetUp } from './rules';
import { attempts, practicalResults, sittings } from './tables.server';

/** Joins how the practical part of an attempt's candidate ended. */
export const practicalOfAttempt = and(
	eq(practicalResults.sittingId, attempts.sittingId),
	eq(practicalResults.personId, attempts.personId)
);

/** A mark of the written part as the result of both: passing needs the practical part too, where it was asked. */
export const withPractical = (mark: PaperMark, practical: boolean | null): PaperMark => ({
	...mark,
	passed: mark.passed && practical !== false
});

/**
 * Says whether a sitting asks a practical part, before it opens, and holds the sitting. For the practical part's own commands,
 * which ask for permission and record it.
 */
export async function askPractical(
	tx: Database,
	ctx: Context,
	{ sittingId, practical }: { sittingId: string; practical: boolean }
): Promise<SittingRow> {
	const sitting = await holdSitting(tx, sittingId);
	if (sitting.rehearsal) throw conflict('exams.practical.rehearsal');
	const decision = decideSetUp(sitting, ctx.now);
	if (!decision.ok) throw conflict(decision.code);
	if (sitting.practical !== practical)
		await tx.update(sittings).set({ practical }).where(eq(sittings.id, sittingId));
	return { ...sitting, practical };
}

/**
 * Writes how somebody's practical part ended, once, and has their attempt marked where it waited for that alone. For the
 * practical part's own commands, which ask for permission and record it.
 */
export async function recordPracticalResult(
	tx: Database,
	ctx: Context,
	result: { sittingId: string; personId: string; tenths: number | null; passed: boolean; rule: string }
): Promise<void> {
	await tx
		.insert(practicalResults)
		.values({ ...result, decidedAt: ctx.now })
		.catch((error: unknown) => {
			if (brokenConstraint(error) !== 'practical_results_sitting_id_person_id_pk') throw error;
			throw conflict('exams.practical.twice');
		});
	const waiting = await tx
		.select({ id: attempts.id })
		.from(attempts)
		.where(
			and(
				eq(attempts.sittingId, result.sittingId),
				eq(attempts.personId, result.personId),
				isNotNull(attempts.handedInAt)
			)
		);
	if (waiting.length)
		await enqueue(tx, ctx, 'exams.attempt.mark', { attemptIds: waiting.map(({ id }) => id) });
}
