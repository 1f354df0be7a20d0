import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Key } from '$lib/features/exams';
import { ruleOf } from '$lib/features/exams/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { hasKey } from '../asked-key';
import { correctedKey } from '../corrected';
import { dryRun, keepTrial } from '../dry-run.server';
import { candidateOf, demandState, personOf, takeRegrade, takeSitting } from '../load.server';
import type { DraftRegrade } from '../schema';
import { regrades } from '../tables.server';

/**
 * Writes how an item of a sitting is to be marked instead, and runs it dry: who goes up and down is known before anybody
 * decides. Changes no mark. Only of a sitting that is over, and never by somebody who sat it.
 */
export async function draftRegrade(
	ctx: Context,
	input: DraftRegrade
): Promise<{ id: string; sittingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const candidate = await candidateOf(tx, ctx, input.sittingId);
		authorize(ctx.actor, 'regrading.regrade.propose', { parties: { candidate } });
		const sitting = await takeSitting(tx, input.sittingId);
		if (sitting.rehearsal) throw conflict('regrading.sitting.rehearsal');
		if (ctx.now < sitting.closesAt) throw conflict('regrading.sitting.open');
		const { sittingId, itemVersionId, kind, policy, reason } = input;
		const found = await ruleOf(tx, { sittingId, itemVersionId });
		if (!found) throw notFound('regrading.item.unknown');
		const { own, rule } = found;
		let key: Key | null = null;
		if (kind === 'key') {
			if (!hasKey(own.question)) throw conflict('regrading.change.essay');
			const from = rule.question ? { question: rule.question, aliases: rule.aliases } : own;
			const made = correctedKey(from, input);
			if ('errors' in made) throw invalid('app.form', made.errors);
			key = made.key;
		}
		const change = { kind, policy, key, reason };
		const run = await dryRun(tx, { sittingId, itemVersionId, ...change });
		if (!run.trial.candidates) throw conflict('regrading.sitting.unmarked');
		const by = { draftedBy: personOf(ctx), draftedAt: ctx.now };
		const id = input.regradeId ?? newId(ctx.now);
		if (input.regradeId) {
			const old = await takeRegrade(tx, id);
			demandState(old, 'draft');
			if (old.sittingId !== sittingId || old.itemVersionId !== itemVersionId) throw notFound();
			await tx
				.update(regrades)
				.set({ ...change, ...by })
				.where(eq(regrades.id, id));
		} else await tx.insert(regrades).values({ id, sittingId, itemVersionId, ...change, ...by });
		await keepTrial(tx, ctx, id, run);
		await recordAudit(tx, ctx, {
			action: 'regrading.regrade.draft',
			subject: { type: 'regrade', id },
			after: { sittingId, itemVersionId, kind, policy, reason, ...counted(run.trial) }
		});
		return { id, sittingId };
	});
}

/** What the audit log says of a dry run. */
export const counted = ({
	candidates,
	up,
	down,
	passing,
	failing
}: Awaited<ReturnType<typeof dryRun>>['trial']) => ({
	...{ candidates, up, down, passing, failing }
});
