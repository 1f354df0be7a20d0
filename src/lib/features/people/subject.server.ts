import { and, eq, gte, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import type { RoleName } from '$lib/access/roles';
import type { LocalText } from '$lib/i18n/locales';
import { prepared, preparedRows, type Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { people, roleGrants, units } from './tables.server';

/** What other features need to know of a person to ask about permissions and to name them. */
export interface PersonSubject {
	id: string;
	name: string;
	employeeNo: string;
	unitId: string;
	unitPath: string;
	unitName: LocalText;
	status: 'active' | 'suspended' | 'left';
}

/** A person by id, inside or outside a transaction. Throws not_found. Asks no permission: the caller does. */
export async function getPersonSubject(db: Database, personId: string): Promise<PersonSubject> {
	const [row] = await subjectOf(db).execute({ personId });
	if (!row) throw notFound();
	const { zh, en, ...person } = row;
	return { ...person, unitName: { 'zh-CN': zh, en } };
}
const subjectOf = prepared((db) =>
	db
		.select({
			id: people.id,
			name: people.name,
			employeeNo: people.employeeNo,
			unitId: people.unitId,
			status: people.status,
			unitPath: units.path,
			zh: units.nameZh,
			en: units.nameEn
		})
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(eq(people.id, sql.placeholder('personId')))
		.prepare('person_subject')
);

/** Loads a person and holds their row to the end of the transaction, so that changes to them happen one by one. */
export async function lockPerson(tx: Database, personId: string) {
	const [row] = await tx.select().from(people).where(eq(people.id, personId)).for('update');
	if (!row) throw notFound();
	const subject = await getPersonSubject(tx, personId);
	return { row, subject: { personId, unitPath: subject.unitPath, parties: { person: personId } } };
}

export async function unitPathOf(db: Database, unitId: string): Promise<string | null> {
	const [row] = await db.select({ path: units.path }).from(units).where(eq(units.id, unitId));
	return row?.path ?? null;
}

/**
 * Who manages a person: the active head of their own unit, or of the nearest unit above that has one when there is
 * none or they are it themselves. At most one id; none at the top. Asks no permission: the caller does.
 */
export async function headIdsOf(
	db: Database,
	{ id, unitPath }: Pick<PersonSubject, 'id' | 'unitPath'>
): Promise<string[]> {
	const [found] = await headOf(db, { id, unitPath });
	return found!.id ? [found!.id] : [];
}

const headOf = preparedRows<{ id: string | null }>(() => {
	const its = sql.placeholder;
	return sql`select ${headIdOf(sql`${its('id')}::uuid`, sql`${its('unitPath')}::text`)} as id`;
});

/** The same as part of another query: an id, or null. */
export const headIdOf = (personId: SQL, unitPath: SQL): SQL => sql`(select head.id from ${units} led
	join ${people} head on head.id = led.head_id and head.status = 'active'
	where ${unitPath} like led.path || '%' and head.id <> ${personId} order by length(led.path) desc limit 1)`;

/** A grant that is in force on a day. */
export const inForce = (today: IsoDate) =>
	and(
		isNull(roleGrants.revokedAt),
		lte(roleGrants.validFrom, today),
		or(isNull(roleGrants.validTo), gte(roleGrants.validTo, today))
	);

/** The roles that a person holds today, or will hold. */
export async function rolesOf(db: Database, personId: string, today: IsoDate) {
	const rows = await db
		.select()
		.from(roleGrants)
		.where(
			and(
				eq(roleGrants.personId, personId),
				isNull(roleGrants.revokedAt),
				or(isNull(roleGrants.validTo), gte(roleGrants.validTo, today))
			)
		);
	return rows.map((row) => ({ ...row, role: row.role as RoleName }));
}

/** Whether another active person is an administrator today. Holds those grants, so that two cannot remove each other. */
export async function hasOtherAdministrator(
	tx: Database,
	personId: string,
	today: IsoDate
): Promise<boolean> {
	const rows = await tx
		.select({ personId: roleGrants.personId })
		.from(roleGrants)
		.innerJoin(people, and(eq(people.id, roleGrants.personId), eq(people.status, 'active')))
		.where(and(eq(roleGrants.role, 'administrator'), inForce(today)))
		.orderBy(roleGrants.id)
		.for('update', { of: roleGrants });
	return rows.some((row) => row.personId !== personId);
}
