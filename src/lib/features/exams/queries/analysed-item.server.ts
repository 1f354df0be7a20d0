import { eq } from 'drizzle-orm';
import { can } from '$lib/access/can';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import type { Question, QuestionType } from '$lib/features/bank';
import { pictureAddress, renderQuestion } from '$lib/features/bank/index.server';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { itemKeys, items, itemVersions } from '../../bank/tables.server';
import { flagsOf } from '../analysis/flags';
import { readAnalysis } from './analysis.server';
import { listCorrections } from './markable.server';

/**
 * One item of an analysis, of all candidates and by form. What it asks, and what its options did, is for those who read the
 * bank: it tells the key.
 */
export async function getAnalysedItem(ctx: Context, sittingId: string, versionId: string) {
	const { analysis, sitting } = await readAnalysis(ctx, sittingId);
	const item = analysis?.all.items.find(({ id }) => id === versionId);
	if (!analysis || !item) throw notFound();
	const [about] = await ctx.db
		.select({
			itemId: items.id,
			code: items.code,
			type: itemVersions.type,
			key: itemKeys.question,
			pictures: itemVersions.pictures
		})
		.from(itemVersions)
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, itemVersions.id))
		.where(eq(itemVersions.id, versionId));
	if (!about) throw notFound();
	const seesKey = can(ctx.actor, 'bank.item.read').ok;
	const corrected = seesKey ? (await listCorrections(ctx.db, sittingId)).get(versionId) : undefined;
	const question = corrected?.question ?? (about.key as Question);
	const { options, section, ...figures } = item;
	return {
		sitting,
		item: {
			...{ ...figures, section: section as KnowledgeArea, itemId: about.itemId, code: about.code },
			...{ type: about.type as QuestionType, flags: flagsOf(item, analysis.all.test.alpha) }
		},
		alpha: analysis.all.test.alpha,
		/** Null for whoever does not read the bank. */
		read: seesKey
			? {
					options,
					question: renderQuestion(question, {
						version: versionId,
						picture: pictureAddress(versionId, about.pictures as Record<string, string>)
					})
				}
			: null,
		forms: analysis.forms.flatMap((view, i) => {
			const own = view.items.find(({ id }) => id === versionId);
			if (!own) return [];
			const { options: _options, section: _section, ...figures } = own;
			return [{ ...figures, place: i + 1, form: view.form }];
		})
	};
}
