import { and, asc, eq, inArray, type SQL } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Locale } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import type { SaidAbout } from '../formats/parsed';
import { wordOf } from '../formats/sheet/vocabulary';
import type { Question, Words } from '../question';
import { conditionOf } from '../queries/items.server';
import { itemFilterSchema } from '../queries/item-filter';
import { caseVersions, itemCases, itemKeys, items, itemVersions } from '../tables.server';
import { MOST_EXPORTED, type ExportFormat, type Outgoing } from './export';
import { writeFile } from './write-file.server';

/** What an address asks for: the list's filter, or some items by their ids; of chosen ones without any, nothing. */
export async function askedFor(ctx: Context, search: URLSearchParams): Promise<SQL | undefined> {
	const ids = search.getAll('itemIds[]').filter(isId);
	return ids.length || search.has('chosen')
		? inArray(items.id, ids)
		: conditionOf(ctx, itemFilterSchema.parse(Object.fromEntries(search)));
}

/** The questions as they go out, with their answers; the material of a case stands at each of its questions. */
export async function loadOutgoing(
	db: Database,
	where: SQL | undefined,
	language: Locale
): Promise<Outgoing[]> {
	const rows = await db
		.select({
			item: items,
			question: itemKeys.question,
			pictures: itemVersions.pictures,
			caseCode: itemCases.code,
			title: caseVersions.title,
			material: caseVersions.material,
			casePictures: caseVersions.pictures
		})
		.from(items)
		.innerJoin(itemVersions, eq(itemVersions.id, items.versionId))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, items.versionId))
		.leftJoin(caseVersions, eq(caseVersions.id, itemVersions.caseVersionId))
		.leftJoin(itemCases, eq(itemCases.id, caseVersions.caseId))
		.where(and(where))
		.orderBy(asc(items.area), asc(itemCases.code), asc(items.casePlace), asc(items.code))
		.limit(MOST_EXPORTED + 1);
	if (rows.length > MOST_EXPORTED) throw conflict('staffBankImport.many');
	return rows.map(({ item, question, pictures, caseCode, title, material, casePictures }) => ({
		name: item.code,
		category: [wordOf('area', item.area, language)],
		tags: item.tags,
		question: question as Question,
		about: aboutOf(item),
		...(caseCode && { case: { code: caseCode, title: title as Words, material: material as Words } }),
		pictures: pictures as Record<string, string>,
		casePictures: (casePictures ?? {}) as Record<string, string>
	}));
}

function aboutOf(item: typeof items.$inferSelect): SaidAbout {
	const { area, level, difficulty, seconds, use, competency, module, source, reviewAgainOn } = item;
	return {
		...{ area, level, difficulty, seconds, use },
		...(competency && { competency }),
		...(module && { module }),
		...(source && { source }),
		...(reviewAgainOn && { reviewAgainOn })
	};
}

/** Codes that are named for one kind of omission. */
const NAMED = 20;

/** What a file in a format would hold and lack: told before anybody downloads it. */
export async function previewExport(
	ctx: Context,
	search: URLSearchParams,
	{ format, language }: { format: ExportFormat; language: Locale }
) {
	authorize(ctx.actor, 'bank.item.write');
	const outgoing = await loadOutgoing(ctx.db, await askedFor(ctx, search), language);
	const { omissions } = await writeFile(ctx.db, outgoing, { format, language, title: '' });
	const groups = new Map<string, { what: string; minor: boolean; indexes: Set<number> }>();
	for (const { what, minor, index } of omissions) {
		const key = `${what} ${minor ?? false}`;
		const group = groups.get(key) ?? { what, minor: minor ?? false, indexes: new Set() };
		groups.set(key, group);
		group.indexes.add(index);
	}
	const lost = new Set(omissions.filter(({ minor }) => !minor).map(({ index }) => index));
	return {
		count: outgoing.length,
		kept: outgoing.length - lost.size,
		lacks: [...groups.values()].map(({ what, minor, indexes }) => ({
			...{ what, minor, count: indexes.size },
			codes: [...indexes].slice(0, NAMED).map((index) => outgoing[index]!.name)
		}))
	};
}
