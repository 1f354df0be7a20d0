import { and, eq, gt, inArray, lte } from 'drizzle-orm';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { Refusal } from '$lib/shared/errors';
import { leaveClass } from './commands/leave-class.server';
import { classEnrolments, classes, classSessions } from './tables.server';

/** Queue of the reminders before sessions, and its schedule. */
export const REMIND_SESSIONS = 'classes_remind_sessions';
export const REMIND_SESSIONS_CRON = '10 * * * *';

const DAY_MS = 86_400_000;

/**
 * Reminds learners and teachers of sessions that begin within a day. The cause names the session and when it begins, so
 * running twice tells each once, and a session that was moved is told of anew.
 */
export async function remindSessions(ctx: Context): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const coming = await tx
			.select({ session: classSessions, title: classes.title, teacherId: classes.teacherId })
			.from(classSessions)
			.innerJoin(classes, and(eq(classes.id, classSessions.classId), eq(classes.state, 'open')))
			.where(
				and(
					gt(classSessions.startsAt, ctx.now),
					lte(classSessions.startsAt, new Date(ctx.now.getTime() + DAY_MS))
				)
			);
		for (const { session, title, teacherId } of coming) {
			const learners = await tx
				.select({ personId: classEnrolments.personId })
				.from(classEnrolments)
				.where(and(eq(classEnrolments.classId, session.classId), eq(classEnrolments.state, 'enrolled')));
			const startsAt = session.startsAt.toISOString();
			const notice = {
				kind: 'classes.reminder',
				params: { title, startsAt, place: session.place },
				cause: `classes.reminder:${session.id}:${startsAt}`
			};
			const page = `/classes/${session.classId}`;
			for (const { personId } of learners) await notify(tx, ctx, { ...notice, personId, href: page });
			await notify(tx, ctx, { ...notice, personId: teacherId, href: `${page}/teach?session=${session.id}` });
		}
	});
}

/** Frees the places of somebody who has left, in every class that has not begun; the next on each list moves up. */
export async function leaveClassesOfLeaver(ctx: Context, { personId }: { personId: string }): Promise<void> {
	const open = await ctx.db
		.select({ classId: classEnrolments.classId })
		.from(classEnrolments)
		.innerJoin(classes, and(eq(classes.id, classEnrolments.classId), eq(classes.state, 'open')))
		.where(
			and(
				eq(classEnrolments.personId, personId),
				inArray(classEnrolments.state, ['requested', 'waiting', 'enrolled'])
			)
		);
	for (const { classId } of open) {
		try {
			await leaveClass(ctx, { classId, personId });
		} catch (error) {
			// It has begun, or this runs a second time.
			if (!(error instanceof Refusal)) throw error;
		}
	}
}
