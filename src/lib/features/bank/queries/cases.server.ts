import { desc, eq, sql } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { pictureAddress } from '../picture-address';
import type { QuestionType, Words } from '../question';
import type { ItemStatus } from '../states';
import { caseVersions, itemCases } from '../tables.server';
import { renderCase } from '../words.server';

export const CASES_PAGE = 25;

/** Cases by their codes, each with how many of its items are ready. */
export async function listCases(ctx: Context, { q, page }: { q: string; page: number }) {
	authorize(ctx.actor, 'bank.item.read');
	const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
	const rows = await rowsOf<{
		id: string;
		code: string;
		title: Words;
		version: number;
		items: number;
		ready: number;
		total: number;
	}>(
		ctx.db,
		sql`select c.id, c.code, v.title, v.version, count(*) over ()::int as total,
				(select count(*) from items i where i.case_id = c.id and i.status <> 'retired')::int as items,
				(select count(*) from items i where i.case_id = c.id and i.status = 'ready')::int as ready
			from item_cases c join lateral (select * from case_versions v where v.case_id = c.id
				order by v.version desc limit 1) v on true
			where c.code ilike ${like} or v.title::text ilike ${like}
			order by c.code limit ${CASES_PAGE} offset ${(page - 1) * CASES_PAGE}`
	);
	return {
		rows: rows.map(({ total: _total, ...row }) => row),
		...{
			total: rows[0]?.total ?? 0,
			page,
			pageSize: CASES_PAGE,
			mayWrite: can(ctx.actor, 'bank.item.write').ok
		}
	};
}

/** A case as it stands, with its items in their order. */
export async function getCase(ctx: Context, caseId: string) {
	authorize(ctx.actor, 'bank.item.read');
	if (!isId(caseId)) throw notFound();
	const versions = await ctx.db
		.select({ version: caseVersions, code: itemCases.code })
		.from(caseVersions)
		.innerJoin(itemCases, eq(itemCases.id, caseVersions.caseId))
		.where(eq(caseVersions.caseId, caseId))
		.orderBy(desc(caseVersions.version));
	const [newest] = versions;
	if (!newest) throw notFound();
	const { version, code } = newest;
	const words = { title: version.title as Words, material: version.material as Words };
	const pictures = version.pictures as Record<string, string>;
	const items = await rowsOf<{
		id: string;
		code: string;
		type: QuestionType;
		status: ItemStatus;
		stem: Words;
	}>(
		ctx.db,
		sql`select i.id, i.code, i.type, i.status, v.shown -> 'stem' as stem from items i
			join item_versions v on v.id = i.version_id
			where i.case_id = ${caseId}::uuid order by i.case_place, i.code`
	);
	return {
		...{ id: caseId, code, version: version.version, items, words },
		pictures: Object.entries(pictures).map(([name, id]) => ({ name, id })),
		html: renderCase(words, { version: version.id, picture: pictureAddress(version.id, pictures) }),
		versions: versions.map(({ version: { version, createdAt } }) => ({
			version,
			at: createdAt.toISOString()
		})),
		mayWrite: can(ctx.actor, 'bank.item.write').ok
	};
}

/** What the editor of a case starts from. */
export async function getCaseForm(ctx: Context, caseId: string) {
	authorize(ctx.actor, 'bank.item.write');
	const { id, code, version, words, pictures, items, versions } = await getCase(ctx, caseId);
	const inCase = items.filter(({ status }) => status !== 'retired');
	return {
		...{ id, code, version, pictures, savedAt: versions[0]!.at, ...wordsTyped(words) },
		items: inCase.map((one) => one.code).join(', ')
	};
}

export function newCaseForm(ctx: Context) {
	authorize(ctx.actor, 'bank.item.write');
	const empty = wordsTyped({ title: {}, material: {} });
	return { ...{ id: null, code: '', version: 0, pictures: [], items: '', savedAt: '' }, ...empty };
}
const typed = (words: Words) => ({ 'zh-CN': words['zh-CN'] ?? '', en: words.en ?? '' });
const wordsTyped = ({ title, material }: { title: Words; material: Words }) => ({
	title: typed(title),
	material: typed(material)
});
