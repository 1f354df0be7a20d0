import { sql } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { newId } from '$lib/shared/ids';

/** What an item cites and whom it must not meet, as people write it. */
export interface Links {
	itemId: string;
	/** `个人信息保护法第十三条`, `Civil Code, article 402`. */
	laws: readonly string[];
	/** Codes of items. */
	enemies: readonly string[];
}

/** A citation's law and article; '' for the law as a whole. */
export function citationOf(text: string): { name: string; article: string } {
	const [, name = '', article = ''] = /^(.*?)[\s,，、]*(第[^第]*条.*|(?:art(?:icle)?\.?|§)\s*\d.*)?$/isu.exec(
		text.trim().replace(/[《》]/gu, '')
	)!;
	return { name: name.trim(), article: article.trim() };
}

/** Puts what the items cite in place of what they cited; laws that are not there yet are added by name. */
export async function linkLaws(tx: Database, now: Date, links: readonly Links[]): Promise<void> {
	const cited = links.flatMap(({ itemId, laws }) =>
		laws
			.map((text) => ({ item: itemId, ...citationOf(text) }))
			.filter(({ name }) => name)
			.map((one) => ({ id: newId(now), ...one }))
	);
	const rows = sql`jsonb_to_recordset(${JSON.stringify(cited)}::text::jsonb) as c(id uuid, item uuid, name text, article text)`;
	await tx.execute(sql`delete from item_laws where item_id in (
		select value::uuid from jsonb_array_elements_text(${JSON.stringify(links.map(({ itemId }) => itemId))}::text::jsonb))`);
	if (!cited.length) return;
	await tx.execute(sql`insert into laws (id, name, created_at)
		select distinct on (c.name) c.id, c.name, ${now.toISOString()}::timestamptz from ${rows} order by c.name, c.id
		on conflict (name) do nothing`);
	await tx.execute(sql`insert into item_laws (item_id, law_id, article)
		select distinct c.item, l.id, c.article from ${rows} join laws l on l.name = c.name`);
}

/** Puts the items' enemies in place of those they had; being enemies goes both ways. Codes that are unknown are skipped. */
export async function linkEnemies(tx: Database, links: readonly Links[]): Promise<void> {
	const ids = JSON.stringify(links.map(({ itemId }) => itemId));
	const pairs = links.flatMap(({ itemId, enemies }) => enemies.map((code) => ({ item: itemId, code })));
	await tx.execute(sql`delete from item_enemies where item_id in (
			select value::uuid from jsonb_array_elements_text(${ids}::text::jsonb))
		or enemy_id in (select value::uuid from jsonb_array_elements_text(${ids}::text::jsonb))`);
	if (!pairs.length) return;
	await tx.execute(sql`insert into item_enemies (item_id, enemy_id)
		select distinct least(p.item, i.id), greatest(p.item, i.id)
		from jsonb_to_recordset(${JSON.stringify(pairs)}::text::jsonb) as p(item uuid, code text)
		join items i on i.code = p.code where i.id <> p.item
		on conflict do nothing`);
}
