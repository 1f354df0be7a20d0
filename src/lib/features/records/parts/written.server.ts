import { and, asc, eq, isNull, or, sql } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { answers, sheetOutcomes, sheetReadings, sittingEvents } from '../../exams/tables.server';
import type { AttemptPart } from './attempt.server';

/** Every version of every answer with its time; of a sheet on paper, what each reader read and what it came to. */
export async function answersPart(db: Database, { attempt, registration }: AttemptPart) {
	const versions = await db
		.select()
		.from(answers)
		.where(eq(answers.attemptId, attempt.id))
		.orderBy(asc(answers.position), asc(answers.seq));
	const sheet = registration && {
		readings: await db
			.select()
			.from(sheetReadings)
			.where(eq(sheetReadings.registrationId, registration.id))
			.orderBy(asc(sheetReadings.slot), asc(sheetReadings.revision)),
		outcome: (
			await db.select().from(sheetOutcomes).where(eq(sheetOutcomes.registrationId, registration.id))
		)[0]
	};
	return { versions, sheet: sheet?.outcome ? sheet : null };
}

/**
 * What happened, from both sides: to the attempt itself, and to its room or the whole sitting where it is about nobody else. A save
 * that was refused stands there with what it carried.
 */
export async function eventsPart(db: Database, { attempt, registration }: AttemptPart) {
	const { attemptId, sittingId, roomId, data, at, id } = sittingEvents;
	const about = sql`${data}->>'registrationId'`;
	return db
		.select()
		.from(sittingEvents)
		.where(
			and(
				eq(sittingId, attempt.sittingId),
				or(
					eq(attemptId, attempt.id),
					and(
						...[isNull(attemptId), or(isNull(about), eq(about, registration?.id ?? ''))],
						or(isNull(roomId), registration?.roomId ? eq(roomId, registration.roomId) : undefined)
					)
				)
			)
		)
		.orderBy(asc(at), asc(id));
}
