import { and, eq, inArray } from 'drizzle-orm';
import { clearEngagements, describeClashes } from '$lib/features/agenda/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { canonicalJson } from '$lib/shared/json';
import { clashesOf, sourcesOf } from './agenda.server';
import { newSecret } from './codes.server';
import type { ClassContent } from './content.server';
import { attendanceOf, namesOf, openEnrolments, type LoadedClass } from './load.server';
import type { PlannedSession } from './rules';
import { classSessions } from './tables.server';

const saysOf = (sessions: readonly Omit<PlannedSession, 'row' | 'id'>[]) =>
	sessions
		.map(({ startsAt, endsAt, place }) => `${startsAt.toISOString()} ${endsAt.toISOString()} ${place}`)
		.sort()
		.join('\n');

/** The fields in which a form differs from what is saved, by the name of the field. */
export function changedFields(
	row: LoadedClass,
	content: ClassContent,
	sessions: readonly PlannedSession[]
): string[] {
	const fields = Object.entries(content)
		.filter(([name, value]) => canonicalJson([row[name as keyof LoadedClass]]) !== canonicalJson([value]))
		.map(([name]) => name);
	return saysOf(row.sessions) === saysOf(sessions) ? fields : [...fields, 'sessions'];
}

/** The sessions of a form that are new or at another time than they were. */
const movedOf = (row: LoadedClass, sessions: readonly PlannedSession[]) =>
	sessions.filter(({ id, startsAt, endsAt }) => {
		const was = row.sessions.find((session) => session.id === id);
		return !was || +was.startsAt !== +startsAt || +was.endsAt !== +endsAt;
	});

/** Refuses other times that clash with what the enrolled have, by name, so that the officer may decide. */
export async function demandFreeLearners(
	tx: Database,
	ctx: Context,
	row: LoadedClass,
	sessions: readonly PlannedSession[]
): Promise<void> {
	const moved = movedOf(row, sessions);
	if (!moved.length) return;
	const enrolled = (await openEnrolments(tx, row.id)).filter(({ state }) => state === 'enrolled');
	const ids = enrolled.map(({ personId }) => personId);
	const clashes = await clashesOf(
		tx,
		ids,
		moved,
		row.sessions.map(({ id }) => id)
	);
	if (!clashes.length) return;
	const names = await namesOf(tx, ids);
	const people = new Set(clashes.map(({ personId }) => personId)).size;
	throw conflict('classes.update.clashes', { people, clashes: await describeClashes(ctx, clashes, names) });
}

/**
 * Makes the sessions of a class those of a form. True when a time or place is another than before. A session at which
 * attendance was taken stays.
 */
export async function replaceSessions(
	tx: Database,
	ctx: Context,
	row: LoadedClass,
	sessions: readonly PlannedSession[]
): Promise<boolean> {
	const known = new Set(row.sessions.map(({ id }) => id));
	const kept = new Set(sessions.flatMap(({ id }) => (id && known.has(id) ? [id] : [])));
	const gone = [...known].filter((id) => !kept.has(id));
	if (gone.length) {
		if ((await attendanceOf(tx, gone)).length) throw conflict('classes.update.attended');
		for (const source of sourcesOf(gone)) await clearEngagements(tx, source);
		await tx.delete(classSessions).where(inArray(classSessions.id, gone));
	}
	for (const { id, startsAt, endsAt, place } of sessions) {
		if (id && kept.has(id)) {
			await tx
				.update(classSessions)
				.set({ startsAt, endsAt, place })
				.where(and(eq(classSessions.id, id), eq(classSessions.classId, row.id)));
		} else {
			const made = { id: newId(ctx.now), classId: row.id, codeSecret: newSecret() };
			await tx.insert(classSessions).values({ ...made, startsAt, endsAt, place });
		}
	}
	return saysOf(row.sessions) !== saysOf(sessions);
}
