import { and, eq, isNull } from 'drizzle-orm';
import { systemActor } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { isOverdue } from '../rules';
import { attempts, sittings } from '../tables.server';

/**
 * The server hands an attempt in, as of its end, once that has passed. Returns whether it did. Harmless at any
 * other time and any number of times: a job at the end, a sweep each minute and whoever looks all call it.
 *
 * No authorisation: the clock decides, not the person who happens to look; so it stands in the audit log as
 * the system's act.
 */
export async function closeAttempt(ctx: Context, input: { attemptId: string }): Promise<boolean> {
	return withTransaction(ctx, async (tx) => {
		const [found] = await tx
			.select({ attempt: attempts, titleZh: sittings.titleZh, titleEn: sittings.titleEn })
			.from(attempts)
			.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
			.where(eq(attempts.id, input.attemptId))
			.for('no key update', { of: attempts });
		if (!found || found.attempt.handedInAt || !isOverdue(found.attempt.endsAt, ctx.now)) return false;
		const { attempt } = found;
		const closed = await tx
			.update(attempts)
			.set({ handedInAt: attempt.endsAt, handedInBy: 'server' })
			.where(and(eq(attempts.id, attempt.id), isNull(attempts.handedInAt)))
			.returning({ id: attempts.id });
		if (!closed.length) return false;
		await notify(tx, ctx, {
			personId: attempt.personId,
			kind: 'attemptClosed',
			params: { exam: { 'zh-CN': found.titleZh, en: found.titleEn } },
			href: `/attempt/${attempt.id}`,
			cause: `exams.attempt.close:${attempt.id}`
		});
		await enqueue(tx, ctx, 'exams.attempt.mark', { attemptId: attempt.id });
		await recordAudit(
			tx,
			{ ...ctx, actor: systemActor('exams.attempt.close') },
			{
				action: 'exams.attempt.hand_in',
				subject: { type: 'attempt', id: attempt.id },
				personId: attempt.personId,
				after: { by: 'server', handedInAt: attempt.endsAt }
			}
		);
		return true;
	});
}
