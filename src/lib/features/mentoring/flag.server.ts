import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { newId } from '$lib/shared/ids';
import { lockEntry } from './load.server';
import { balanceMentorCredit } from './mentor-credit.server';
import { shadowingFlags } from './tables.server';
import type { FlagKind } from './vocabulary';

/** Writes what a rule found in an entry; a kind that was raised before stays as it is. */
export async function raiseFlag(
	tx: Database,
	ctx: Context,
	{ entryId, kind, detail }: { entryId: string; kind: FlagKind; detail: Record<string, unknown> }
): Promise<{ raised: boolean }> {
	const flag = { id: newId(ctx.now), entryId, kind, detail, raisedAt: ctx.now };
	const made = await tx
		.insert(shadowingFlags)
		.values(flag)
		.onConflictDoNothing()
		.returning({ id: shadowingFlags.id });
	return { raised: made.length > 0 };
}

/**
 * Raises what a feature above found in an entry after it was submitted (a mentor who was not qualified that day):
 * once, told in the audit log; minutes that had come to count do so no more. Asks no permission: no person asks.
 */
export const flagEntry = (
	ctx: Context,
	{ entryId, kind, detail }: { entryId: string; kind: FlagKind; detail: Record<string, unknown> }
): Promise<{ raised: boolean }> =>
	withTransaction(ctx, async (tx) => {
		const { pairing } = await lockEntry(tx, ctx, entryId);
		const { raised } = await raiseFlag(tx, ctx, { entryId, kind, detail });
		if (!raised) return { raised };
		await balanceMentorCredit(tx, ctx, entryId);
		await recordAudit(tx, ctx, {
			action: 'mentoring.flag.raise',
			subject: { type: 'shadowingEntry', id: entryId },
			personId: pairing.traineeId,
			after: { kind, detail }
		});
		return { raised };
	});

/** HR's word on an entry that nobody answered settles its flag with it. */
export async function clearUnanswered(
	tx: Database,
	ctx: Context,
	entryId: string,
	{ cleared, note }: { cleared: boolean; note: string }
): Promise<void> {
	const settledBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	await tx
		.update(shadowingFlags)
		.set({ settledBy, settledAt: ctx.now, cleared, note })
		.where(
			and(
				eq(shadowingFlags.entryId, entryId),
				eq(shadowingFlags.kind, 'unanswered'),
				isNull(shadowingFlags.settledAt)
			)
		);
}
