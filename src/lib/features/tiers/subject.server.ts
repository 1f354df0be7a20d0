import { and, eq, gte, isNull, lte, or } from 'drizzle-orm';
import type { Subject } from '$lib/access/can';
import type { RoleName } from '$lib/access/roles';
import { mentorIdsOf } from '$lib/features/mentoring/index.server';
import { getPersonSubject, headIdsOf, type PersonSubject } from '$lib/features/people/index.server';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, roleGrants, units } from '../people/tables.server';
import { decisions } from './tables.server';

export type DecisionRow = typeof decisions.$inferSelect;

/** A decision with the person it is about, and what permissions ask of it. Holds the row when `lock` is set. */
export async function loadDecision(db: Database, decisionId: string, options: { lock?: boolean } = {}) {
	if (!isId(decisionId)) throw notFound();
	const query = db.select().from(decisions).where(eq(decisions.id, decisionId));
	const [decision] = await (options.lock ? query.for('update') : query);
	if (!decision) throw notFound();
	const person = await getPersonSubject(db, decision.personId);
	return { decision, person, subject: await subjectOf(db, person, decision.proposedBy) };
}

/** A person as the subject of a decision, with the parts that others play in it (separation of duties). */
export async function subjectOf(
	db: Database,
	person: PersonSubject,
	proposer: string | null
): Promise<Subject> {
	const { id, unitPath } = person;
	const mentorIds = await mentorIdsOf(db, id);
	const parties = { person: id, proposer, mentor: mentorIds, head: await headIdsOf(db, person) };
	return { personId: id, unitPath, mentorIds, parties };
}

/** Active people who hold a role today over at least one of the units. */
export async function holdersOver(
	db: Database,
	role: RoleName,
	unitPaths: readonly string[],
	today: IsoDate
): Promise<string[]> {
	const rows = await db
		.select({ personId: roleGrants.personId, path: units.path })
		.from(roleGrants)
		.innerJoin(people, and(eq(people.id, roleGrants.personId), eq(people.status, 'active')))
		.leftJoin(units, eq(units.id, roleGrants.unitId))
		.where(
			and(
				eq(roleGrants.role, role),
				isNull(roleGrants.revokedAt),
				lte(roleGrants.validFrom, today),
				or(isNull(roleGrants.validTo), gte(roleGrants.validTo, today))
			)
		);
	const over = rows.filter(({ path }) => path === null || unitPaths.some((unit) => unit.startsWith(path)));
	return [...new Set(over.map(({ personId }) => personId))].sort();
}
