import { asc, eq } from 'drizzle-orm';
import type { LocalText } from '$lib/i18n/locales';
import type { Database } from '$lib/server/db/database';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import { attemptItems, items, itemVersions } from '../tables.server';
import type { PaperQuestion } from '../types';

/**
 * The paper of an attempt as its candidate sees it, options in the drawn order. Never touches the table of keys:
 * the exam room is made of this and nothing else.
 */
export async function listPaper(db: Database, attemptId: string): Promise<PaperQuestion[]> {
	const rows = await db
		.select({
			position: attemptItems.position,
			optionOrder: attemptItems.optionOrder,
			marks: attemptItems.marks,
			type: itemVersions.type,
			area: items.area,
			stem: itemVersions.stem,
			options: itemVersions.options
		})
		.from(attemptItems)
		.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.where(eq(attemptItems.attemptId, attemptId))
		.orderBy(asc(attemptItems.position));
	return rows.map(({ optionOrder, options, stem, area, ...row }) => {
		const texts = new Map(
			(options as { id: string; text: LocalText }[]).map((option) => [option.id, option])
		);
		return {
			...row,
			area: area as KnowledgeArea,
			stem: stem as LocalText,
			options: optionOrder.flatMap((id) => texts.get(id) ?? [])
		};
	});
}
