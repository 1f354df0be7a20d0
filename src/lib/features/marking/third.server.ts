import { and, count, eq, isNull } from 'drizzle-orm';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { attempts } from '../exams/tables.server';
import { giveTasks } from './give-tasks.server';
import { inAnyOrder } from './codes.server';
import { listEligibleMarkers, markersOf, titleOf, type SittingRow } from './plan.server';
import { recusedFrom } from './recusal.server';
import { markingAnswers, markingTasks } from './tables.server';

/**
 * Gives an answer to a third marker of the plan, the one with least to do who may read it and has not. Where nobody is left it
 * waits for another marker to be named, or for the moderator.
 */
export async function askThird(
	tx: Database,
	ctx: Context,
	sitting: SittingRow,
	answer: Pick<typeof markingAnswers.$inferSelect, 'id' | 'attemptId'>
): Promise<void> {
	const asked = await tx
		.select({ markerId: markingTasks.markerId, turn: markingTasks.turn })
		.from(markingTasks)
		.where(and(eq(markingTasks.answerId, answer.id), isNull(markingTasks.withdrawnAt)));
	if (asked.some(({ turn }) => turn === 'third')) return;
	const markerId = await chooseMarker(
		tx,
		ctx,
		sitting.id,
		answer,
		asked.map((one) => one.markerId)
	);
	if (!markerId) return;
	await giveTasks(tx, ctx, sitting.id, [{ answerId: answer.id, markerId, turn: 'third' }]);
	await notify(tx, ctx, {
		...{ personId: markerId, kind: 'marking.waiting', params: { exam: titleOf(sitting) } },
		// One message however many come together.
		...{ href: '/staff/marking', cause: `marking.third:${sitting.id}:${ctx.requestId}` }
	});
}

/** Who of a plan may read an answer now, the one with least to do; null where nobody may. `without`: not those. */
export async function chooseMarker(
	tx: Database,
	ctx: Context,
	sittingId: string,
	answer: { attemptId: string },
	without: readonly string[]
): Promise<string | null> {
	const [attempt] = await tx.select().from(attempts).where(eq(attempts.id, answer.attemptId));
	const recused = (await recusedFrom(tx, [attempt!.personId])).get(attempt!.personId);
	const able = new Set((await listEligibleMarkers(tx, ctx)).map(({ id }) => id));
	const may = (await markersOf(tx, sittingId)).filter(
		(id) => able.has(id) && !without.includes(id) && !recused?.has(id)
	);
	const open = await tx
		.select({ markerId: markingTasks.markerId, n: count() })
		.from(markingTasks)
		.where(
			and(
				eq(markingTasks.sittingId, sittingId),
				isNull(markingTasks.withdrawnAt),
				isNull(markingTasks.submittedAt)
			)
		)
		.groupBy(markingTasks.markerId);
	const load = new Map(open.map(({ markerId, n }) => [markerId, n]));
	return inAnyOrder(may).sort((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0))[0] ?? null;
}
