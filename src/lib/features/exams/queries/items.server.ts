import { and, asc, count, desc, eq, ilike, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { authorize, can } from '$lib/access/can';
import {
	difficulties,
	itemTypes,
	knowledgeAreas,
	type KnowledgeArea
} from '$lib/content/question-vocabulary';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import { itemStatuses } from '../states';
import { itemKeys, items, itemVersions } from '../tables.server';

export const ITEMS_PAGE_SIZE = 25;

/** What a list's address may say; anything else counts as not said. */
export const itemFilterSchema = z.object({
	area: z.enum(knowledgeAreas).optional().catch(undefined),
	type: z.enum(itemTypes).optional().catch(undefined),
	difficulty: z.enum(difficulties).optional().catch(undefined),
	status: z.enum(itemStatuses).optional().catch(undefined),
	q: z.string().trim().max(100).optional().catch(undefined),
	sort: z.enum(['code', 'area', 'type', 'difficulty', 'status']).default('code').catch('code'),
	dir: z.enum(['asc', 'desc']).default('asc').catch('asc'),
	page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1)
});
export type ItemFilter = z.output<typeof itemFilterSchema>;

const newest = sql`${itemVersions.version} = (select max(v.version) from ${itemVersions} v where v.item_id = ${items.id})`;
const sortable = {
	code: items.code,
	area: items.area,
	type: itemVersions.type,
	difficulty: sql`array_position(array['easy','medium','hard'], ${itemVersions.difficulty})`,
	status: items.status
} satisfies Record<ItemFilter['sort'], unknown>;

/** The bank, filtered, sorted and paged by the database. Keys are not in it. */
export async function listItems(ctx: Context, filter: ItemFilter) {
	authorize(ctx.actor, 'exams.item.read');
	const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null;
	const where = and(
		newest,
		filter.area && eq(items.area, filter.area),
		filter.type && eq(itemVersions.type, filter.type),
		filter.difficulty && eq(itemVersions.difficulty, filter.difficulty),
		filter.status && eq(items.status, filter.status),
		like
			? or(
					ilike(items.code, like),
					ilike(sql`${itemVersions.stem}->>'zh-CN'`, like),
					ilike(sql`${itemVersions.stem}->>'en'`, like)
				)
			: undefined
	);
	const joined = (where?: SQL) =>
		ctx.db
			.select({
				id: items.id,
				code: items.code,
				area: items.area,
				status: items.status,
				setterId: items.setterId,
				type: itemVersions.type,
				difficulty: itemVersions.difficulty,
				stem: itemVersions.stem
			})
			.from(items)
			.innerJoin(itemVersions, eq(itemVersions.itemId, items.id))
			.where(where)
			.$dynamic();
	const order = filter.dir === 'desc' ? desc : asc;
	const rows = await joined(where)
		.orderBy(order(sortable[filter.sort]), asc(items.code))
		.limit(ITEMS_PAGE_SIZE)
		.offset((filter.page - 1) * ITEMS_PAGE_SIZE);
	const [total] = await ctx.db
		.select({ n: count() })
		.from(items)
		.innerJoin(itemVersions, eq(itemVersions.itemId, items.id))
		.where(where);
	return {
		rows: rows.map(({ setterId, stem, ...row }) => ({
			...row,
			area: row.area as KnowledgeArea,
			stem: stem as LocalText,
			mayReview:
				row.status !== 'retired' && can(ctx.actor, 'exams.item.review', { parties: { setter: setterId } }).ok
		})),
		total: total?.n ?? 0,
		page: filter.page,
		pageSize: ITEMS_PAGE_SIZE
	};
}

/** How many items of each area are in each state: what the bank can carry. */
export async function countItems(ctx: Context) {
	authorize(ctx.actor, 'exams.item.read');
	const rows = await ctx.db
		.select({ area: items.area, status: items.status, n: count() })
		.from(items)
		.groupBy(items.area, items.status);
	return knowledgeAreas.map((area) => {
		const of = (status: string) => rows.find((row) => row.area === area && row.status === status)?.n ?? 0;
		return { area, ready: of('ready'), draft: of('draft'), retired: of('retired') };
	});
}

/** An item with its key: for those who set, review and audit, and nobody else. */
export async function getItem(ctx: Context, itemId: string) {
	authorize(ctx.actor, 'exams.item.read');
	if (!isId(itemId)) throw notFound();
	const setter = alias(people, 'setter');
	const reviewer = alias(people, 'reviewer');
	const [item] = await ctx.db
		.select({ item: items, setter: setter.name, reviewer: reviewer.name })
		.from(items)
		.leftJoin(setter, eq(setter.id, items.setterId))
		.leftJoin(reviewer, eq(reviewer.id, items.reviewerId))
		.where(eq(items.id, itemId));
	if (!item) throw notFound();
	const [version] = await ctx.db
		.select({ version: itemVersions, key: itemKeys })
		.from(itemVersions)
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, itemVersions.id))
		.where(eq(itemVersions.itemId, itemId))
		.orderBy(desc(itemVersions.version))
		.limit(1);
	if (!version) throw notFound();
	const { code, area, status, setterId, reviewedAt, createdAt } = item.item;
	return {
		id: itemId,
		...{ code, status },
		area: area as KnowledgeArea,
		setter: item.setter,
		reviewer: item.reviewer,
		createdAt: createdAt.toISOString(),
		reviewedAt: reviewedAt?.toISOString() ?? null,
		version: version.version.version,
		type: version.version.type,
		difficulty: version.version.difficulty,
		level: version.version.level,
		stem: version.version.stem as LocalText,
		options: version.version.options as { id: string; text: LocalText }[],
		correct: version.key.correct,
		explanation: version.key.explanation as LocalText,
		mayReview:
			status !== 'retired' && can(ctx.actor, 'exams.item.review', { parties: { setter: setterId } }).ok
	};
}
