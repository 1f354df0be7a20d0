import { and, asc, count, desc, eq, gte, ilike, lt, or, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { people, units } from '../../people/tables.server';
import type { ResultFilter } from '../filter';
import { distributionSteps, type Scores } from '../rules';
import { assessmentResults } from '../tables.server';

export const RESULTS_PAGE_SIZE = 25;

export interface ListedResult {
	id: string;
	personId: string;
	name: string;
	employeeNo: string;
	unitName: LocalText;
	scores: Scores;
	/** In hundredths of a point. */
	total: number;
	recordedAt: string;
}

/** The results of a period that count, one a person. */
const newestOf = (ctx: Context, periodId: string) =>
	ctx.db
		.selectDistinctOn([assessmentResults.personId])
		.from(assessmentResults)
		.where(eq(assessmentResults.periodId, periodId))
		.orderBy(assessmentResults.personId, desc(assessmentResults.recordedAt), desc(assessmentResults.id))
		.as('newest');

/** People whose results the reader may read, narrowed by name, number and unit. */
export function peopleOf(ctx: Context, filter: Pick<ResultFilter, 'q' | 'unit'>) {
	const pattern = `%${filter.q.trim().replace(/[\\%_]/g, '\\$&')}%`;
	return and(
		whereMay(ctx.actor, 'assessments.result.read', { personId: people.id, unitPath: units.path }),
		filter.q.trim() ? or(ilike(people.name, pattern), ilike(people.employeeNo, pattern)) : undefined,
		filter.unit
			? sql`${units.path} like (select u.path || '%' from units u where u.id = ${filter.unit})`
			: undefined
	);
}

/** The results of a period, filtered, sorted and paged here. */
export async function listResults(ctx: Context, periodId: string, filter: ResultFilter) {
	authorize(ctx.actor, 'assessments.period.read');
	const newest = newestOf(ctx, periodId);
	const next = distributionSteps.find((step) => filter.from !== null && step > filter.from);
	const where = and(
		peopleOf(ctx, filter),
		filter.from === null ? undefined : gte(newest.total, filter.from * 100),
		next === undefined ? undefined : lt(newest.total, next * 100)
	);
	const columns = {
		total: newest.total,
		name: people.name,
		employeeNo: people.employeeNo,
		unit: units.path,
		recordedAt: newest.recordedAt
	};
	const order = filter.dir === 'desc' ? desc : asc;
	const rows = await ctx.db
		.select({
			id: newest.id,
			personId: people.id,
			name: people.name,
			employeeNo: people.employeeNo,
			zh: units.nameZh,
			en: units.nameEn,
			scores: newest.scores,
			total: newest.total,
			recordedAt: newest.recordedAt
		})
		.from(newest)
		.innerJoin(people, eq(people.id, newest.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(where)
		.orderBy(order(columns[filter.sort]), asc(people.employeeNo))
		.limit(RESULTS_PAGE_SIZE)
		.offset((filter.page - 1) * RESULTS_PAGE_SIZE);
	const [total] = await ctx.db
		.select({ n: count() })
		.from(newest)
		.innerJoin(people, eq(people.id, newest.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(where);
	return {
		rows: rows.map(({ zh, en, scores, recordedAt, ...row }): ListedResult => ({
			...row,
			unitName: { 'zh-CN': zh, en },
			scores: scores as Scores,
			recordedAt: recordedAt.toISOString()
		})),
		page: filter.page,
		pageSize: RESULTS_PAGE_SIZE,
		total: total?.n ?? 0
	};
}

/** How many people whom the filter leaves have a total in each step, from low to high. */
export async function getDistribution(
	ctx: Context,
	periodId: string,
	filter: Pick<ResultFilter, 'q' | 'unit'>
): Promise<{ from: number; people: number }[]> {
	authorize(ctx.actor, 'assessments.period.read');
	const newest = newestOf(ctx, periodId);
	const counted = distributionSteps.map((from, at) => {
		const next = distributionSteps[at + 1];
		const below = next === undefined ? sql`true` : sql`${newest.total} < ${next * 100}`;
		return sql<number>`count(*) filter (where ${newest.total} >= ${from * 100} and ${below})::int`;
	});
	const [row] = await ctx.db
		.select(Object.fromEntries(counted.map((step, at) => [`step${at}`, step])))
		.from(newest)
		.innerJoin(people, eq(people.id, newest.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(peopleOf(ctx, filter));
	return distributionSteps.map((from, at) => ({ from, people: Number(row?.[`step${at}`] ?? 0) }));
}
