import { and, eq } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid, notFound } from '$lib/shared/errors';
import { readGiven } from '../answer-fields';
import type { Question } from '../question';
import { getOwnSet } from '../practice/own-set.server';
import type { AnswerPractice } from '../practice/schema';
import { scoreQuestion } from '../scoring/score';
import { inOrder, ownAnswer, type Aliases, type Shown } from '../shown';
import { itemKeys, itemVersions, practiceItems, practiceSets } from '../tables.server';

/**
 * Answers one question of one's own set, once: whoever answers again finds the first answer kept. The answer of the
 * last question ends the set. No audit: see `startPractice`. Authorised in `getOwnSet`.
 */
export async function answerPractice(
	ctx: Context,
	input: AnswerPractice
): Promise<{ setId: string; position: number }> {
	const { setId, position } = input;
	return withTransaction(ctx, async (tx) => {
		const set = await getOwnSet(ctx, tx, setId, true);
		const here = and(eq(practiceItems.setId, setId), eq(practiceItems.position, position));
		const [row] = await tx
			.select({ item: practiceItems, shown: itemVersions.shown, key: itemKeys })
			.from(practiceItems)
			.innerJoin(itemVersions, eq(itemVersions.id, practiceItems.itemVersionId))
			.innerJoin(itemKeys, eq(itemKeys.itemVersionId, practiceItems.itemVersionId))
			.where(here);
		if (!row) throw notFound();
		if (row.item.isAnswered) return { setId, position };
		if (set.finishedAt) throw conflict('practice.finished');
		const asked = inOrder(row.shown as Shown, row.item.optionOrder);
		const given = input.skip ? null : readGiven(asked, input.answer);
		if (given === null && !input.skip) throw invalid('practice.no_answer');
		const question = row.key.question as Question;
		const own = ownAnswer(question.type, given, row.key.aliases as Aliases);
		const answered = await tx
			.update(practiceItems)
			.set({ given, share: scoreQuestion(question, own), isAnswered: true, answeredAt: ctx.now })
			.where(and(here, eq(practiceItems.isAnswered, false)))
			.returning({ position: practiceItems.position });
		if (!answered.length) throw conflict('practice.finished');
		const open = await tx.$count(
			practiceItems,
			and(eq(practiceItems.setId, setId), eq(practiceItems.isAnswered, false))
		);
		if (!open) await tx.update(practiceSets).set({ finishedAt: ctx.now }).where(eq(practiceSets.id, setId));
		return { setId, position };
	});
}
