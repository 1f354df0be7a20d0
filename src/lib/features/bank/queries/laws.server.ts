import { sql } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import type { Words } from '../question';
import type { ItemStatus } from '../states';

export const LAWS_PAGE = 25;
/** Most items of a law that its page names; the list of items shows all of them. */
const NAMED = 200;

/** Laws that items cite, the most cited first. */
export async function listLaws(ctx: Context, { q, page }: { q: string; page: number }) {
	authorize(ctx.actor, 'bank.item.read');
	const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
	const rows = await rowsOf<{
		id: string;
		name: string;
		inForceOn: string | null;
		items: number;
		changes: number;
		total: number;
	}>(
		ctx.db,
		sql`select l.id, l.name, l.in_force_on::text as "inForceOn", coalesce(c.n, 0)::int as items,
				(select count(*) from law_changes h where h.law_id = l.id)::int as changes, count(*) over ()::int as total
			from laws l left join (select law_id, count(distinct item_id) as n from item_laws group by law_id) c on c.law_id = l.id
			where l.name ilike ${like} order by coalesce(c.n, 0) desc, l.name
			limit ${LAWS_PAGE} offset ${(page - 1) * LAWS_PAGE}`
	);
	return {
		rows: rows.map(({ total: _total, ...law }) => law),
		...{ total: rows[0]?.total ?? 0, page, pageSize: LAWS_PAGE }
	};
}

/** A law with its changes and the items that cite it. */
export async function getLaw(ctx: Context, lawId: string) {
	authorize(ctx.actor, 'bank.item.read');
	if (!isId(lawId)) throw notFound();
	const [law] = await rowsOf<{ id: string; name: string; inForceOn: string | null }>(
		ctx.db,
		sql`select id, name, in_force_on::text as "inForceOn" from laws where id = ${lawId}::uuid`
	);
	if (!law) throw notFound();
	const changes = await rowsOf<{
		id: string;
		inForceOn: string;
		note: string;
		by: string | null;
		at: string | Date;
	}>(
		ctx.db,
		sql`select h.id, h.in_force_on::text as "inForceOn", h.note, p.name as by, h.recorded_at as at from law_changes h
			left join people p on p.id = h.recorded_by where h.law_id = ${lawId}::uuid order by h.in_force_on desc, h.id desc`
	);
	const citing = await rowsOf<{
		id: string;
		code: string;
		status: ItemStatus;
		articles: string[];
		stem: Words;
		reviewAgainOn: string | null;
		total: number;
	}>(
		ctx.db,
		sql`select i.id, i.code, i.status, i.review_again_on::text as "reviewAgainOn", v.shown -> 'stem' as stem,
				to_jsonb(c.articles) as articles, count(*) over ()::int as total
			from (select item_id, array_agg(article order by article) as articles from item_laws
				where law_id = ${lawId}::uuid group by item_id) c
			join items i on i.id = c.item_id join item_versions v on v.id = i.version_id
			order by i.code limit ${NAMED}`
	);
	return {
		law,
		changes: changes.map(({ at, ...one }) => ({ ...one, at: new Date(at).toISOString() })),
		citing: citing.map(({ total: _total, articles, ...one }) => ({
			...one,
			articles: articles.filter(Boolean)
		})),
		total: citing[0]?.total ?? 0,
		mayRecord: can(ctx.actor, 'bank.item.write').ok || can(ctx.actor, 'bank.item.review').ok
	};
}

/** Laws that an item cites and that changed after it was last reviewed, each with the day of its last change. */
export const changedLawsOf = (db: Database, itemId: string) =>
	rowsOf<{ id: string; name: string; inForceOn: string }>(
		db,
		sql`select l.id, l.name, max(h.in_force_on)::text as "inForceOn"
			from items i join item_laws c on c.item_id = i.id join laws l on l.id = c.law_id
				join law_changes h on h.law_id = l.id and (i.reviewed_at is null or i.reviewed_at < h.recorded_at)
			where i.id = ${itemId}::uuid and i.status <> 'retired' group by l.id order by l.name`
	);
