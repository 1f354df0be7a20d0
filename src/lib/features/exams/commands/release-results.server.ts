import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { comeOut } from '../release/come-out.server';
import { holdResults } from '../release/results.server';
import { decideRelease } from '../release/rules';
import type { ReleaseResults } from '../release/schema';

/**
 * Makes the results of a sitting known to all its candidates at once: after the window, with every attempt handed in and
 * marked, and the marks reviewed by somebody else; results that are withheld stay so. Once, and not by somebody who sat it.
 */
export async function releaseResults(ctx: Context, input: ReleaseResults): Promise<{ candidates: number }> {
	return withTransaction(ctx, async (tx) => {
		const held = await holdForRelease(tx, ctx, input.sittingId);
		const decision = decideRelease(held.facts);
		if (!decision.ok) throw conflict(decision.code, decision.params);
		const by = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		return { candidates: await comeOut(tx, ctx, held, by) };
	});
}

/** Holds the results of a sitting for somebody who may release them: neither a candidate nor the one who reviewed them. */
export async function holdForRelease(tx: Database, ctx: Context, sittingId: string) {
	const held = await holdResults(tx, sittingId, ctx.now);
	authorize(ctx.actor, 'exams.result.release', {
		parties: {
			candidate: held.sat.map(({ personId }) => personId),
			reviewer: held.sitting.reviewedBy
		}
	});
	return held;
}
