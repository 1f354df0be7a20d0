import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { clockOf } from '../attempt-clock.server';
import { MINUTE_MS, move } from '../clock';
import type { ExtendTime } from '../desk-schema';
import { holdAttemptIn, holdOpenAttempts, holdRoom, personOf } from '../held-room.server';
import { moveAttempts, recordEvents } from '../move-attempts.server';

/**
 * An invigilator gives time back to one candidate, or to all of a room who are writing; only who invigilates everywhere, to
 * all of the sitting. The candidates see it at once. Who has not begun has lost nothing and gets nothing. Authorised by
 * `holdRoom`. Returns how many got it.
 */
export async function extendTime(
	ctx: Context,
	{ roomId, scope, attemptId, minutes, reason }: ExtendTime
): Promise<{ extended: number }> {
	return withTransaction(ctx, async (tx) => {
		const room = await holdRoom(tx, ctx, roomId, { everywhere: scope === 'sitting' });
		if (scope === 'attempt' && !attemptId) throw notFound();
		const held =
			scope === 'attempt'
				? [await holdAttemptIn(tx, room, attemptId!)]
				: await holdOpenAttempts(tx, room, scope === 'sitting');
		const now = ctx.now.getTime();
		const moved = held.flatMap((attempt) => {
			const decision = move(clockOf(attempt), 'extend', now, minutes * MINUTE_MS);
			if (decision.ok) return [{ attempt, clock: decision }];
			if (scope === 'attempt') throw conflict(decision.code, decision.params);
			return [];
		});
		if (!moved.length) throw conflict('exams.room.nobody');
		const extended = await moveAttempts(tx, room.sittingId, moved);
		const byId = personOf(ctx.actor);
		const given = { ms: minutes * MINUTE_MS, reason };
		await recordEvents(tx, ctx, room.sittingId, [
			...moved.map(({ attempt, clock }) => ({
				...{
					kind: 'extend' as const,
					roomId: scope === 'sitting' ? null : roomId,
					attemptId: attempt.id,
					byId
				},
				data: { ...given, ...(scope === 'attempt' ? {} : { scope }), endsAt: new Date(clock.endsAt) }
			})),
			...(scope === 'attempt'
				? []
				: [
						{
							...{ kind: 'extend' as const, roomId: scope === 'room' ? roomId : null, byId },
							data: { ...given, scope, attempts: extended }
						}
					])
		]);
		await recordAudit(tx, ctx, {
			action: 'exams.room.extend',
			subject: attemptId && scope === 'attempt' ? { type: 'attempt', id: attemptId } : subjectOf(scope, room),
			personId: scope === 'attempt' ? moved[0]!.attempt.personId : null,
			after: { ...given, scope, roomId, attempts: extended }
		});
		return { extended };
	});
}

const subjectOf = (scope: ExtendTime['scope'], room: { id: string; sittingId: string }) =>
	scope === 'sitting' ? { type: 'sitting', id: room.sittingId } : { type: 'sittingRoom', id: room.id };
