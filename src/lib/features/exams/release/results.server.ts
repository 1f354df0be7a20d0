import { createHash } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { canonicalJson } from '$lib/shared/json';
import { currentResult } from '../current-result.server';
import { holdSitting, type SittingRow } from '../places.server';
import { countUnread } from '../sheets/take-sheets.server';
import { attemptResults, attempts, resultHolds } from '../tables.server';
import type { ReleaseFacts } from './rules';

/** An attempt with its result as it stands; null where it is not marked. */
export interface SatAttempt {
	id: string;
	personId: string;
	handedInAt: Date | null;
	result: typeof attemptResults.$inferSelect | null;
}

/** Every attempt of a sitting with its result, by id. */
export function listSat(db: Database, sittingId: string): Promise<SatAttempt[]> {
	return db
		.select({
			id: attempts.id,
			personId: attempts.personId,
			handedInAt: attempts.handedInAt,
			result: attemptResults
		})
		.from(attempts)
		.leftJoin(attemptResults, currentResult)
		.where(eq(attempts.sittingId, sittingId))
		.orderBy(asc(attempts.id));
}

/** SHA-256 of what a release makes known: the pass mark and every result in its version. */
export function hashOfResults(
	sitting: Pick<SittingRow, 'passPercent' | 'passRule'>,
	sat: readonly SatAttempt[]
): string {
	const { passPercent, passRule } = sitting;
	const results = sat.map(({ id, result }) => [
		id,
		result && [result.version, result.earnedHundredths, result.maxScore, result.passed]
	]);
	return createHash('sha256').update(canonicalJson({ passPercent, passRule, results })).digest('hex');
}

/** What deciding about a release asks. */
export async function factsOf(
	db: Database,
	sitting: SittingRow,
	sat: readonly SatAttempt[],
	now: Date
): Promise<ReleaseFacts> {
	return {
		...{ sitting, now, attempts: sat.length, hash: hashOfResults(sitting, sat) },
		open: sat.filter(({ handedInAt }) => !handedInAt).length,
		unmarked: sat.filter(({ handedInAt, result }) => handedInAt && !result).length,
		unread: await countUnread(db, { sittingId: sitting.id })
	};
}

/** Holds a sitting and keeps its marks as they are until the end of the transaction. Throws notFound. */
export async function holdResults(tx: Database, sittingId: string, now: Date) {
	const sitting = await holdSitting(tx, sittingId);
	// Marking holds the attempt: whoever is marked at this moment is waited for, and read after it.
	await tx
		.select({ id: attempts.id })
		.from(attempts)
		.where(eq(attempts.sittingId, sittingId))
		.orderBy(asc(attempts.id))
		.for('share');
	const sat = await listSat(tx, sittingId);
	return { sitting, sat, facts: await factsOf(tx, sitting, sat, now) };
}

/** Attempts of a sitting whose results are withheld. */
export async function listHeld(db: Database, sittingId: string): Promise<Set<string>> {
	const rows = await db
		.select({ attemptId: resultHolds.attemptId })
		.from(resultHolds)
		.innerJoin(attempts, eq(attempts.id, resultHolds.attemptId))
		.where(and(eq(attempts.sittingId, sittingId), isNull(resultHolds.decidedAt)));
	return new Set(rows.map(({ attemptId }) => attemptId));
}
