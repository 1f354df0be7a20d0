import { and, eq } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { requireLearner } from '../learner.server';
import { listThings } from '../lesson-things.server';
import { getOwnLesson } from '../own-lesson.server';
import { acceptReading } from '../reading';
import type { SaveLessonProgress } from '../schema';
import { lessonProgress } from '../tables.server';

/**
 * Remembers how far down a lesson the person is, which parts they opened and how far they watched its videos, and adds
 * the time in use: all of it as far as time allows, whatever two open windows report.
 * No audit: a place in a text decides about nobody, and it changes every few seconds.
 */
export async function saveLessonProgress(ctx: Context, input: SaveLessonProgress): Promise<void> {
	const personId = requireLearner(ctx);
	await withTransaction(ctx, async (tx) => {
		const own = await getOwnLesson(tx, personId, input.module, input.lesson);
		const things = await listThings(tx, own);
		const key = { enrolmentId: own.enrolmentId, lesson: input.lesson };
		// Whoever has just opened it has read for as long as they say, but not since before they began.
		const opened = Math.max(ctx.now.getTime() - input.seconds * 1000, own.startedAt.getTime());
		await tx
			.insert(lessonProgress)
			.values({ ...key, place: 0, seconds: 0, openedAt: new Date(Math.min(opened, ctx.now.getTime())) })
			.onConflictDoNothing();
		const here = and(eq(lessonProgress.enrolmentId, key.enrolmentId), eq(lessonProgress.lesson, key.lesson));
		const [known] = await tx.select().from(lessonProgress).where(here).for('update');
		const passed = (ctx.now.getTime() - known!.openedAt.getTime()) / 1000;
		const { seconds, parts = [], watched = {} } = input;
		const report = { seconds, parts, watched };
		await tx
			.update(lessonProgress)
			.set({ place: input.place ?? known!.place, ...acceptReading(known!, report, things, passed) })
			.where(here);
	});
}
