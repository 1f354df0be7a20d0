import { and, desc, eq } from 'drizzle-orm';
import { reachesOf } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { Context } from '$lib/server/context';
import { isId } from '$lib/shared/ids';
import { itemVersions } from '../../bank/tables.server';
import { people, units } from '../../people/tables.server';
import { attemptItems, attempts, sittings } from '../tables.server';

/** Most candidates that are named: the newest ones. */
const NAMED = 200;

/**
 * The candidates whose papers held an item, the newest first, as far as somebody may read their results; null for whoever
 * reads nobody's but their own.
 */
export async function listShownTo(ctx: Context, itemId: string) {
	const reaches = reachesOf(ctx.actor, 'exams.result.read');
	if (!reaches.some(({ reach }) => reach === 'unit' || reach === 'organisation') || !isId(itemId))
		return null;
	const rows = await ctx.db
		.select({
			attemptId: attempts.id,
			name: people.name,
			employeeNo: people.employeeNo,
			unitZh: units.nameZh,
			unitEn: units.nameEn,
			titleZh: sittings.titleZh,
			titleEn: sittings.titleEn,
			sittingId: sittings.id,
			version: itemVersions.version,
			at: attempts.startedAt
		})
		.from(itemVersions)
		.innerJoin(attemptItems, eq(attemptItems.itemVersionId, itemVersions.id))
		.innerJoin(attempts, eq(attempts.id, attemptItems.attemptId))
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.innerJoin(people, eq(people.id, attempts.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(
			and(
				eq(itemVersions.itemId, itemId),
				eq(sittings.rehearsal, false),
				whereMay(ctx.actor, 'exams.result.read', { personId: people.id, unitPath: units.path })
			)
		)
		.orderBy(desc(attempts.startedAt), attempts.id)
		.limit(NAMED);
	return rows.map(({ unitZh, unitEn, titleZh, titleEn, at, ...row }) => ({
		...row,
		unit: { 'zh-CN': unitZh, en: unitEn },
		sitting: { 'zh-CN': titleZh, en: titleEn },
		at: at.toISOString()
	}));
}
