import { sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import type { Shown } from '../shown';
import type { Words } from '../question';
import { asksForReview, REVIEW_BOUNDS } from './glance-conditions.server';

/** How many of each list are named; the rest is a number. */
const NAMED = 10;

export interface NamedItem {
	id: string;
	code: string;
	area: string;
	stem: Words;
}
export interface ShownItem extends NamedItem {
	/** Candidates who were shown it, in how many sittings, and when last. */
	shown: number;
	sittings: number;
	lastShownAt: string;
}
export interface DoubtfulItem extends NamedItem {
	facility: number;
	discrimination: number | null;
	candidates: number;
	reasons: ('hard' | 'easy' | 'flat')[];
}
export interface ChangedLaw {
	id: string;
	name: string;
	inForceOn: string;
	/** Items that cite it and were reviewed before the change was known. */
	items: number;
}

/** The items that were shown most. */
export async function listMostShown(ctx: Context): Promise<ShownItem[]> {
	authorize(ctx.actor, 'bank.item.read');
	const rows = await rowsOf<Omit<ShownItem, 'stem'> & { said: Shown }>(
		ctx.db,
		sql`select i.id, i.code, i.area, v.shown as said, e.shown, e.sittings, e.last as "lastShownAt"
			from (select item_id, sum(shown)::int as shown, count(*)::int as sittings, max(last_shown_at) as last
				from item_exposures group by item_id order by sum(shown) desc, item_id limit ${NAMED}) e
			join items i on i.id = e.item_id join item_versions v on v.id = i.version_id
			order by e.shown desc, i.code`
	);
	return rows.map(({ said, lastShownAt, ...row }) => ({
		...row,
		stem: said.stem,
		lastShownAt: new Date(lastShownAt).toISOString()
	}));
}

/** Items whose measured figures ask for a review, the worst first, with how many there are. */
export async function listDoubtful(ctx: Context): Promise<{ rows: DoubtfulItem[]; total: number }> {
	authorize(ctx.actor, 'bank.item.read');
	const { easiest, hardest, discrimination } = REVIEW_BOUNDS;
	const rows = await rowsOf<Omit<DoubtfulItem, 'stem' | 'reasons'> & { said: Shown; total: number }>(
		ctx.db,
		sql`select i.id, i.code, i.area, v.shown as said, s.facility, s.discrimination, s.candidates,
				count(*) over ()::int as total
			from item_statistics s join items i on i.version_id = s.item_version_id
			join item_versions v on v.id = i.version_id
			where i.status in ('ready', 'quarantined') and ${asksForReview}
			order by coalesce(s.discrimination, 1), i.code limit ${NAMED}`
	);
	return {
		total: rows[0]?.total ?? 0,
		rows: rows.map(({ said, total: _total, ...row }) => ({
			...row,
			stem: said.stem,
			reasons: [
				...(row.facility < hardest ? (['hard'] as const) : []),
				...(row.facility > easiest ? (['easy'] as const) : []),
				...(row.discrimination !== null && row.discrimination < discrimination ? (['flat'] as const) : [])
			]
		}))
	};
}

/** Laws that changed after items that cite them were last reviewed: the most items first. */
export async function listChangedLaws(ctx: Context): Promise<ChangedLaw[]> {
	authorize(ctx.actor, 'bank.item.read');
	return rowsOf<ChangedLaw>(
		ctx.db,
		sql`select l.id, l.name, max(h.in_force_on)::text as "inForceOn", count(distinct i.id)::int as items
			from law_changes h join laws l on l.id = h.law_id join item_laws c on c.law_id = l.id
			join items i on i.id = c.item_id
			where i.status <> 'retired' and (i.reviewed_at is null or i.reviewed_at < h.recorded_at)
			group by l.id order by count(distinct i.id) desc, l.name limit ${NAMED}`
	);
}
