import { and, count, eq } from 'drizzle-orm';
import { systemActor } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { publish } from '$lib/server/live';
import { newId } from '$lib/shared/ids';
import { clockOf, columnsOf, deskTopic, holdAttempts, moveAttempt } from '../attempt-clock.server';
import { LATE_MS, move } from '../clock';
import { rulesOf } from '../room-rules';
import { attempts, sittingEvents, sittings } from '../tables.server';

/**
 * What a sitting has asked for when somebody leaves the exam's page once more: after so many times a flag for the
 * invigilators, once, or handing in. Counting and telling is the room's own. Harmless any number of times.
 *
 * No authorisation: the sitting's rules decide, which were told before.
 */
export async function judgeLeaving(ctx: Context, { attemptId }: { attemptId: string }): Promise<void> {
	const system = { ...ctx, actor: systemActor('exams.leaving') };
	await withTransaction(system, async (tx) => {
		const [attempt] = await holdAttempts(tx, eq(attempts.id, attemptId));
		if (!attempt || attempt.handedInAt) return;
		const { sittingId, personId } = attempt;
		const [sitting] = await tx
			.select({ rules: sittings.rules })
			.from(sittings)
			.where(eq(sittings.id, sittingId));
		const { act, times } = rulesOf(sitting?.rules).leaving;
		if (act !== 'flag' && act !== 'handIn') return;
		const own = (kind: 'leave' | 'flag') =>
			and(eq(sittingEvents.attemptId, attemptId), eq(sittingEvents.kind, kind));
		const [left] = await tx.select({ n: count() }).from(sittingEvents).where(own('leave'));
		if ((left?.n ?? 0) < times) return;
		const event = { id: newId(ctx.now), sittingId, attemptId, at: ctx.now };
		if (act === 'flag') {
			const [known] = await tx
				.select({ id: sittingEvents.id })
				.from(sittingEvents)
				.where(own('flag'))
				.limit(1);
			if (known) return;
			await tx.insert(sittingEvents).values({ ...event, kind: 'flag', data: { why: 'leaving', times } });
			await publish(tx, deskTopic(sittingId));
		} else {
			const decision = move(clockOf(attempt), 'force', ctx.now.getTime());
			if (!decision.ok) return;
			await moveAttempt(tx, attempt, { ...columnsOf(decision), handedInBy: 'server' });
			await tx.insert(sittingEvents).values({ ...event, kind: 'handIn', data: { why: 'leaving', times } });
			const startAfter = new Date(ctx.now.getTime() + LATE_MS + 1000);
			await enqueue(tx, system, 'exams.attempt.mark', { attemptIds: [attemptId] }, { startAfter });
		}
		await recordAudit(tx, system, {
			...{ action: act === 'flag' ? 'exams.attempt.flag' : 'exams.attempt.hand_in', personId },
			...{ subject: { type: 'attempt', id: attemptId }, after: { by: 'server', why: 'leaving', times } }
		});
	});
}
