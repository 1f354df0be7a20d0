import { and, asc, eq } from 'drizzle-orm';
import { isShown, type Showing } from '$lib/features/exams';
import { whoMarked } from '$lib/features/marking/index.server';
import { mentorIdsOf } from '$lib/features/mentoring/index.server';
import type { Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { currentResult, isReleased } from '$lib/features/exams/index.server';
import { items, itemVersions } from '../bank/tables.server';
import { attemptItems, attemptResults, attempts, sittings } from '../exams/tables.server';
import { people, units } from '../people/tables.server';
import { appealStateOf } from './states';
import { appeals } from './tables.server';

/** What a result says of a question. */
export interface MarkOf {
	position: number;
	marks: number;
	earnedHundredths: number;
	/** Decided by people. */
	read?: true;
}

/** A known result with what its appeals rest on; null where there is none. `hold`: nobody else appeals meanwhile. */
export async function findKnownResult(
	db: Database,
	which: { attemptId: string } | { sittingId: string; personId: string },
	hold = false
) {
	const query = db
		.select({ attempt: attempts, sitting: sittings, result: attemptResults })
		.from(attempts)
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.innerJoin(attemptResults, currentResult)
		.where(
			and(
				isReleased,
				eq(sittings.rehearsal, false),
				'attemptId' in which
					? eq(attempts.id, which.attemptId)
					: and(eq(attempts.sittingId, which.sittingId), eq(attempts.personId, which.personId))
			)
		);
	const [found] = hold ? await query.for('no key update', { of: attempts }) : await query;
	if (!found) return null;
	const { attempt, sitting, result } = found;
	return {
		...{ attempt, sitting, marks: result.marks as MarkOf[] },
		...{
			version: result.version,
			releasedAt: result.releasedAt!,
			tenths: result.tenths,
			passed: result.passed
		},
		showing: sitting.showing as Showing
	};
}

/** Appeals of an attempt, the first one first. */
export const listOf = (db: Database, attemptId: string) =>
	db
		.select()
		.from(appeals)
		.where(eq(appeals.attemptId, attemptId))
		.orderBy(asc(appeals.madeAt), asc(appeals.id));

/** Positions that a candidate sees of their paper, and may so appeal about. */
export const seenOf = (showing: Showing, marks: readonly MarkOf[]): MarkOf[] =>
	marks.filter((mark) => isShown(showing, mark));

/** An appeal with everything that deciding on it asks. */
export async function loadAppeal(db: Database, appealId: string, hold = false) {
	if (!isId(appealId)) throw notFound();
	const query = db.select().from(appeals).where(eq(appeals.id, appealId));
	const [appeal] = hold ? await query.for('update') : await query;
	const known = appeal && (await findKnownResult(db, { attemptId: appeal.attemptId }, hold));
	if (!appeal || !known) throw notFound();
	const { attempt, sitting } = known;
	const [candidate] = await db
		.select({
			id: people.id,
			name: people.name,
			employeeNo: people.employeeNo,
			unitPath: units.path,
			zh: units.nameZh,
			en: units.nameEn
		})
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(eq(people.id, attempt.personId));
	const item = appeal.position === null ? null : await findItem(db, attempt.id, appeal.position);
	const earlier = (await listOf(db, attempt.id)).filter(
		({ position, earnedAfter }) => position === appeal.position && earnedAfter !== null
	);
	return {
		...known,
		appeal,
		state: appealStateOf(appeal),
		candidate: candidate!,
		item,
		mark: known.marks.find(({ position }) => position === appeal.position) ?? null,
		subject: {
			personId: attempt.personId,
			unitPath: candidate!.unitPath,
			parties: {
				candidate: attempt.personId,
				marker: [
					...(await whoMarked(db, attempt.id, appeal.position)),
					...earlier.flatMap(({ decidedBy }) => decidedBy ?? [])
				],
				releaser: sitting.releasedBy,
				setter: item?.setters ?? [],
				mentor: await mentorIdsOf(db, attempt.personId)
			}
		}
	};
}
export type LoadedAppeal = Awaited<ReturnType<typeof loadAppeal>>;

async function findItem(db: Database, attemptId: string, position: number) {
	const [row] = await db
		.select({
			...{ itemVersionId: attemptItems.itemVersionId, code: items.code, marks: attemptItems.marks },
			...{ setterId: items.setterId, createdBy: itemVersions.createdBy }
		})
		.from(attemptItems)
		.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.where(and(eq(attemptItems.attemptId, attemptId), eq(attemptItems.position, position)));
	if (!row) return null;
	const { setterId, createdBy, ...item } = row;
	return { ...item, setters: [setterId, createdBy].filter((id) => id !== null) };
}
