import { and, asc, count, desc, eq, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { authorize, can } from '$lib/access/can';
import { knowledgeAreas } from '$lib/content/question-vocabulary';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { termQuery } from '$lib/shared/search-terms';
import { people } from '../../people/tables.server';
import { questionTypes, type Question } from '../question';
import type { Shown } from '../shown';
import { itemStatuses } from '../states';
import { itemKeys, items, itemVersions } from '../tables.server';

export const ITEMS_PAGE_SIZE = 25;

/** What a list's address may say; anything else counts as not said. */
export const itemFilterSchema = z.object({
	area: z.enum(knowledgeAreas).optional().catch(undefined),
	type: z.enum(questionTypes).optional().catch(undefined),
	status: z.enum(itemStatuses).optional().catch(undefined),
	q: z.string().trim().max(100).optional().catch(undefined),
	sort: z.enum(['code', 'area', 'type', 'difficulty', 'status']).default('code').catch('code'),
	dir: z.enum(['asc', 'desc']).default('asc').catch('asc'),
	page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1)
});
export type ItemFilter = z.output<typeof itemFilterSchema>;

const sortable = {
	code: items.code,
	area: items.area,
	type: items.type,
	difficulty: items.difficulty,
	status: items.status
} satisfies Record<ItemFilter['sort'], unknown>;

/** The bank, filtered, sorted and paged by the database. Keys are not in it. */
export async function listItems(ctx: Context, filter: ItemFilter) {
	authorize(ctx.actor, 'bank.item.read');
	const query = filter.q ? termQuery(filter.q) : null;
	const where: SQL | undefined = and(
		filter.area && eq(items.area, filter.area),
		filter.type && eq(items.type, filter.type),
		filter.status && eq(items.status, filter.status),
		query ? sql`${items.terms} @@ ${query}::tsquery` : undefined
	);
	const order = filter.dir === 'desc' ? desc : asc;
	const rows = await ctx.db
		.select({
			id: items.id,
			code: items.code,
			area: items.area,
			status: items.status,
			setterId: items.setterId,
			type: items.type,
			difficulty: items.difficulty,
			shown: itemVersions.shown
		})
		.from(items)
		.innerJoin(itemVersions, eq(itemVersions.id, items.versionId))
		.where(where)
		.orderBy(order(sortable[filter.sort]), asc(items.code))
		.limit(ITEMS_PAGE_SIZE)
		.offset((filter.page - 1) * ITEMS_PAGE_SIZE);
	const [total] = await ctx.db.select({ n: count() }).from(items).where(where);
	return {
		rows: rows.map(({ setterId, shown, ...row }) => ({
			...row,
			stem: (shown as Shown).stem,
			mayReview:
				row.status === 'inReview' && can(ctx.actor, 'bank.item.review', { parties: { setter: setterId } }).ok
		})),
		total: total?.n ?? 0,
		page: filter.page,
		pageSize: ITEMS_PAGE_SIZE
	};
}

/** How many items of each area are in each state: what the bank can carry. */
export async function countItems(ctx: Context) {
	authorize(ctx.actor, 'bank.item.read');
	const rows = await ctx.db
		.select({ area: items.area, status: items.status, n: count() })
		.from(items)
		.groupBy(items.area, items.status);
	return knowledgeAreas.map((area) => {
		const of = (status: string) => rows.find((row) => row.area === area && row.status === status)?.n ?? 0;
		return { area, ready: of('ready'), draft: of('draft'), inReview: of('inReview'), retired: of('retired') };
	});
}

/** An item with its key: for those who set, review and audit, and nobody else. */
export async function getItem(ctx: Context, itemId: string) {
	authorize(ctx.actor, 'bank.item.read');
	if (!isId(itemId)) throw notFound();
	const setter = alias(people, 'setter');
	const reviewer = alias(people, 'reviewer');
	const [found] = await ctx.db
		.select({
			item: items,
			setter: setter.name,
			reviewer: reviewer.name,
			version: itemVersions.version,
			question: itemKeys.question
		})
		.from(items)
		.innerJoin(itemVersions, eq(itemVersions.id, items.versionId))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, items.versionId))
		.leftJoin(setter, eq(setter.id, items.setterId))
		.leftJoin(reviewer, eq(reviewer.id, items.reviewerId))
		.where(eq(items.id, itemId));
	if (!found) throw notFound();
	const { code, area, level, difficulty, status, setterId, reviewedAt, createdAt } = found.item;
	return {
		id: itemId,
		...{ code, status, area, level, difficulty },
		setter: found.setter,
		reviewer: found.reviewer,
		createdAt: createdAt.toISOString(),
		reviewedAt: reviewedAt?.toISOString() ?? null,
		version: found.version,
		question: found.question as Question,
		maySubmit: status === 'draft' && can(ctx.actor, 'bank.item.write').ok,
		mayReview:
			['inReview', 'ready', 'quarantined'].includes(status) &&
			can(ctx.actor, 'bank.item.review', { parties: { setter: setterId } }).ok
	};
}
