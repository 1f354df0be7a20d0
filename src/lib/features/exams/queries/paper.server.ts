import { and, asc, eq, sql } from 'drizzle-orm';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import { inOrder, type Shown } from '$lib/features/bank';
import { renderCase, renderShown } from '$lib/features/bank/index.server';
import type { Context } from '$lib/server/context';
import { prepared, type Database } from '$lib/server/db/database';
import { caseVersions, items, itemVersions } from '../../bank/tables.server';
import { aroundVersion, type PictureIds } from '../pictures';
import { attemptItems, attempts } from '../tables.server';
import type { Paper } from '../types';

const itemsOf = prepared((db) =>
	db
		.select({
			position: attemptItems.position,
			optionOrder: attemptItems.optionOrder,
			marks: attemptItems.marks,
			area: items.area,
			version: {
				id: itemVersions.id,
				shown: itemVersions.shown,
				pictures: itemVersions.pictures,
				caseId: itemVersions.caseVersionId
			}
		})
		.from(attemptItems)
		.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.where(eq(attemptItems.attemptId, sql.placeholder('attemptId')))
		.orderBy(asc(attemptItems.position))
		.prepare('items_of')
);
const casesOf = prepared((db) =>
	db
		.selectDistinctOn([caseVersions.id], {
			id: caseVersions.id,
			title: caseVersions.title,
			material: caseVersions.material,
			pictures: caseVersions.pictures,
			position: attemptItems.position
		})
		.from(attemptItems)
		.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
		.innerJoin(caseVersions, eq(caseVersions.id, itemVersions.caseVersionId))
		.where(eq(attemptItems.attemptId, sql.placeholder('attemptId')))
		.orderBy(caseVersions.id, asc(attemptItems.position))
		.prepare('cases_of')
);

/**
 * The paper of an attempt as its candidate sees it, options in the drawn order. Never touches the table of keys:
 * the exam room is made of this and nothing else.
 */
export async function listPaper(db: Database, attemptId: string): Promise<Paper> {
	const rows = await itemsOf(db).execute({ attemptId });
	const cases = rows.some(({ version }) => version.caseId) ? await listCases(db, attemptId) : [];
	const indexes = new Map(cases.map(({ id }, index) => [id, index]));
	return {
		questions: rows.map(({ optionOrder, version, area, ...row }) => ({
			...row,
			area: area as KnowledgeArea,
			question: renderShown(
				inOrder(version.shown as Shown, optionOrder),
				aroundVersion(attemptId, version.id, version.pictures as PictureIds)
			),
			case: version.caseId ? (indexes.get(version.caseId) ?? null) : null
		})),
		cases: cases.map(({ id, title, material, pictures }) =>
			renderCase({ title, material }, aroundVersion(attemptId, id, pictures))
		)
	};
}

/** The cases of a paper, in the order in which it comes to them. */
export async function listCases(db: Database, attemptId: string) {
	const rows = await casesOf(db).execute({ attemptId });
	return rows
		.sort((a, b) => a.position - b.position)
		.map(({ title, material, pictures, id }) => ({
			id,
			title: title as Shown['stem'],
			material: material as Shown['stem'],
			pictures: pictures as PictureIds
		}));
}

/** One question of one's own paper as it is shown, to read a form's fields with; null where there is none. */
export async function findAsked(ctx: Context, attemptId: string, position: number): Promise<Shown | null> {
	if (ctx.actor.kind !== 'person') return null;
	const [row] = await ctx.db
		.select({ shown: itemVersions.shown, order: attemptItems.optionOrder })
		.from(attemptItems)
		.innerJoin(attempts, eq(attempts.id, attemptItems.attemptId))
		.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
		.where(
			and(
				eq(attemptItems.attemptId, attemptId),
				eq(attemptItems.position, position),
				eq(attempts.personId, ctx.actor.personId)
			)
		);
	return row ? inOrder(row.shown as Shown, row.order) : null;
}
