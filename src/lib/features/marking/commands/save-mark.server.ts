import { and, asc, eq, gt, isNull, or } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { keepDraft } from '../keep-draft.server';
import type { SaveMark } from '../schema';
import { markingTasks } from '../tables.server';

/**
 * Marks an answer: complete, and still the marker's to change until they hand their marks in. Returns the next one that is not
 * marked, null where there is none.
 *
 * No authorisation: `keepDraft` asks. No audit: what is handed in stands in the record.
 */
export async function saveMark(ctx: Context, input: SaveMark): Promise<{ nextId: string | null }> {
	return withTransaction(ctx, async (tx) => {
		const { task } = await keepDraft(tx, ctx, input, true);
		const { sittingId, markerId, place, id } = task;
		const open = and(
			...[eq(markingTasks.sittingId, sittingId), eq(markingTasks.markerId, markerId)],
			...[isNull(markingTasks.hundredths), isNull(markingTasks.withdrawnAt), isNull(markingTasks.submittedAt)]
		);
		const first = async (where: typeof open) => {
			const [row] = await tx
				.select({ id: markingTasks.id })
				.from(markingTasks)
				.where(and(open, where))
				.orderBy(asc(markingTasks.place), asc(markingTasks.id))
				.limit(1);
			return row?.id;
		};
		const behind = or(
			gt(markingTasks.place, place),
			and(eq(markingTasks.place, place), gt(markingTasks.id, id))
		);
		return { nextId: (await first(behind)) ?? (await first(undefined)) ?? null };
	});
}
