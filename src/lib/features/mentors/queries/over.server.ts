import { and, eq, sql } from 'drizzle-orm';
import { mayAnywhere } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import { rulesOn } from '$lib/features/mentoring/index.server';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { pairings } from '../../mentoring/tables.server';
import { people, units } from '../../people/tables.server';
import { isMentorOn } from '../candidates.server';
import { mentorProfiles } from '../tables.server';

/** How many mentors of the reader's units guide more than they have places for; null for whoever may not see mentors. */
export async function countOverCapacity(ctx: Context): Promise<number | null> {
	if (!mayAnywhere(ctx.actor, 'mentors.mentor.read')) return null;
	const today = dateIn(ctx.now);
	const { activePerMentor } = await rulesOn(ctx.db, today);
	const load = sql`(select count(*) from ${pairings} held where held.mentor_id = ${people.id} and held.ended_on is null)`;
	const [row] = await ctx.db
		.select({ total: sql<number>`count(*)::int` })
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(mentorProfiles, eq(mentorProfiles.personId, people.id))
		.where(
			and(
				eq(people.status, 'active'),
				isMentorOn(today),
				whereMay(ctx.actor, 'mentors.mentor.read', { personId: people.id, unitPath: units.path }),
				sql`${load} > coalesce(${mentorProfiles.capacity}, ${activePerMentor})`
			)
		);
	return row?.total ?? 0;
}
