import { sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { knowledgeAreas, levels, type KnowledgeArea, type Level } from '$lib/content/question-vocabulary';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { questionTypes, type QuestionType } from '../question';
import { items } from '../tables.server';
import { itemStatuses, itemUses, type ItemStatus, type ItemUse } from '../states';
import { ageOf, ages, type Age } from './glance-conditions.server';

type ByStatus = Record<ItemStatus, number>;
export interface Coverage {
	use: ItemUse;
	/** Items by state: of an area and level, of a kind, and of all. */
	cells: { area: KnowledgeArea; level: Level; counts: ByStatus }[];
	kinds: { type: QuestionType; counts: ByStatus }[];
	total: ByStatus;
	/** Of ready items. */
	ages: Record<Age, number>;
	/** Items of every use, ready. */
	uses: Record<ItemUse, number>;
	/** Their day to be reviewed again has come. */
	due: number;
	never: number;
}

interface Row {
	area: string;
	level: string;
	type: string;
	status: ItemStatus;
	use: ItemUse;
	age: Age;
	items: number;
	due: number;
	never: number;
}

/** What the bank holds, counted in one pass: nothing here grows with it but the counting. */
export async function getCoverage(ctx: Context, use: ItemUse): Promise<Coverage> {
	authorize(ctx.actor, 'bank.item.read');
	const today = dateIn(ctx.now);
	const rows = await rowsOf<Row>(
		ctx.db,
		sql`select items.area, items.level, items.type, items.status, items."use", count(*)::int as items,
				${ageOf(ctx.now)} as age,
				(count(*) filter (where items.review_again_on <= ${today}::date and items.status <> 'retired'))::int as due,
				(count(*) filter (where e.item_id is null))::int as never
			from ${items} left join (select distinct item_id from item_exposures) e on e.item_id = items.id
			group by items.area, items.level, items.type, items.status, items."use", 7`
	);
	const own = rows.filter((row) => row.use === use);
	const ready = own.filter(({ status }) => status === 'ready');
	return {
		use,
		cells: knowledgeAreas.flatMap((area) =>
			levels.map((level) => ({
				area,
				level,
				counts: byStatus(own.filter((row) => row.area === area && row.level === level))
			}))
		),
		kinds: questionTypes.map((type) => ({ type, counts: byStatus(own.filter((row) => row.type === type)) })),
		total: byStatus(own),
		ages: countBy(ages, ready, ({ age }) => age),
		uses: countBy(
			itemUses,
			rows.filter(({ status }) => status === 'ready'),
			(row) => row.use
		),
		due: own.reduce((sum, row) => sum + row.due, 0),
		never: ready.reduce((sum, row) => sum + row.never, 0)
	};
}

const byStatus = (rows: readonly Row[]): ByStatus => countBy(itemStatuses, rows, ({ status }) => status);

function countBy<K extends string>(
	keys: readonly K[],
	rows: readonly Row[],
	of: (row: Row) => K
): Record<K, number> {
	const counts = Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
	for (const row of rows) counts[of(row)] += row.items;
	return counts;
}
