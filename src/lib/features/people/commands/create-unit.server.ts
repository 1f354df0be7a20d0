import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import type { CreateUnit } from '../schema';
import { unitPathOf } from '../subject.server';
import { units } from '../tables.server';

/** Adds a unit to the tree: below another, or as its root while there is none. */
export async function createUnit(ctx: Context, input: CreateUnit): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'people.unit.manage');
		const above = input.parentId ? await unitPathOf(tx, input.parentId) : '';
		if (above === null) throw invalid('app.form', { parentId: 'app.field.choice' });
		if (!input.parentId && (await tx.select({ id: units.id }).from(units).limit(1)).length) {
			throw conflict('people.unit.root_exists');
		}
		const unit = { ...input, path: `${above}${input.code}/` };
		const id = newId(ctx.now);
		await tx
			.insert(units)
			.values({ ...unit, id, createdAt: ctx.now })
			.catch((error) => {
				const broken = brokenConstraint(error);
				if (!broken?.startsWith('units_code') && !broken?.startsWith('units_path')) throw error;
				throw invalid('app.form', { code: 'people.unit.code_taken' });
			});
		await recordAudit(tx, ctx, { action: 'people.unit.manage', subject: { type: 'unit', id }, after: unit });
		return { id };
	});
}
