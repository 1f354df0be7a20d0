import { desc, eq, inArray, sql } from 'drizzle-orm';
import { authorize, can, type Actor } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { Refusal } from '$lib/shared/errors';
import type { SaveItem } from './edit-schema';
import type { Question } from './question';
import type { About } from './store.server';
import { caseVersions, itemCases, itemKeys, items, itemVersions } from './tables.server';

/** An item as it stands, locked until the transaction ends. */
export async function lockItem(tx: Database, itemId: string) {
	const [item] = await tx.select().from(items).where(eq(items.id, itemId)).for('update');
	if (!item) return null;
	const [version] = await tx
		.select({ version: itemVersions.version, pictures: itemVersions.pictures, question: itemKeys.question })
		.from(itemVersions)
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, itemVersions.id))
		.where(eq(itemVersions.id, item.versionId));
	return {
		...item,
		version: version!.version,
		pictures: version!.pictures as Record<string, string>,
		question: version!.question as Question
	};
}
export type LockedItem = NonNullable<Awaited<ReturnType<typeof lockItem>>>;

/** What stands beside an item: whom it must not meet, and what it cites as people write it. */
export async function linksOf(db: Database, itemId: string): Promise<{ enemies: string[]; laws: string[] }> {
	const enemies = await rowsOf<{ code: string }>(
		db,
		sql`select i.code from item_enemies e join items i on i.id = case when e.item_id = ${itemId}::uuid then e.enemy_id else e.item_id end
			where ${itemId}::uuid in (e.item_id, e.enemy_id) order by i.code`
	);
	const laws = await rowsOf<{ name: string; article: string }>(
		db,
		sql`select l.name, c.article from item_laws c join laws l on l.id = c.law_id
			where c.item_id = ${itemId}::uuid order by l.name, c.article`
	);
	return {
		enemies: enemies.map(({ code }) => code),
		laws: laws.map(({ name, article }) => writtenCitation(name, article))
	};
}

/** A citation as it is read again by `citationOf`. */
const writtenCitation = (name: string, article: string) =>
	article.startsWith('第') ? name + article : [name, article].filter(Boolean).join(', ');

/** The codes that no item has, told at the field where they were typed. */
export async function refuseUnknownCodes(
	tx: Database,
	codes: readonly string[],
	field: string
): Promise<void> {
	if (!codes.length) return;
	const known = await tx
		.select({ code: items.code })
		.from(items)
		.where(inArray(items.code, [...codes]));
	const unknown = codes.filter((code) => !known.some((one) => one.code === code));
	if (unknown.length)
		throw new Refusal(
			'invalid',
			'app.form',
			{ codes: unknown.join(', ') },
			{ [field]: 'bank.item.unknown_codes' }
		);
}

/** The newest version of the case with a code and the place after its last item; null for no case. */
export async function caseOf(tx: Database, code: string | null, item: LockedItem | null) {
	if (!code) return null;
	const [found] = await tx
		.select({ id: itemCases.id, versionId: caseVersions.id })
		.from(itemCases)
		.innerJoin(caseVersions, eq(caseVersions.caseId, itemCases.id))
		.where(eq(itemCases.code, code))
		.orderBy(desc(caseVersions.version))
		.limit(1);
	if (!found) throw new Refusal('invalid', 'app.form', {}, { inCase: 'bank.item.unknown_case' });
	if (item?.caseId === found.id) return { ...found, place: item.casePlace ?? 1 };
	// Two who add items to one case at once get a place each.
	await tx.select({ id: itemCases.id }).from(itemCases).where(eq(itemCases.id, found.id)).for('update');
	const [last] = await rowsOf<{ place: number }>(
		tx,
		sql`select coalesce(max(case_place), 0)::int as place from items where case_id = ${found.id}::uuid`
	);
	return { ...found, place: last!.place + 1 };
}

/** The next code of an area that is free: `law-101` behind `law-100`. */
export async function nextCode(tx: Database, area: string): Promise<string> {
	// One after the other, so that two new items of an area do not take the same.
	await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`bank.item.code.${area}`}))`);
	const [last] = await rowsOf<{ n: number }>(
		tx,
		sql`select coalesce(max(substring(code from '-(\\d{1,9})$')::int), 0) as n from items
			where area = ${area} and code ~ ${`^${area}-\\d{1,9}$`}`
	);
	return `${area}-${String(last!.n + 1).padStart(3, '0')}`;
}

/** What a form says of an item, as it is kept. */
export const aboutOf = (input: SaveItem): About => {
	const { area, level, seconds, use, competency, module, source, tags, reviewAgainOn } = input;
	return {
		...{ area, level, seconds, use, competency, module, source, tags, reviewAgainOn },
		difficulty: Math.round(input.difficulty * 10)
	};
};

export const personOf = ({ actor }: Context): string | null =>
	actor.kind === 'person' ? actor.personId : null;

/** Authors and reviewers alike: throws forbidden for everybody else. */
export function authorizeEditing(actor: Actor): void {
	if (!can(actor, 'bank.item.write').ok) authorize(actor, 'bank.item.review');
}
