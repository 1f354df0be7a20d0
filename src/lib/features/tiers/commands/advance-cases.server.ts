import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { log } from '$lib/server/log';
import { Refusal } from '$lib/shared/errors';
import { advanceCase } from '../cases/advance.server';
import { findDueCases, openCasesOf } from '../cases/due.server';

declare module '$lib/server/jobs/events' {
	interface Jobs {
		tiers_cases_advance: object;
	}
}

/** Queue of what time does to cases: right after midnight in the organisation's zone, and every hour. */
export const ADVANCE_CASES = 'tiers_cases_advance';
export const ADVANCE_CASES_CRON = '2 * * * *';

/**
 * Ends public notices and votings whose time is over, puts into effect what is due, sends back what no longer holds,
 * and withdraws cases of people who left; each case by itself, so that one cannot hold up the others. Idempotent.
 * No authorisation: it is the system's own, and does nothing that a person could ask for.
 */
export async function advanceCases(ctx: Context, only: readonly string[] | null = null): Promise<number> {
	let moved = 0;
	for (const id of only ?? (await findDueCases(ctx.db, ctx.now))) {
		try {
			if (await advance(ctx, id)) moved++;
		} catch (error) {
			// No standard in force, or no free place for what a committee approved: a person has to look.
			if (!(error instanceof Refusal)) throw error;
			log.warn({ decision: id, code: error.code }, 'case not advanced');
		}
	}
	return moved;
}

const advance = (ctx: Context, id: string): Promise<boolean> =>
	withTransaction(ctx, async (tx) => {
		const advanced = await advanceCase(tx, ctx, id);
		if (!advanced) return false;
		const { action, personId, before, after } = advanced;
		await recordAudit(tx, ctx, { action, subject: { type: 'decision', id }, personId, before, after });
		return true;
	});

/** Withdraws the open cases about somebody who has left. */
export async function withdrawCasesOfLeaver(ctx: Context, { personId }: { personId: string }): Promise<void> {
	await advanceCases(ctx, await openCasesOf(ctx.db, personId));
}
