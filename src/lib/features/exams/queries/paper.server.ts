import { asc, eq } from 'drizzle-orm';
import type { LocalText } from '$lib/i18n/locales';
import type { Database } from '$lib/server/db/database';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import type { Shown } from '$lib/features/bank';
import { items, itemVersions } from '../../bank/tables.server';
import { attemptItems } from '../tables.server';
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
			shown: itemVersions.shown
		})
		.from(attemptItems)
		.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.where(eq(attemptItems.attemptId, attemptId))
		.orderBy(asc(attemptItems.position));
	return rows.map(({ optionOrder, shown, type, area, ...row }) => {
		const { stem } = shown as Shown;
		const texts = new Map(optionsOf(shown as Shown).map((option) => [option.id, option]));
		return {
			...row,
			type: type as PaperQuestion['type'],
			area: area as KnowledgeArea,
			stem: stem as LocalText,
			options: optionOrder.flatMap((id) => texts.get(id) ?? [])
		};
	});
}

const TRUE_FALSE: PaperQuestion['options'] = [
	{ id: 'a', text: { 'zh-CN': '正确', en: 'True' } },
	{ id: 'b', text: { 'zh-CN': '错误', en: 'False' } }
];

const optionsOf = (shown: Shown): PaperQuestion['options'] =>
	'options' in shown
		? shown.options.map(({ id, text }) => ({ id, text: text as LocalText }))
		: shown.type === 'trueFalse'
			? TRUE_FALSE
			: [];
