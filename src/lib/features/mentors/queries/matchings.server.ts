import { and, asc, desc, eq, gte, ilike, isNull, or, sql } from 'drizzle-orm';
import { whereMay } from '$lib/access/where.server';
import { rulesOn } from '$lib/features/mentoring/index.server';
import { listUnits, type UnitRow } from '$lib/features/people/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { addMonths, dateIn, type IsoDate } from '$lib/shared/dates';
import { pairings } from '../../mentoring/tables.server';
import { people, roleGrants, units } from '../../people/tables.server';
import type { IntakeFilter } from '../schema';
import { requireStaff } from '../subject.server';
import { matchingRows, matchings } from '../tables.server';
import { defaultWeights, MAX_TRAINEES, type MatchingState, type Weights } from '../vocabulary';

export interface ListedMatching {
	id: string;
	title: string;
	state: MatchingState;
	createdAt: string;
	by: string;
	trainees: number;
	placed: number;
}

const PAGE_SIZE = 25;

/** The matchings of the reader's units, the newest first. */
export async function listMatchings(
	ctx: Context,
	page: number
): Promise<{ rows: ListedMatching[]; total: number; pageSize: number }> {
	requireStaff(ctx, 'mentors.matching.manage');
	const rows = await ctx.db
		.select({
			matching: matchings,
			by: people.name,
			trainees: sql<number>`(select count(*)::int from ${matchingRows} where matching_id = ${matchings.id})`,
			placed: sql<number>`(select count(mentor_id)::int from ${matchingRows} where matching_id = ${matchings.id})`,
			total: sql<number>`count(*) over ()::int`
		})
		.from(matchings)
		.innerJoin(people, eq(people.id, matchings.createdBy))
		.where(whereMay(ctx.actor, 'mentors.matching.manage', { unitPath: matchings.unitPath }))
		.orderBy(desc(matchings.createdAt), desc(matchings.id))
		.limit(PAGE_SIZE)
		.offset((page - 1) * PAGE_SIZE);
	return {
		rows: rows.map(({ matching: { id, title, state, createdAt }, by, trainees, placed }) => ({
			...{ id, title, state, createdAt: createdAt.toISOString(), by, trainees, placed }
		})),
		total: rows[0]?.total ?? 0,
		pageSize: PAGE_SIZE
	};
}

export interface IntakeTrainee {
	id: string;
	name: string;
	employeeNo: string;
	post: string;
	unitName: LocalText;
	hiredOn: IsoDate;
}

export interface MatchingForm {
	units: UnitRow[];
	filter: IntakeFilter & { hiredSince: IsoDate };
	trainees: IntakeTrainee[];
	/** The list was cut off at the most that one matching takes. */
	cut: boolean;
	weights: Weights;
	startsOn: IsoDate;
	endsOn: IsoDate;
	perMentor: number;
}

/** Trainees of the reader's units without a mentor, by filter: everybody whom a new matching may take. */
export async function getMatchingForm(ctx: Context, filter: IntakeFilter): Promise<MatchingForm> {
	requireStaff(ctx, 'mentors.matching.manage');
	const today = dateIn(ctx.now);
	const hiredSince = filter.hiredSince ?? addMonths(today, -12);
	const pattern = filter.q && `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
	const isTrainee = sql`exists (select 1 from ${roleGrants} g where g.person_id = ${people.id} and g.role = 'trainee'
		and g.revoked_at is null and g.valid_from <= ${today} and (g.valid_to is null or g.valid_to >= ${today}))`;
	const rows = await ctx.db
		.select({
			...{ id: people.id, name: people.name, employeeNo: people.employeeNo, post: people.post },
			...{ hiredOn: people.hiredOn, zh: units.nameZh, en: units.nameEn }
		})
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(pairings, and(eq(pairings.traineeId, people.id), isNull(pairings.endedOn)))
		.where(
			and(
				eq(people.status, 'active'),
				isNull(pairings.id),
				isTrainee,
				gte(people.hiredOn, hiredSince),
				whereMay(ctx.actor, 'mentors.matching.manage', { unitPath: units.path }),
				ctx.actor.kind === 'person' ? sql`${people.id} <> ${ctx.actor.personId}` : undefined,
				filter.unit
					? sql`${units.path} like (select chosen.path || '%' from units chosen where chosen.id = ${filter.unit})`
					: undefined,
				pattern ? or(ilike(people.name, pattern), ilike(people.employeeNo, pattern)) : undefined
			)
		)
		.orderBy(asc(units.path), asc(people.employeeNo))
		.limit(MAX_TRAINEES + 1);
	const trainees = rows.slice(0, MAX_TRAINEES).map(({ zh, en, ...row }) => ({
		...row,
		unitName: { 'zh-CN': zh, en }
	}));
	return {
		units: await listUnits(ctx, { where: 'mentors.matching.manage' }),
		filter: { ...filter, hiredSince },
		trainees,
		cut: rows.length > MAX_TRAINEES,
		weights: defaultWeights,
		startsOn: today,
		endsOn: addMonths(today, 6),
		perMentor: (await rulesOn(ctx.db, today)).activePerMentor
	};
}
