import { and, eq, lt } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { loadDraft } from '../drafts/load.server';
import { readText } from '../drafts/reading';
import type { OneDraft } from '../drafts/schema';
import '../simulation/job.server';
import { simulations } from '../tables.server';

/** A run that has waited longer is taken for lost, and another may begin. */
const LOST_MS = 15 * 60_000;

/**
 * Queues a simulation of a draft's text on the whole workforce, as of today. Asking again while one of the same text
 * waits gives that one.
 */
export async function simulateDraft(ctx: Context, input: OneDraft): Promise<{ simulationId: string }> {
	return withTransaction(ctx, async (tx) => {
		const draft = await loadDraft(tx, input.draftId, { lock: true });
		const mayDraft = can(ctx.actor, 'tiers.policy.draft').ok;
		authorize(ctx.actor, mayDraft ? 'tiers.policy.draft' : 'tiers.policy.publish');
		if (draft.state !== 'draft' && draft.state !== 'submitted') throw conflict('tiers.draft.closed');
		if (draft.version !== input.version) throw conflict('tiers.draft.changed', { version: draft.version });
		const { problems } = readText(draft.yaml, draft.ladder);
		if (problems.length) {
			throw conflict('tiers.draft.problems', { count: problems.length, line: problems[0]?.line ?? 1 });
		}
		const same = and(
			eq(simulations.draftId, draft.id),
			eq(simulations.sha256, draft.sha256),
			eq(simulations.state, 'waiting')
		);
		await tx
			.update(simulations)
			.set({ state: 'failed', finishedAt: ctx.now })
			.where(and(same, lt(simulations.requestedAt, new Date(ctx.now.getTime() - LOST_MS))));
		const [waiting] = await tx.select({ id: simulations.id }).from(simulations).where(same);
		if (waiting) return { simulationId: waiting.id };
		const id = newId(ctx.now);
		await tx.insert(simulations).values({
			...{ id, draftId: draft.id, sha256: draft.sha256, asOf: dateIn(ctx.now), state: 'waiting' },
			requestedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
			requestedAt: ctx.now
		});
		await enqueue(tx, ctx, 'tiers.policy.simulate', { simulationId: id, yaml: draft.yaml });
		await recordAudit(tx, ctx, {
			action: 'tiers.draft.simulate',
			subject: { type: 'policyDraft', id: draft.id },
			after: { simulationId: id, sha256: draft.sha256 }
		});
		return { simulationId: id };
	});
}
