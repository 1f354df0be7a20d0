import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Actor } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import { currentResult, isReleased } from '$lib/features/exams/index.server';
import { rowsIn, type Database } from '$lib/server/db/database';
import { attemptResults, attempts, resultHolds, sittings } from '../../exams/tables.server';
import { people, units } from '../../people/tables.server';
import { namesOfGrade } from '../grades';
import { certificateRequestItems, certificates } from '../tables.server';
import type { Ground, InShort } from './grounds.server';

const withContext = (db: Database) =>
	db
		.select({
			...{ id: attempts.id, personId: attempts.personId, name: people.name, employeeNo: people.employeeNo },
			...{ unitPath: units.path, unitZh: units.nameZh, unitEn: units.nameEn },
			...{ sittingId: sittings.id, ladder: sittings.ladder, tier: sittings.tier },
			...{ titleZh: sittings.titleZh, titleEn: sittings.titleEn, releasedAt: attemptResults.releasedAt },
			passed: sql<boolean>`coalesce(${attemptResults.passed} and not ${sittings.rehearsal}, false)`,
			held: sql<boolean>`exists (select 1 from ${resultHolds} h where h.attempt_id = ${attempts.id} and h.decided_at is null)`,
			certificateNumber: certificates.number
		})
		.from(attempts)
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.innerJoin(people, eq(people.id, attempts.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(attemptResults, currentResult)
		// The first one: those that replace it rest on the same attempt.
		.leftJoin(certificates, and(eq(certificates.groundId, attempts.id), isNull(certificates.replaces)));

type Row = Awaited<ReturnType<typeof withContext>>[number];

const groundFrom = ({ unitZh, unitEn, titleZh, titleEn, sittingId, ...row }: Row): Ground => ({
	...row,
	...{ attemptId: row.id, completionId: null, about: { sittingId, kind: null } },
	unitName: { 'zh-CN': unitZh, en: unitEn },
	title: { 'zh-CN': titleZh, en: titleEn },
	names: namesOfGrade(row.ladder, row.tier)
});

/** Attempts with these ids, whatever became of them. */
export const attemptsByIds = async (db: Database, ids: readonly string[]): Promise<Ground[]> =>
	(await withContext(db).where(inArray(attempts.id, [...ids]))).map(groundFrom);

const awaiting = (db: Database, actor: Actor, sittingId?: string) =>
	withContext(db).where(
		and(
			sittingId ? eq(sittings.id, sittingId) : undefined,
			isReleased,
			eq(attemptResults.passed, true),
			eq(sittings.rehearsal, false),
			isNull(certificates.id),
			sql`not exists (
				select 1 from ${certificateRequestItems} i where i.ground_id = ${attempts.id} and i.result is null
			)`,
			whereMay(actor, 'certificates.certificate.issue', {
				personId: attempts.personId,
				unitPath: units.path
			})
		)
	);

/**
 * Passed in a released sitting, without a certificate and not asked for one yet, within what somebody may ask for: of one
 * sitting or of all.
 */
export async function attemptsAwaiting(db: Database, actor: Actor, sittingId?: string): Promise<Ground[]> {
	const rows = await awaiting(db, actor, sittingId).orderBy(
		desc(attemptResults.releasedAt),
		asc(sittings.id),
		asc(people.employeeNo)
	);
	return rows.map(groundFrom);
}

/** How many they are, and the `few` who have waited longest. */
export async function attemptsAwaitingLongest(db: Database, actor: Actor, few: number): Promise<InShort> {
	const longest = await awaiting(db, actor)
		.orderBy(asc(attemptResults.releasedAt), asc(people.employeeNo))
		.limit(few);
	return { count: await rowsIn(db, awaiting(db, actor)), longest: longest.map(groundFrom) };
}
