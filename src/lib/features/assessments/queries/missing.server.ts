import { and, asc, count, eq, exists, gt, isNull, lte, not, or, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { people, roleGrants, units } from '../../people/tables.server';
import type { ResultFilter } from '../filter';
import { assessmentResults } from '../tables.server';
import type { Period } from './periods.server';
import { peopleOf, RESULTS_PAGE_SIZE } from './results.server';

/**
 * The people who have no result of a period though they were there: active, on a ladder (the trainee's role) and
 * hired before its end. By employee number, one page.
 */
export async function listMissing(
	ctx: Context,
	period: Pick<Period, 'id' | 'endsOn'>,
	filter: Pick<ResultFilter, 'q' | 'unit' | 'page'>
) {
	authorize(ctx.actor, 'assessments.period.read');
	const one = { one: sql`1` };
	const where = and(
		peopleOf(ctx, filter),
		eq(people.status, 'active'),
		lte(people.hiredOn, period.endsOn),
		exists(
			ctx.db
				.select(one)
				.from(roleGrants)
				.where(
					and(
						eq(roleGrants.personId, people.id),
						eq(roleGrants.role, 'trainee'),
						isNull(roleGrants.revokedAt),
						lte(roleGrants.validFrom, period.endsOn),
						or(isNull(roleGrants.validTo), gt(roleGrants.validTo, period.endsOn))
					)
				)
		),
		not(
			exists(
				ctx.db
					.select(one)
					.from(assessmentResults)
					.where(and(eq(assessmentResults.personId, people.id), eq(assessmentResults.periodId, period.id)))
			)
		)
	);
	const from = { id: people.id, name: people.name, employeeNo: people.employeeNo, post: people.post };
	const rows = await ctx.db
		.select({ ...from, zh: units.nameZh, en: units.nameEn })
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(where)
		.orderBy(asc(people.employeeNo))
		.limit(RESULTS_PAGE_SIZE)
		.offset((filter.page - 1) * RESULTS_PAGE_SIZE);
	const [total] = await ctx.db
		.select({ n: count() })
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(where);
	return {
		rows: rows.map(({ zh, en, ...row }) => ({ ...row, unitName: { 'zh-CN': zh, en } })),
		page: filter.page,
		pageSize: RESULTS_PAGE_SIZE,
		total: total?.n ?? 0
	};
}
