import { and, asc, eq, gt, not, or, sql, type SQL } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { people, roleGrants, units } from '../../people/tables.server';
import { factsFor } from '../facts.server';
import type { PersonFacts } from '../engine/facts';
import { LADDER } from '../rules';
import { appointments, candidacies } from '../tables.server';

/** So many at a time: their facts are in memory together. */
const CHUNK = 1000;

export interface OnLadder {
	personId: string;
	unitPath: string;
	facts: PersonFacts;
}

/**
 * Everybody whom a ladder concerns on a day, in chunks with their facts: active people who are on the way to it or
 * were ever appointed on it; of the default ladder also trainees who are on the way to no other.
 */
export async function* eachOnLadder(db: Database, ladder: string, on: IsoDate): AsyncGenerator<OnLadder[]> {
	const candidacy = (of: SQL) => sql`exists (select 1 from ${candidacies}
		where ${candidacies.personId} = ${people.id} and ${candidacies.startsOn} <= ${on}
		and (${candidacies.endsOn} is null or ${candidacies.endsOn} >= ${on}) and ${of})`;
	const appointed = sql`exists (select 1 from ${appointments} where ${appointments.personId} = ${people.id}
		and ${appointments.ladder} = ${ladder} and ${appointments.startsOn} <= ${on})`;
	const trainee = sql`exists (select 1 from ${roleGrants} where ${roleGrants.personId} = ${people.id}
		and ${roleGrants.role} = 'trainee' and ${roleGrants.revokedAt} is null and ${roleGrants.validFrom} <= ${on}
		and (${roleGrants.validTo} is null or ${roleGrants.validTo} >= ${on}))`;
	const concerned = or(
		candidacy(eq(candidacies.ladder, ladder)),
		appointed,
		ladder === LADDER ? and(trainee, not(candidacy(sql`true`))) : undefined
	);
	for (let after = ''; ;) {
		const rows = await db
			.select({ personId: people.id, unitPath: units.path })
			.from(people)
			.innerJoin(units, eq(units.id, people.unitId))
			.where(and(eq(people.status, 'active'), after ? gt(people.id, after) : undefined, concerned))
			.orderBy(asc(people.id))
			.limit(CHUNK);
		const last = rows.at(-1);
		if (!last) return;
		const facts = await factsFor(
			db,
			rows.map(({ personId }) => personId),
			{ on }
		);
		yield rows.map((row) => ({ ...row, facts: facts.get(row.personId)! }));
		if (rows.length < CHUNK) return;
		after = last.personId;
	}
}
