import { and, eq } from 'drizzle-orm';
import type { Question } from '$lib/features/bank';
import { itemKeys, itemVersions, items } from '$lib/features/bank/tables.server';
import { draftRegradeSchema } from '$lib/features/regrading';
import { saveAnswers } from '$lib/features/exams/index.server';
import { attemptItems, attempts, sittings } from '$lib/features/exams/tables.server';
import { draftRegrade } from '$lib/features/regrading/index.server';
import type { World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import {
	after,
	givenAttempt,
	givenBank,
	givenRelease,
	givenSitting,
	keepTimeUntil,
	STARTED,
	times
} from '../exams/given';

export const CLOSED = after(times.closesAt, 2 * 3_600_000);
export const LATER = after(CLOSED, 24 * 3_600_000);

/** How many of the 12 questions of 5 marks each have it right; 60 % pass, so eight do. */
export async function givenSat(world: World, right: readonly number[], released = true) {
	const crew = await givenBank(world);
	const sittingId = await givenSitting(world);
	const sat = [];
	for (const many of right) {
		const attempt = await givenAttempt(world, sittingId);
		// The first ones are wrong, so that a sure question is right for the good ones alone.
		const answers = attempt.paper.map((asked, i) => ({
			...{ position: asked.position, seq: 1, flagged: false },
			given: i >= attempt.paper.length - many ? asked.right : asked.wrong
		}));
		await saveAnswers(world.ctx(attempt.candidate, STARTED), { attemptId: attempt.attemptId, answers });
		sat.push(attempt);
	}
	await keepTimeUntil(world, CLOSED);
	if (released) {
		await givenRelease(world, sittingId, CLOSED);
		await world.runJobs(CLOSED);
	}
	const second = await givenPerson(world, { roles: ['hrApprover'] });
	return { ...crew, sittingId, sat, second };
}

export const answerAppealsFor = (world: World, sittingId: string, appealDays = 7, appealLimit = 1) =>
	world.db.update(sittings).set({ appealDays, appealLimit }).where(eq(sittings.id, sittingId));

export interface AskedItem {
	itemVersionId: string;
	code: string;
	question: Question;
}

/** The item at a position of an attempt's paper. */
export async function itemAt(world: World, attemptId: string, position: number): Promise<AskedItem> {
	const [row] = await world.db
		.select({ itemVersionId: attemptItems.itemVersionId, code: items.code, question: itemKeys.question })
		.from(attemptItems)
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, attemptItems.itemVersionId))
		.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.where(and(eq(attemptItems.attemptId, attemptId), eq(attemptItems.position, position)));
	return row as AskedItem;
}

/** Candidates of a sitting whose paper asks an item, by id of their attempts. */
export const askedOf = async (world: World, sittingId: string, itemVersionId: string): Promise<string[]> =>
	(
		await world.db
			.select({ id: attempts.id })
			.from(attempts)
			.innerJoin(attemptItems, eq(attemptItems.attemptId, attempts.id))
			.where(and(eq(attempts.sittingId, sittingId), eq(attemptItems.itemVersionId, itemVersionId)))
			.orderBy(attempts.id)
	).map(({ id }) => id);

/** A key by which the wrong answer of `givenSat` is right. */
export const wrongKey = ({ question }: AskedItem) =>
	question.type === 'single'
		? ['a', 'b', 'd'].slice(0, 1)
		: question.type === 'trueFalse'
			? String(!question.correct)
			: ['a', 'b', 'c', 'd'].filter((id) => !(question as { correct: string[] }).correct.includes(id));

/** A regrade of an item that is drafted by the officer, and what the form said. */
export async function givenDraft(
	world: World,
	by: GivenPerson,
	sittingId: string,
	itemVersionId: string,
	said: Record<string, unknown>,
	at = LATER
): Promise<string> {
	const input = draftRegradeSchema.parse({
		...{ sittingId, itemVersionId, kind: 'drop', policy: 'all', reason: '答案有误' },
		...said
	});
	return (await draftRegrade(world.ctx(by, at), input)).id;
}
