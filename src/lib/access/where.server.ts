import { eq, or, sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { reachesOf, type Actor } from './can';
import type { Permission } from './permissions';

/** The columns of a list's rows that a permission's reach looks at. */
export interface SubjectColumns {
	personId?: SQLWrapper;
	unitPath?: SQLWrapper;
	/** A condition that holds when the given person mentors the row's person. */
	mentoredBy?: (personId: string) => SQL;
}

/**
 * The rows about which an actor holds a permission: the SQL twin of `can` without its separation of duties
 * (which concerns acts, not looking). Nothing when no grant gives it.
 */
export function whereMay(actor: Actor, permission: Permission, columns: SubjectColumns): SQL {
	if (actor.kind === 'system') return sql`true`;
	if (actor.kind === 'anonymous') return sql`false`;
	const parts = reachesOf(actor, permission).map(({ reach, unitPath }): SQL | undefined => {
		if (reach === 'organisation') return sql`true`;
		const own = columns.personId ? eq(columns.personId, actor.personId) : sql`false`;
		if (reach === 'self') return own;
		if (reach === 'mentee') return columns.mentoredBy ? or(own, columns.mentoredBy(actor.personId)) : own;
		if (unitPath === null) return sql`true`;
		return columns.unitPath ? sql`${columns.unitPath} like ${`${unitPath}%`}` : sql`false`;
	});
	return parts.length ? (or(...parts) ?? sql`false`) : sql`false`;
}
