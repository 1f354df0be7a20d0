import { and, asc, eq, inArray, ne, or } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { canonicalJson } from '$lib/shared/json';
import { auditLog } from '../../audit/tables.server';
import { people, units } from '../../people/tables.server';
import type { AttemptPart } from './attempt.server';

/** Reading a file changes nothing in it: its looks stand in the log alone. */
export const RECORD_READ = 'records.file.read';

/**
 * What the audit log holds of this attempt, in its order: entries about it, about what belongs to it (`ids`), and those about its
 * candidate in this sitting.
 */
export async function auditPart(
	db: Database,
	{ attempt, registration }: AttemptPart,
	ids: readonly string[]
) {
	const subjects = [attempt.id, ...(registration ? [registration.id] : []), ...ids];
	const { seq, subjectId, personId, action } = auditLog;
	return db
		.select()
		.from(auditLog)
		.where(
			and(
				ne(action, RECORD_READ),
				or(
					inArray(subjectId, subjects),
					and(eq(personId, attempt.personId), eq(subjectId, attempt.sittingId))
				)
			)
		)
		.orderBy(asc(seq));
}

const UUIDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Who is named by an id anywhere in the other parts. */
export async function peoplePart(db: Database, parts: unknown) {
	const ids = [...new Set(canonicalJson(parts).match(UUIDS) ?? [])];
	return db
		.select({
			...{ id: people.id, employeeNo: people.employeeNo, name: people.name, post: people.post },
			...{ unitZh: units.nameZh, unitEn: units.nameEn }
		})
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(inArray(people.id, ids))
		.orderBy(asc(people.employeeNo));
}
