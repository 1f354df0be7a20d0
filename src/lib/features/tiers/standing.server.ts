import { sql, type Placeholder, type SQL } from 'drizzle-orm';
import { preparedRows, rowsOf, type Database } from '$lib/server/db/database';
import { within, type Asked, type People } from '$lib/server/db/facts';
import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import { noFacts } from './engine/facts';
import { factsFor } from './facts.server';
import { policiesInForce } from './policies-in-force.server';
import type { PolicyVersion } from './queries/policies.server';
import { LADDER } from './rules';
import { laddersFor, standOn, type Member, type Standing } from './standing';

export type { Standing } from './standing';

/** People as they are now, with what places them on ladders on a day: one query however many. Asks no permission. */
export async function membersOf(db: Database, people: People, asOf: IsoDate): Promise<Member[]> {
	if (people && 'length' in people && !people.length) return [];
	const one = people && 'length' in people && people.length === 1 ? people[0] : null;
	const rows = one ? await memberRow(db, { id: one, asOf }) : await rowsOf<Row>(db, memberRows(people, asOf));
	return rows.map(({ zh, en, ...row }) => ({ ...row, unitName: { 'zh-CN': zh, en } }));
}

type Row = Omit<Member, 'unitName'> & { zh: string; en: string };

const memberRow = preparedRows<Row>(() => memberRows([sql.placeholder('id')], sql.placeholder('asOf')));

function memberRows(people: Asked, asOf: IsoDate | Placeholder): SQL {
	return sql`select p.id as "personId", p.name, p.employee_no as "employeeNo", p.unit_id as "unitId",
			u.path as "unitPath", u.name_zh as zh, u.name_en as en, p.status = 'active' as active,
			exists (select 1 from role_grants g where g.person_id = p.id and g.role = 'trainee' and g.revoked_at is null
				and g.valid_from <= ${asOf} and (g.valid_to is null or g.valid_to >= ${asOf})) as trainee,
			coalesce((select json_agg(c.ladder) from candidacies c where c.person_id = p.id and c.starts_on <= ${asOf}
				and (c.ends_on is null or c.ends_on >= ${asOf})), '[]'::json) as candidacies,
			coalesce((select json_agg(json_build_object('id', d.id, 'ladder', d.ladder)) from decisions d
				where d.person_id = p.id and d.state in ('proposed', 'notice', 'approved')), '[]'::json) as open
			from people p join units u on u.id = p.unit_id
			where ${within(sql`p.id`, people)}`;
}

export interface Live {
	/** The person's ladders with a standard in force, the default one first. */
	ladders: { id: string; name: LocalText }[];
	/** The ladder that is looked at. */
	ladder: string;
	version: PolicyVersion | null;
	standing: Standing;
}

/**
 * How one person stands on a ladder (null: their first) on a date, computed now: three queries. Null when there is
 * no such person. Asks no permission: the caller does.
 */
export async function liveStanding(
	db: Database,
	personId: string,
	ladder: string | null,
	asOf: IsoDate
): Promise<Live | null> {
	const [[member], versions, known] = await Promise.all([
		membersOf(db, [personId], asOf),
		policiesInForce(db, asOf),
		factsFor(db, [personId], { on: asOf })
	]);
	if (!member) return null;
	const facts = known.get(personId) ?? noFacts(personId);
	const theirs = laddersFor(member, facts, asOf);
	const chosen = ladder ?? theirs[0] ?? LADDER;
	const version = versions.get(chosen) ?? null;
	const { trainee: _trainee, candidacies: _candidacies, open, ...person } = member;
	const onLadder = theirs.includes(chosen);
	const position = standOn(onLadder ? (version?.policy ?? null) : null, chosen, { open }, facts, asOf);
	return {
		ladders: theirs.flatMap((id) => {
			const found = versions.get(id);
			return found ? [{ id, name: found.policy.name }] : [];
		}),
		ladder: chosen,
		version,
		standing: { ...person, facts, onLadder, ...position }
	};
}
