import { and, desc, eq, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import type { Indicator } from '../rules';
import { assessmentPeriods, assessmentResults } from '../tables.server';

export interface Period {
	id: string;
	name: LocalText;
	startsOn: IsoDate;
	/** The last day. */
	endsOn: IsoDate;
	indicators: Indicator[];
}

const shown = (row: typeof assessmentPeriods.$inferSelect): Period => ({
	id: row.id,
	name: { 'zh-CN': row.nameZh, en: row.nameEn },
	startsOn: row.startsOn,
	endsOn: row.endsOn,
	indicators: row.indicators as Indicator[]
});

/** A period with its indicators. */
export async function getPeriod(ctx: Context, id: string): Promise<Period> {
	authorize(ctx.actor, 'assessments.period.read');
	if (!isId(id)) throw notFound();
	const [row] = await ctx.db.select().from(assessmentPeriods).where(eq(assessmentPeriods.id, id));
	if (!row) throw notFound();
	return shown(row);
}

/** Every period, newest first, with how many people the reader may read have a result, and their average total. */
export async function listPeriods(
	ctx: Context
): Promise<(Period & { results: number; average: number | null })[]> {
	authorize(ctx.actor, 'assessments.period.read');
	const newest = ctx.db
		.selectDistinctOn([assessmentResults.periodId, assessmentResults.personId], {
			periodId: assessmentResults.periodId,
			total: assessmentResults.total
		})
		.from(assessmentResults)
		.innerJoin(people, eq(people.id, assessmentResults.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(and(whereMay(ctx.actor, 'assessments.result.read', { personId: people.id, unitPath: units.path })))
		.orderBy(
			assessmentResults.periodId,
			assessmentResults.personId,
			desc(assessmentResults.recordedAt),
			desc(assessmentResults.id)
		)
		.as('newest');
	const rows = await ctx.db
		.select({
			period: assessmentPeriods,
			results: sql<number>`count(${newest.total})::int`,
			average: sql<number | null>`round(avg(${newest.total}))::int`
		})
		.from(assessmentPeriods)
		.leftJoin(newest, eq(newest.periodId, assessmentPeriods.id))
		.groupBy(assessmentPeriods.id)
		.orderBy(desc(assessmentPeriods.endsOn));
	return rows.map(({ period, results, average }) => ({ ...shown(period), results, average }));
}
