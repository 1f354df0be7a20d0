import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { takeDraft, unchanged } from '../blueprint-lock.server';
import type { BlueprintDraft } from '../blueprint-schema';
import { blueprints } from '../tables.server';

/** Throws a draft away; nothing was made by it. What it said stays in the audit log. */
export async function discardBlueprint(
	ctx: Context,
	{ blueprintId, revision }: BlueprintDraft
): Promise<void> {
	authorize(ctx.actor, 'bank.blueprint.write');
	await withTransaction(ctx, async (tx) => {
		const draft = await takeDraft(tx, blueprintId, revision);
		const gone = await tx
			.delete(blueprints)
			.where(unchanged(blueprintId, revision))
			.returning({ id: blueprints.id });
		if (!gone.length) throw conflict('bank.blueprint.changed');
		await recordAudit(tx, ctx, {
			action: 'bank.blueprint.write',
			subject: { type: 'blueprint', id: blueprintId },
			before: draft.content,
			after: { discarded: true }
		});
	});
}
