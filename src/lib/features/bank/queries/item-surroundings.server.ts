import { asc, eq, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import { findAlike } from '../alike.server';
import type { Words } from '../question';
import { itemComments, items, itemVersions } from '../tables.server';
import { exposureCap } from './items.server';

/** What stands around an item: comments, how it was used and measured, enemies, laws, items that say nearly the same. */
export async function getItemSurroundings(ctx: Context, itemId: string) {
	authorize(ctx.actor, 'bank.item.read');
	if (!isId(itemId)) throw notFound();
	const [item] = await ctx.db
		.select({ shown: itemVersions.shown })
		.from(items)
		.innerJoin(itemVersions, eq(itemVersions.id, items.versionId))
		.where(eq(items.id, itemId));
	if (!item) throw notFound();
	const comments = await ctx.db
		.select({
			id: itemComments.id,
			body: itemComments.body,
			at: itemComments.createdAt,
			by: people.name,
			version: itemVersions.version
		})
		.from(itemComments)
		.innerJoin(itemVersions, eq(itemVersions.id, itemComments.itemVersionId))
		.innerJoin(people, eq(people.id, itemComments.personId))
		.where(eq(itemComments.itemId, itemId))
		.orderBy(asc(itemComments.createdAt), asc(itemComments.id));
	const [exposure] = await rowsOf<{ shown: number; sittings: number; last: string | Date | null }>(
		ctx.db,
		sql`select coalesce(sum(shown), 0)::int as shown, count(*)::int as sittings, max(last_shown_at) as last
			from item_exposures where item_id = ${itemId}::uuid`
	);
	const statistics = await rowsOf<{
		version: number;
		candidates: number;
		facility: number;
		discrimination: number | null;
	}>(
		ctx.db,
		sql`select v.version, s.candidates, s.facility, s.discrimination from item_statistics s
			join item_versions v on v.id = s.item_version_id where v.item_id = ${itemId}::uuid order by v.version desc`
	);
	const enemies = await rowsOf<{ id: string; code: string; stem: Words }>(
		ctx.db,
		sql`select i.id, i.code, v.shown -> 'stem' as stem from item_enemies e
			join items i on i.id = case when e.item_id = ${itemId}::uuid then e.enemy_id else e.item_id end
			join item_versions v on v.id = i.version_id
			where ${itemId}::uuid in (e.item_id, e.enemy_id) order by i.code`
	);
	const laws = await rowsOf<{ id: string; name: string; article: string; inForceOn: string | null }>(
		ctx.db,
		sql`select l.id, l.name, c.article, l.in_force_on::text as "inForceOn" from item_laws c
			join laws l on l.id = c.law_id where c.item_id = ${itemId}::uuid order by l.name, c.article`
	);
	return {
		comments: comments.map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
		exposure: {
			...{ shown: exposure!.shown, sittings: exposure!.sittings, cap: await exposureCap(ctx.db) },
			last: exposure!.last ? new Date(exposure!.last).toISOString() : null
		},
		...{ statistics, enemies, laws },
		alike: await findAlike(ctx.db, (item.shown as { stem: Words }).stem, itemId)
	};
}
