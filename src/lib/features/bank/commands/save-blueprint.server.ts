import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { takeDraft, unchanged } from '../blueprint-lock.server';
import type { SaveBlueprint } from '../blueprint-schema';
import { readBlueprintForm } from '../resolve-blueprint.server';
import { blueprints } from '../tables.server';

/** Saves a draft, possible or not. Refused when it was published, or somebody else saved it meanwhile. */
export async function saveBlueprint(
	ctx: Context,
	{ blueprintId, revision, ...form }: SaveBlueprint
): Promise<{ id: string; revision: number }> {
	authorize(ctx.actor, 'bank.blueprint.write');
	return withTransaction(ctx, async (tx) => {
		const draft = await takeDraft(tx, blueprintId, revision);
		const content = await readBlueprintForm(tx, draft.code, form);
		const saved = await tx
			.update(blueprints)
			.set({ content, revision: revision + 1 })
			.where(unchanged(blueprintId, revision))
			.returning({ id: blueprints.id });
		if (!saved.length) throw conflict('bank.blueprint.changed');
		await recordAudit(tx, ctx, {
			action: 'bank.blueprint.write',
			subject: { type: 'blueprint', id: blueprintId },
			before: draft.content,
			after: content
		});
		return { id: blueprintId, revision: revision + 1 };
	});
}
