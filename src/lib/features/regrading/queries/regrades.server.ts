import { desc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { authorize, can } from '$lib/access/can';
import type { Words } from '$lib/features/bank';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { items, itemVersions } from '../../bank/tables.server';
import { sittings } from '../../exams/tables.server';
import { people } from '../../people/tables.server';
import { candidateOf } from '../load.server';
import { kindOf, regradeStateOf, type RegradeKind } from '../states';
import { regrades } from '../tables.server';
import type { Trial } from '../trial';

/** The sitting of a page about its regrades. Not for its candidates: keys and others' marks stand there. */
export async function readSitting(ctx: Context, sittingId: string) {
	authorize(ctx.actor, 'regrading.regrade.read');
	if (!isId(sittingId)) throw notFound();
	const [sitting] = await ctx.db.select().from(sittings).where(eq(sittings.id, sittingId));
	if (!sitting) throw notFound();
	if (await candidateOf(ctx.db, ctx, sittingId)) throw forbidden('access.separation.self');
	return {
		id: sitting.id,
		title: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
		over: ctx.now >= sitting.closesAt,
		rehearsal: sitting.rehearsal,
		released: sitting.releasedAt !== null
	};
}

/** An item that a sitting asked, as it is marked now. */
export interface MarkedItem {
	itemVersionId: string;
	code: string;
	stem: Words;
	/** Marked papers on which it counts. */
	counted: number;
	/** Mean share of its marks there, 0 to 1; null where it counts nowhere. */
	difficulty: number | null;
	/** What was done to it in this sitting. */
	corrected: RegradeKind | null;
}

/** The regrades of a sitting, and its items with the least answered first. */
export async function listRegrades(ctx: Context, sittingId: string) {
	const sitting = await readSitting(ctx, sittingId);
	const drafter = alias(people, 'drafter');
	const rows = await ctx.db
		.select({ regrade: regrades, code: items.code, type: itemVersions.type, by: drafter.name })
		.from(regrades)
		.innerJoin(itemVersions, eq(itemVersions.id, regrades.itemVersionId))
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.leftJoin(drafter, eq(drafter.id, regrades.draftedBy))
		.where(eq(regrades.sittingId, sitting.id))
		.orderBy(desc(regrades.draftedAt), desc(regrades.id));
	const may = can(ctx.actor, 'regrading.regrade.propose').ok && sitting.over && !sitting.rehearsal;
	return {
		sitting,
		may,
		regrades: rows.map(({ regrade, code, type, by }) => ({
			id: regrade.id,
			...{ code, by, kind: kindOf(regrade.kind, type), policy: regrade.policy, reason: regrade.reason },
			state: regradeStateOf(regrade),
			at: (regrade.endedAt ?? regrade.proposedAt ?? regrade.draftedAt).toISOString(),
			trial: regrade.trial as Trial | null
		})),
		items: await listItems(ctx, sitting.id)
	};
}

function listItems(ctx: Context, sittingId: string): Promise<MarkedItem[]> {
	return rowsOf<MarkedItem>(
		ctx.db,
		sql`with marked as (
			select m."itemVersionId" as id, count(*)::int as counted,
				sum(m."earnedHundredths")::float / sum(m.marks * 100) as difficulty
			from attempt_results r join attempts a on a.id = r.attempt_id
			cross join lateral jsonb_to_recordset(r.marks) as m("itemVersionId" uuid, marks int, "earnedHundredths" int)
			where a.sitting_id = ${sittingId}::uuid and r.superseded_at is null
			group by 1
		), asked as (
			select distinct i.item_version_id as id from attempt_items i
			join attempts a on a.id = i.attempt_id where a.sitting_id = ${sittingId}::uuid
		), corrected as (
			select distinct on (c.item_version_id) c.item_version_id as id,
				case when c.credit then 'credit' when c.question is null then 'drop' else 'key' end as kind
			from key_corrections c where c.sitting_id = ${sittingId}::uuid
			order by c.item_version_id, c.made_at desc, c.id desc
		)
		select asked.id as "itemVersionId", i.code, v.shown -> 'stem' as stem, coalesce(m.counted, 0) as counted,
			m.difficulty, c.kind as corrected
		from asked join item_versions v on v.id = asked.id join items i on i.id = v.item_id
		left join marked m on m.id = asked.id left join corrected c on c.id = asked.id
		order by m.difficulty nulls last, i.code, asked.id`
	);
}
