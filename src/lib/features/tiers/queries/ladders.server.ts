import { sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { roleGrants } from '../../people/tables.server';
import { LADDER } from '../rules';
import { appointments, candidacies, policyVersions } from '../tables.server';

export interface Ladder {
	id: string;
	/** As its standard in force calls it. */
	name: LocalText;
}

/**
 * The ladders with a standard in force that concern a person on a date: those they are appointed on or are candidates
 * of; whoever is a trainee and on none is on the way to the default ladder, which comes first. Asks no permission.
 */
export async function laddersOf(db: Database, personId: string, asOf: IsoDate): Promise<Ladder[]> {
	const rows = await rowsOf<{ ladder: string; name: LocalText }>(
		db,
		sql`with mine as (
			select ladder from ${appointments} where person_id = ${personId} and starts_on <= ${asOf}
			union select ladder from ${candidacies} where person_id = ${personId} and starts_on <= ${asOf}
				and (ends_on is null or ends_on >= ${asOf})
			union select ${LADDER} from ${roleGrants} where person_id = ${personId} and role = 'trainee'
				and revoked_at is null and valid_from <= ${asOf} and (valid_to is null or valid_to >= ${asOf})
				and not exists (select 1 from ${candidacies} where person_id = ${personId}
					and starts_on <= ${asOf} and (ends_on is null or ends_on >= ${asOf}))
		)
		select distinct on (p.ladder) p.ladder, p.content -> 'name' as name
		from ${policyVersions} p join mine on mine.ladder = p.ladder
		where p.effective_from <= ${asOf} order by p.ladder, p.effective_from desc`
	);
	return rows
		.map(({ ladder, name }) => ({ id: ladder, name }))
		.sort((a, b) => Number(b.id === LADDER) - Number(a.id === LADDER) || (a.id < b.id ? -1 : 1));
}

/** The signed-in person's ladders. */
export async function ownLadders(ctx: Context): Promise<Ladder[]> {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	const { personId } = ctx.actor;
	authorize(ctx.actor, 'tiers.path.read', { personId });
	return laddersOf(ctx.db, personId, dateIn(ctx.now));
}
