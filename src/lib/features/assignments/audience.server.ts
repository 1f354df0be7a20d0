import { sql, type SQL } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import { addMonths, type IsoDate } from '$lib/shared/dates';
import type { Audience } from './audience';

const inUnit = (unitId: string): SQL =>
	sql`u.path like (select w.path || '%' from units w where w.id = ${unitId})`;

/** The tier on which somebody stands: that of the last appointment that has begun. */
const holds = (ladder: string, tier: string, today: IsoDate): SQL =>
	sql`${tier} = (select a.tier from appointments a where a.person_id = p.id and a.ladder = ${ladder}
		and a.starts_on <= ${today} order by a.starts_on desc, a.id desc limit 1)`;

/** Holds for the people `p` of units `u` who are in a group on a day. */
function isIn(audience: Audience, today: IsoDate): SQL {
	switch (audience.kind) {
		case 'unit':
			return inUnit(audience.unitId);
		case 'role':
			return sql`exists (select 1 from role_grants g where g.person_id = p.id and g.role = ${audience.role}
				and g.revoked_at is null and g.valid_from <= ${today} and (g.valid_to is null or g.valid_to >= ${today}))`;
		case 'tier':
			return holds(audience.ladder, audience.tier, today);
		case 'person':
			return sql`p.id = any(${`{${audience.personIds.join(',')}}`}::uuid[])`;
	}
	const { rule } = audience;
	if (rule.name === 'hiredWithin')
		return sql`p.hired_on <= ${today} and p.hired_on > ${addMonths(today, -rule.months)}`;
	if (rule.name === 'tierInUnit')
		return sql`${inUnit(rule.unitId)} and ${holds(rule.ladder, rule.tier, today)}`;
	return sql`exists (select 1 from pairings m where m.mentor_id = p.id and m.ended_on is null and m.starts_on <= ${today})`;
}

export interface Scope {
	/** Nobody outside this unit and those below it. */
	unitId: string;
	/** In their order: the first that a person is in counts. */
	groups: readonly Audience[];
	/** Only this person is looked at. */
	personId?: string;
}

/** The active people of an audience, each with the index of their group, by id: one query however many. */
export async function audienceOf(
	db: Database,
	{ unitId, groups, personId }: Scope,
	today: IsoDate
): Promise<{ personId: string; group: number }[]> {
	if (!groups.length) return [];
	const whens = groups.map((group, i) => sql`when ${isIn(group, today)} then ${sql.raw(String(i))}`);
	return rowsOf(
		db,
		sql`select id as "personId", "group" from (select p.id, case ${sql.join(whens, sql` `)} end as "group"
			from people p join units u on u.id = p.unit_id
			where p.status = 'active' and ${inUnit(unitId)} and ${personId ? sql`p.id = ${personId}` : sql`true`}) found
			where "group" is not null order by id`
	);
}
