import { and, asc, desc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { authorize, can, mayAnywhere } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { PLANNED_ANEW, rowsOf, type Database } from '$lib/server/db/database';
import { addMonths, dateIn } from '$lib/shared/dates';
import { termQuery } from '$lib/shared/search-terms';
import type { Words } from '../question';
import { items } from '../tables.server';
import { AGAIN_MONTHS, asksAgain, isDoubtful, reviewedWithin } from './glance-conditions.server';
import type { ItemFilter } from './item-filter';

export { itemFilterSchema, type ItemFilter } from './item-filter';
export const ITEMS_PAGE_SIZE = 25;
/** Items are counted up to here: to count all of a large bank would cost more than to show a page of it. */
export const COUNTED = 1000;
/** From this share of its cap on, in percent, an item is near it. */
const NEAR = 80;

const sortable = {
	code: [items.code],
	area: [items.area, items.code],
	type: [items.type, items.code],
	level: [items.level, items.code],
	difficulty: [items.difficulty, items.code],
	status: [items.status, items.code],
	changed: [items.changedAt, items.code]
} satisfies Record<ItemFilter['sort'], unknown>;

/** How often the strictest published blueprint lets an item be shown; null where none says. */
export async function exposureCap(db: Database): Promise<number | null> {
	const [found] = await rowsOf<{ cap: number | null }>(
		db,
		sql`select min((content ->> 'exposure')::int) as cap from blueprints where published_at is not null`
	);
	return found?.cap ?? null;
}

const shownOften = (cap: number | null): SQL =>
	cap === null
		? sql`false`
		: sql`${items.id} in (select e.item_id from item_exposures e group by e.item_id
			having sum(e.shown) >= ${Math.ceil((cap * NEAR) / 100)})`;

/** Whether what was typed begins a code: by its words `law-1` would be half of the bank. */
async function codeBegun(db: Database, typed: string): Promise<SQL | null> {
	if (!/^[\p{L}\p{N}._]+-[\p{L}\p{N}._-]*$/u.test(typed)) return null;
	const begins = sql`lower(${items.code}) like ${`${typed.toLowerCase().replace(/_/g, '\\_')}%`}`;
	const some = await db.select({ id: items.id }).from(items).where(begins).limit(1);
	return some.length ? begins : null;
}

export async function conditionOf(ctx: Context, filter: ItemFilter): Promise<SQL | undefined> {
	const { area, level, type, status, use, tag, module, setter, due, exposure, law, q } = filter;
	const code = q ? await codeBegun(ctx.db, q) : null;
	const query = q && !code ? termQuery(q) : null;
	return and(
		area && eq(items.area, area),
		level && eq(items.level, level),
		type && eq(items.type, type),
		status && eq(items.status, status),
		use && eq(items.use, use),
		tag ? sql`${items.tags} @> array[${tag}]::text[]` : undefined,
		module ? eq(items.module, module) : undefined,
		setter ? eq(items.setterId, setter) : undefined,
		due && sql`${items.reviewAgainOn} <= ${dateIn(ctx.now)} and ${items.status} <> 'retired'`,
		filter.reviewed && reviewedWithin(ctx.now, filter.reviewed),
		filter.figures && isDoubtful,
		exposure === 'never'
			? sql`not exists (select 1 from item_exposures e where e.item_id = ${items.id})`
			: undefined,
		exposure === 'near' ? shownOften(await exposureCap(ctx.db)) : undefined,
		law
			? sql`exists (select 1 from item_laws l where l.item_id = ${items.id} and l.law_id = ${law}::uuid)`
			: undefined,
		code ?? undefined,
		query ? sql`${items.terms} @@ ${query}::tsquery` : undefined
	);
}

/**
 * The bank, filtered, sorted and paged by the database. Keys are not in it. What fits a filter is looked up first, up to
 * `COUNTED`: few items are sorted by themselves, and of many the first page stands near the front of an index. They are
 * looked up by code, whatever the list is sorted by: the planner knows how common a word is, and where many fit it walks
 * one of the indexes that end in the code until it has enough, instead of gathering all that fit; a wrong guess costs time.
 */
export async function listItems(ctx: Context, filter: ItemFilter) {
	authorize(ctx.actor, 'bank.item.read');
	const where = await conditionOf(ctx, filter);
	const page = Math.min(filter.page, Math.ceil(COUNTED / ITEMS_PAGE_SIZE));
	const offset = (page - 1) * ITEMS_PAGE_SIZE;
	const columns = sortable[filter.sort];
	const order = filter.dir === 'desc' ? desc : asc;
	const sorted = sql.join(
		columns.map((column) => order(sql.identifier(column.name))),
		sql`, `
	);
	const fits = where ?? sql`true`;
	const paged = sql`order by ${sorted} limit ${ITEMS_PAGE_SIZE} offset ${offset}`;
	const [found] = await rowsOf<{ n: number; ids: string[] }>(
		ctx.db,
		sql`${sql.raw(PLANNED_ANEW)} with found as materialized (select id, code, area, type, level, difficulty, status, changed_at
				from ${items} where ${fits} order by code limit ${COUNTED + 1}),
			counted as (select count(*)::int as n from found)
			select n, to_jsonb(case when n > ${COUNTED} then array(select id from ${items} where ${fits} ${paged})
				else array(select id from found ${paged}) end) as ids from counted`
	);
	const { n, ids } = found!;
	const rows = await ctx.db
		.select({
			id: items.id,
			code: items.code,
			area: items.area,
			level: items.level,
			status: items.status,
			use: items.use,
			setterId: items.setterId,
			reviewAgainOn: items.reviewAgainOn,
			type: items.type,
			difficulty: items.difficulty,
			asks: sql<boolean>`${asksAgain(ctx.now)}`,
			stem: sql<Words>`(select v.shown -> 'stem' from item_versions v where v.id = ${items.versionId})`
		})
		.from(items)
		.where(ids.length ? inArray(items.id, ids) : sql`false`)
		.orderBy(...columns.map((column) => order(column)));
	const mayWrite = can(ctx.actor, 'bank.item.write').ok;
	const today = dateIn(ctx.now);
	return {
		rows: rows.map(({ setterId, reviewAgainOn, asks, ...row }) => ({
			...row,
			/** Its reader may say that it is still right. */
			mayConfirm: asks && can(ctx.actor, 'bank.item.review', { parties: { setter: setterId } }).ok,
			isDue: reviewAgainOn !== null && reviewAgainOn <= today && row.status !== 'retired',
			mayWrite: mayWrite && row.status !== 'retired',
			mayReview:
				['inReview', 'ready', 'quarantined'].includes(row.status) &&
				can(ctx.actor, 'bank.item.review', { parties: { setter: setterId } }).ok
		})),
		total: Math.min(n, COUNTED),
		/** There are more than were counted. */
		isMore: n > COUNTED,
		page,
		pageSize: ITEMS_PAGE_SIZE
	};
}

/** Most that a figure above the list counts. */
const FIGURE = 100;

/** What waits for somebody: how many items are in review, given back or new, doubted, due again, never shown. */
export async function countWaiting(ctx: Context) {
	authorize(ctx.actor, 'bank.item.read');
	const today = dateIn(ctx.now);
	const upTo = (where: SQL) =>
		sql`(select count(*) from (select 1 from items where ${where} limit ${FIGURE + 1}) x)::int`;
	const [found] = await rowsOf<Record<'inReview' | 'draft' | 'quarantined' | 'due', number>>(
		ctx.db,
		sql`select ${upTo(sql`status = 'inReview'`)} as "inReview", ${upTo(sql`status = 'draft'`)} as draft,
			${upTo(sql`status = 'quarantined'`)} as quarantined,
			${upTo(sql`review_again_on <= ${today} and status <> 'retired'`)} as due`
	);
	return { ...found!, most: FIGURE };
}

/** The people who set items, and the modules and tags that items name: what the list can be narrowed to. */
export async function listFilters(ctx: Context) {
	authorize(ctx.actor, 'bank.item.read');
	// Each hops from one name to the next through the index, instead of reading all items.
	const setters = await rowsOf<{ id: string; name: string }>(
		ctx.db,
		sql`with recursive hop(id) as ((select i.setter_id from items i where i.setter_id is not null order by i.setter_id limit 1)
			union all select (select i.setter_id from items i where i.setter_id > hop.id order by i.setter_id limit 1) from hop where hop.id is not null)
			select p.id, p.name from hop join people p on p.id = hop.id order by p.name limit 100`
	);
	const modules = await rowsOf<{ module: string }>(
		ctx.db,
		sql`with recursive hop(module) as (select min(module) from items
			union all select (select i.module from items i where i.module > hop.module order by i.module limit 1) from hop where hop.module is not null)
			select module from hop where module is not null limit 200`
	);
	return {
		setters,
		modules: modules.map(({ module }) => module),
		cap: await exposureCap(ctx.db),
		nextReviewOn: addMonths(dateIn(ctx.now), AGAIN_MONTHS),
		mayWrite: mayAnywhere(ctx.actor, 'bank.item.write'),
		mayReview: mayAnywhere(ctx.actor, 'bank.item.review')
	};
}
