import { authorizeAnywhere, mayAnywhere } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { forbidden } from '$lib/shared/errors';
import { dryRun, keepTrial } from '../dry-run.server';
import { candidateOf, demandState, takeRegrade } from '../load.server';
import type { OfRegrade } from '../schema';

/** Runs a regrade dry again, for whoever writes it and whoever has to approve it: marks may have changed since. */
export async function tryRegrade(ctx: Context, input: OfRegrade): Promise<void> {
	if (!mayAnywhere(ctx.actor, 'regrading.regrade.propose'))
		authorizeAnywhere(ctx.actor, 'regrading.regrade.approve');
	await withTransaction(ctx, async (tx) => {
		const regrade = await takeRegrade(tx, input.regradeId);
		if (await candidateOf(tx, ctx, regrade.sittingId)) throw forbidden('access.separation.self');
		demandState(regrade, 'draft', 'proposed');
		const run = await dryRun(tx, regrade);
		await keepTrial(tx, ctx, regrade.id, run);
		await recordAudit(tx, ctx, {
			action: 'regrading.regrade.try',
			subject: { type: 'regrade', id: regrade.id },
			before: { hash: regrade.trialHash },
			after: { hash: run.hash }
		});
	});
}
