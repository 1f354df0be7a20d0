import { sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { lackWords } from '../lack-words.server';
import { requireLearner } from '../learner.server';
import { getLearning, lockEnrolments } from '../learning.server';
import { listLacking } from '../lesson-things.server';
import { getOwnLesson } from '../own-lesson.server';
import { computeNextStep, type NextStep } from '../rules';
import type { FinishLesson } from '../schema';
import { lessonProgress } from '../tables.server';

/**
 * The person says that they finished a lesson; a second time changes nothing. Tells what comes next: the next lesson
 * that is open, or the check. Refused with what the lesson still asks for, named.
 * No audit: it only opens the check, and the entry of the check carries when each lesson was finished.
 */
export async function finishLesson(ctx: Context, input: FinishLesson): Promise<{ next: NextStep }> {
	const personId = requireLearner(ctx);
	return withTransaction(ctx, async (tx) => {
		await lockEnrolments(tx, personId, input.module);
		const { enrolment, facts } = await getLearning(tx, personId, input.module);
		if (!facts.lessons.includes(input.lesson)) throw notFound();
		if (!enrolment) throw conflict('training.module.not_started');
		if (!facts.finished.has(input.lesson)) {
			const own = await getOwnLesson(tx, personId, input.module, input.lesson);
			const { parts = [], watched = {} } = own.lessons.get(input.lesson) ?? {};
			const done = { parts, watched, answered: new Set(own.answers.keys()) };
			const lacking = await listLacking(tx, own, ctx.locale, done);
			if (lacking.length)
				throw conflict('training.lesson.asks', { what: await lackWords(lacking, ctx.locale) });
		}
		await tx
			.insert(lessonProgress)
			.values({
				...{ enrolmentId: enrolment.id, lesson: input.lesson, place: 0, seconds: 0 },
				...{ openedAt: ctx.now, finishedAt: ctx.now }
			})
			.onConflictDoUpdate({
				target: [lessonProgress.enrolmentId, lessonProgress.lesson],
				set: { finishedAt: ctx.now },
				setWhere: sql`${lessonProgress.finishedAt} is null`
			});
		// What follows this lesson comes first; one that was skipped before it comes after.
		const finished = new Set([...facts.finished, input.lesson]);
		const at = facts.lessons.indexOf(input.lesson);
		const lessons = [...facts.lessons.slice(at + 1), ...facts.lessons.slice(0, at + 1)];
		return { next: computeNextStep({ ...facts, lessons, finished }, ctx.now) };
	});
}
