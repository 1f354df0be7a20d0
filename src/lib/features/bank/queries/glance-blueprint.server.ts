import { desc, isNotNull, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { findShortages, isIn, type Blueprint, type Cell, type PoolItem } from '../assembly/blueprint';
import type { BlueprintContent } from '../blueprint-content';
import type { QuestionType } from '../question';
import { blueprints } from '../tables.server';

/** A cell of a blueprint with what the bank has for it; `short` cannot be filled. */
export interface CellSupply extends Cell {
	ready: number;
	short: boolean;
}

export interface BlueprintSupply {
	id: string;
	title: LocalText;
	version: number;
	items: number;
	/** Ready items that a paper of it may hold. */
	ready: number;
	cells: CellSupply[];
	/** The bank has fewer items than a paper. */
	short: boolean;
	/** All that are published, the newest version of each: to choose from. */
	others: { id: string; title: LocalText; version: number }[];
}

/**
 * What of a published blueprint the bank can fill: of the one that is asked for, else of `next` (that of the next
 * sitting), else of the newest. Null where none is published. Counts only: it names no item.
 */
export async function getSupply(
	ctx: Context,
	asked: string | null,
	next: string | null
): Promise<BlueprintSupply | null> {
	authorize(ctx.actor, 'bank.item.read');
	const published = await ctx.db
		.select()
		.from(blueprints)
		.where(isNotNull(blueprints.publishedAt))
		.orderBy(desc(blueprints.publishedAt), desc(blueprints.version));
	const by = (id: string | null) => published.find((one) => one.id === id);
	const chosen = by(asked) ?? by(next) ?? published[0];
	if (!chosen) return null;
	const content = chosen.content as BlueprintContent;
	const kinds = await countEligible(ctx.db, content);
	const readyIn = (cell: Cell) => sumOf(kinds.filter((kind) => isIn(cell, kind)));
	const short = new Set(shortagesOf(content, kinds).map(({ cell }) => cell));
	const newest = published.filter(
		({ code, version }) => !published.some((one) => one.code === code && one.version > version)
	);
	const named = newest.includes(chosen) ? newest : [chosen, ...newest];
	return {
		id: chosen.id,
		title: content.title,
		version: chosen.version,
		items: content.items,
		ready: sumOf(kinds),
		cells: content.cells.map((cell) => ({ ...cell, ready: readyIn(cell), short: short.has(cell) })),
		short: sumOf(kinds) < content.items,
		others: named.map(({ id, version, content: said }) => ({
			...{ id, version, title: (said as BlueprintContent).title }
		}))
	};
}

/** Eligible items of one area, level and type. */
interface Kind {
	area: string;
	level: string;
	type: QuestionType;
	items: number;
}
const sumOf = (kinds: readonly Kind[]) => kinds.reduce((sum, { items }) => sum + items, 0);

/** `eligible` of the assembly as one statement: of a large bank only counts come back. */
function countEligible(db: Database, blueprint: BlueprintContent): Promise<Kind[]> {
	const list = (ids: readonly string[]) =>
		sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`;
	const { required, forbidden, exposure } = blueprint;
	const often =
		exposure === null
			? sql`false`
			: sql`i.id in (select item_id from item_exposures group by item_id having sum(shown) > ${exposure})
				and i.id not in ${list(required)}
				and (i.case_id is null or i.case_id not in (
					select case_id from items where id in ${list(required)} and case_id is not null))`;
	return rowsOf<Kind>(
		db,
		sql`with pool as (
				select i.area, i.level, i.type, i.case_id, i.id in ${list(forbidden)} or (${often}) as barred
				from items i where i.status = 'ready' and i."use" = 'exam')
			select area, level, type, count(*)::int as items from pool
			where not barred
				and (case_id is null or case_id not in (select case_id from pool where barred and case_id is not null))
			group by area, level, type`
	);
}

/**
 * What cannot be filled, by the assembly's own rule: as many items of each kind as a paper could use at most stand for
 * all of them. Required items are among them, so that they change nothing here.
 */
function shortagesOf(content: BlueprintContent, kinds: readonly Kind[]) {
	const blueprint: Blueprint = { ...content, required: [], forbidden: [], exposure: null, earlier: null };
	const pool = kinds.flatMap(({ area, level, type, items }) =>
		Array.from({ length: Math.min(items, content.items) }, (_, i): PoolItem => ({
			...{ id: `${area}/${level}/${type}/${i}`, area, level, type },
			...{ difficulty: 0, seconds: 0, group: null, enemies: [], exposure: 0 }
		}))
	);
	return findShortages(blueprint, pool, 1);
}
