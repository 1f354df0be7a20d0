import { and, asc, desc, eq, gte, isNull, lte, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { addMonths, dateIn } from '$lib/shared/dates';
import { isId } from '$lib/shared/ids';
import { people, roleGrants, units } from '../../people/tables.server';
import { pairings } from '../tables.server';
import { anywhere, requireStaff } from './staff.server';

const FOUND = 8;
const mentorOfTrainee = alias(people, 'mentor_of_trainee');

export interface PairablePerson {
	id: string;
	name: string;
	employeeNo: string;
	post: string;
	unitName: LocalText;
	/** Pairings that have not ended in which the person is the mentor. */
	load: number;
	/** Who mentors the person now; null: nobody, so they can be paired. */
	currentMentor: string | null;
}

/**
 * People who can take a side of a pairing, by name or number; the chosen one comes first whatever the search says.
 * Trainees without a mentor come before those with one, mentors with few trainees before those with many.
 */
async function findPairable(
	ctx: Context,
	as: 'trainee' | 'mentor',
	q: string,
	chosenId: string
): Promise<PairablePerson[]> {
	const today = dateIn(ctx.now);
	const load = sql<number>`(select count(*)::int from ${pairings} held where held.mentor_id = ${people.id} and held.ended_on is null)`;
	const isMentor = sql`exists (select 1 from ${roleGrants} where ${and(
		eq(roleGrants.personId, people.id),
		eq(roleGrants.role, 'mentor'),
		isNull(roleGrants.revokedAt),
		lte(roleGrants.validFrom, today),
		or(isNull(roleGrants.validTo), gte(roleGrants.validTo, today))
	)})`;
	const chosen = isId(chosenId) ? sql`${people.id} = ${chosenId}` : undefined;
	const permission = as === 'trainee' ? 'mentoring.pairing.create' : 'people.person.read';
	const rows = await ctx.db
		.select({
			id: people.id,
			name: people.name,
			employeeNo: people.employeeNo,
			post: people.post,
			zh: units.nameZh,
			en: units.nameEn,
			load,
			currentMentor: mentorOfTrainee.name
		})
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(pairings, and(eq(pairings.traineeId, people.id), isNull(pairings.endedOn)))
		.leftJoin(mentorOfTrainee, eq(mentorOfTrainee.id, pairings.mentorId))
		.where(
			and(
				eq(people.status, 'active'),
				as === 'mentor' ? isMentor : undefined,
				whereMay(ctx.actor, permission, { unitPath: units.path }),
				q
					? or(
							chosen,
							sql`${people.name} ilike ${anywhere(q)}`,
							sql`${people.employeeNo} ilike ${anywhere(q)}`
						)
					: undefined
			)
		)
		.orderBy(
			...(chosen ? [desc(chosen)] : []),
			as === 'trainee' ? sql`${pairings.id} is not null` : asc(load),
			...(as === 'trainee' ? [sql`${people.hiredOn} desc`] : []),
			asc(people.employeeNo)
		)
		.limit(FOUND);
	return rows.map(({ zh, en, ...row }) => ({ ...row, unitName: { 'zh-CN': zh, en } }));
}

/** What the form for a new pairing shows: candidates for both sides, and what was typed before a search. */
export async function getPairingForm(ctx: Context, query: URLSearchParams) {
	requireStaff(ctx, 'mentoring.pairing.create');
	const typed = (name: string) => (query.get(name) ?? '').trim().slice(0, 500);
	const today = dateIn(ctx.now);
	return {
		trainees: await findPairable(ctx, 'trainee', typed('traineeQ'), typed('traineeId')),
		mentors: await findPairable(ctx, 'mentor', typed('mentorQ'), typed('mentorId')),
		typed: {
			traineeQ: typed('traineeQ'),
			traineeId: typed('traineeId'),
			mentorQ: typed('mentorQ'),
			mentorId: typed('mentorId'),
			startsOn: typed('startsOn') || today,
			endsOn: typed('endsOn') || addMonths(today, 6),
			plannedHours: typed('plannedHours') || '40',
			goal: typed('goal')
		}
	};
}
