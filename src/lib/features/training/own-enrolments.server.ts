import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { prepared, type Database } from '$lib/server/db/database';
import type { CheckAnswers } from './marking';
import type { LessonState } from './learning.server';
import { checkAllowances, checkAttempts, completions, enrolments, lessonProgress } from './tables.server';
import type { VersionRow } from './versions.server';

const begunBy = prepared((db) =>
	db
		.select({
			id: enrolments.id,
			versionId: enrolments.moduleVersionId,
			startedAt: enrolments.startedAt,
			completedOn: completions.completedOn,
			creditMinutes: completions.creditMinutes,
			granted: sql<number>`(select coalesce(sum(${checkAllowances.tries}), 0) from ${checkAllowances}
				where ${checkAllowances.enrolmentId} = ${enrolments.id})`.mapWith(Number)
		})
		.from(enrolments)
		.leftJoin(completions, eq(completions.enrolmentId, enrolments.id))
		.where(and(eq(enrolments.personId, sql.placeholder('personId')), isNull(enrolments.movedAt)))
		.orderBy(asc(enrolments.startedAt), asc(enrolments.id))
		.prepare('begun_by')
);

/** Everything that a person did in versions of modules, as they began them: what was moved from is left out. */
export async function loadOwn(db: Database, personId: string, versions: VersionRow[]) {
	const ofVersion = new Map(versions.map((version) => [version.id, version]));
	const begun = (await begunBy(db).execute({ personId })).filter(({ versionId }) => ofVersion.has(versionId));
	const ids = begun.map(({ id }) => id);
	if (!ids.length) return [];
	const progress = await db.select().from(lessonProgress).where(inArray(lessonProgress.enrolmentId, ids));
	const attempts = await db
		.select()
		.from(checkAttempts)
		.where(inArray(checkAttempts.enrolmentId, ids))
		.orderBy(asc(checkAttempts.at), sql`${checkAttempts.id}`);
	return begun.map(({ id, versionId, startedAt, completedOn, creditMinutes, granted }) => ({
		...{ id, startedAt, granted },
		version: ofVersion.get(versionId)!,
		completed: completedOn !== null,
		completion: completedOn === null ? null : { completedOn, creditMinutes: creditMinutes ?? 0 },
		lessons: new Map<string, LessonState>(
			progress.filter(({ enrolmentId }) => enrolmentId === id).map((row) => [row.lesson, row])
		),
		tries: attempts
			.filter(({ enrolmentId }) => enrolmentId === id)
			.map((row) => ({ ...row, answers: row.answers as CheckAnswers }))
	}));
}
export type OwnEnrolment = Awaited<ReturnType<typeof loadOwn>>[number];
