import { sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { requireLearner } from '../learner.server';
import { getLearning } from '../learning.server';
import type { SaveLessonProgress } from '../schema';
import { lessonProgress } from '../tables.server';

/**
 * Remembers how far down a lesson the person is, and adds the time in use. The sum never exceeds the time since
 * the lesson was opened, whatever two open windows report.
 * No audit: a place in a text decides about nobody, and it changes every few seconds.
 */
export async function saveLessonProgress(ctx: Context, input: SaveLessonProgress): Promise<void> {
	const personId = requireLearner(ctx);
	await withTransaction(ctx, async (tx) => {
		const { enrolment, facts } = await getLearning(tx, personId, input.module);
		if (!facts.lessons.includes(input.lesson)) throw notFound();
		if (!enrolment) throw conflict('training.module.not_started');
		const now = sql`${ctx.now.toISOString()}::timestamptz`;
		await tx
			.insert(lessonProgress)
			.values({
				enrolmentId: enrolment.id,
				lesson: input.lesson,
				place: input.place,
				seconds: input.seconds,
				openedAt: new Date(ctx.now.getTime() - input.seconds * 1000)
			})
			.onConflictDoUpdate({
				target: [lessonProgress.enrolmentId, lessonProgress.lesson],
				set: {
					place: input.place,
					seconds: sql`greatest(${lessonProgress.seconds}, least(${lessonProgress.seconds} + ${input.seconds},
						floor(extract(epoch from ${now} - ${lessonProgress.openedAt}))::int))`
				}
			});
	});
}
