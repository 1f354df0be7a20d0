import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { classes, classResults, classSessions } from './tables.server';

/**
 * The subjects of the classes that people completed, with the day of the last session; people without any have no
 * entry. Asks no permission: the caller does.
 */
export async function completedClassSubjects(
	db: Database,
	personIds: readonly string[]
): Promise<Map<string, { subject: string; on: IsoDate }[]>> {
	if (!personIds.length) return new Map();
	const rows = await db
		.select({
			personId: classResults.personId,
			subject: classes.subject,
			classId: classes.id
		})
		.from(classResults)
		.innerJoin(classes, eq(classes.id, classResults.classId))
		.where(and(eq(classResults.completed, true), inArray(classResults.personId, [...personIds])));
	const ids = [...new Set(rows.map(({ classId }) => classId))];
	const sessions = ids.length
		? await db
				.select({ classId: classSessions.classId, endsAt: classSessions.endsAt })
				.from(classSessions)
				.where(inArray(classSessions.classId, ids))
		: [];
	const ends = new Map<string, Date>();
	for (const { classId, endsAt } of sessions) {
		const known = ends.get(classId);
		if (!known || endsAt > known) ends.set(classId, endsAt);
	}
	const byPerson = new Map<string, { subject: string; on: IsoDate }[]>();
	for (const { personId, subject, classId } of rows) {
		const fact = { subject, on: dateIn(ends.get(classId)!) };
		byPerson.set(personId, [...(byPerson.get(personId) ?? []), fact]);
	}
	return byPerson;
}
