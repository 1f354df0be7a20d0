import { desc, eq, inArray } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { QuestionContent } from '$lib/content/question-format';
import { loadQuestions } from '$lib/content/questions.server';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { newId } from '$lib/shared/ids';
import { canonicalJson } from '$lib/shared/json';
import { itemKeys, items, itemVersions } from '../tables.server';

export interface ImportedItems {
	created: number;
	changed: number;
	unchanged: number;
}

/**
 * Takes questions into the bank as drafts of the author (default: those of `content/questions`). A code that is
 * there with the same content is left alone; changed content becomes its next version and a draft again, which
 * papers already drawn never notice. Running it twice changes nothing.
 */
export async function importItems(
	ctx: Context,
	questions: readonly QuestionContent[] = loadQuestions()
): Promise<ImportedItems> {
	authorize(ctx.actor, 'exams.item.create');
	const setterId = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	return withTransaction(ctx, async (tx) => {
		const known = await newestVersions(
			tx,
			questions.map(({ id }) => id)
		);
		const created: string[] = [];
		const changed: string[] = [];
		for (const question of questions) {
			const old = known.get(question.id);
			if (old && old.content === contentOf(question)) continue;
			const itemId = old?.itemId ?? newId(ctx.now);
			if (old) {
				changed.push(question.id);
				await tx
					.update(items)
					.set({ status: 'draft', setterId, reviewerId: null, reviewedAt: null })
					.where(eq(items.id, itemId));
			} else {
				created.push(question.id);
				await tx.insert(items).values({
					id: itemId,
					code: question.id,
					area: question.area,
					status: 'draft',
					setterId,
					createdAt: ctx.now
				});
			}
			await insertVersion(tx, ctx.now, itemId, (old?.version ?? 0) + 1, question);
		}
		if (created.length || changed.length) {
			await recordAudit(tx, ctx, {
				action: 'exams.item.create',
				subject: { type: 'items', id: 'bank' },
				after: { created, changed }
			});
		}
		return {
			created: created.length,
			changed: changed.length,
			unchanged: questions.length - created.length - changed.length
		};
	});
}

/** Everything of a question that a new version would be made for, as comparable text. */
const contentOf = ({
	type,
	difficulty,
	level,
	stem,
	options,
	explanation
}: Omit<QuestionContent, 'id' | 'area'>) =>
	canonicalJson({ type, difficulty, level, stem, options, explanation });

/** The newest version of each code, locked until the import is through. */
async function newestVersions(tx: Database, codes: string[]) {
	if (!codes.length) return new Map<string, never>();
	await tx.select({ id: items.id }).from(items).where(inArray(items.code, codes)).for('update');
	const rows = await tx
		.selectDistinctOn([itemVersions.itemId], { code: items.code, version: itemVersions, key: itemKeys })
		.from(itemVersions)
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, itemVersions.id))
		.where(inArray(items.code, codes))
		.orderBy(itemVersions.itemId, desc(itemVersions.version));
	return new Map(
		rows.map(({ code, version, key }) => {
			const options = (version.options as { id: string; text: QuestionContent['stem'] }[]).map((option) => ({
				...option,
				correct: key.correct.includes(option.id)
			}));
			const { type, difficulty, level } = version;
			const stem = version.stem as QuestionContent['stem'];
			const explanation = key.explanation as QuestionContent['stem'];
			return [
				code,
				{
					itemId: version.itemId,
					version: version.version,
					content: contentOf({ type, difficulty, level, stem, options, explanation })
				}
			];
		})
	);
}

async function insertVersion(
	tx: Database,
	now: Date,
	itemId: string,
	version: number,
	question: QuestionContent
) {
	const id = newId(now);
	await tx.insert(itemVersions).values({
		id,
		itemId,
		version,
		type: question.type,
		difficulty: question.difficulty,
		level: question.level,
		stem: question.stem,
		// Without what is right: that is the key's.
		options: question.options.map((option) => ({ id: option.id, text: option.text })),
		createdAt: now
	});
	await tx.insert(itemKeys).values({
		itemVersionId: id,
		correct: question.options.filter(({ correct }) => correct).map((option) => option.id),
		explanation: question.explanation
	});
}
