import { and, eq, sql } from 'drizzle-orm';
import { whereMay } from '$lib/access/where.server';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { people, units } from '../../people/tables.server';
import { byBranch, monthsFrom, type ExpiryRow } from '../expiry';
import { certificateRevocations, certificates } from '../tables.server';
import { authorizeBeyondSelf } from './get-certificate.server';

export interface ExpiryAhead {
	/** `YYYY-MM`, the present one first. */
	months: string[];
	/** Certificates that run out in each month. */
	totals: number[];
	/** The same by branch, the most first. */
	branches: ExpiryRow[];
}

/**
 * How many certificates in force, suspended ones included, run out in the months ahead, by branch of their holders today;
 * of those that the reader may read.
 */
export async function expiryAhead(ctx: Context): Promise<ExpiryAhead> {
	authorizeBeyondSelf(ctx);
	const today = dateIn(ctx.now);
	const months = monthsFrom(today);
	const month = sql<string>`to_char(${certificates.validTo}, 'YYYY-MM')`;
	const counts = await ctx.db
		.select({ path: units.path, month, count: sql<number>`count(*)::int` })
		.from(certificates)
		.innerJoin(people, eq(people.id, certificates.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.where(
			and(
				sql`${certificateRevocations.certificateId} is null and ${certificates.validTo} >= ${today}`,
				sql`${month} <= ${months.at(-1)}`,
				whereMay(ctx.actor, 'certificates.certificate.read', {
					personId: certificates.personId,
					unitPath: units.path
				})
			)
		)
		.groupBy(units.path, month);
	const known = await ctx.db
		.select({ id: units.id, path: units.path, zh: units.nameZh, en: units.nameEn })
		.from(units)
		.orderBy(units.path);
	return {
		months,
		totals: months.map((one) => counts.reduce((sum, row) => (row.month === one ? sum + row.count : sum), 0)),
		branches: byBranch(
			counts,
			months,
			known.map(({ zh, en, ...unit }) => ({ ...unit, name: { 'zh-CN': zh, en } }))
		)
	};
}
