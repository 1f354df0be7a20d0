import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { invalid } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { evenMarks, type BlueprintContent } from '../blueprint-content';
import type { CreateBlueprint } from '../blueprint-schema';
import { knowledgeAreas } from '$lib/content/question-vocabulary';
import { blueprints } from '../tables.server';
import { eq } from 'drizzle-orm';

/** The first draft of a new blueprint: a paper of thirty items, five of each area. */
export async function createBlueprint(ctx: Context, input: CreateBlueprint): Promise<{ id: string }> {
	const { code, titleZh, titleEn } = input;
	authorize(ctx.actor, 'bank.blueprint.write');
	const taken = () => invalid('app.form', { code: 'bank.blueprint.code_taken' });
	const content: BlueprintContent = {
		...{ code, title: { 'zh-CN': titleZh, en: titleEn }, items: 30 },
		cells: knowledgeAreas.map((area) => ({ area, from: 5, to: 5 })),
		...{ marks: evenMarks(2), total: null, seconds: null, difficulty: null, exposure: null, earlier: null },
		...{ required: [], forbidden: [], shared: 0, minutes: 60, passPercent: 60 }
	};
	try {
		return await withTransaction(ctx, async (tx) => {
			const [known] = await tx
				.select({ id: blueprints.id })
				.from(blueprints)
				.where(eq(blueprints.code, code))
				.limit(1);
			if (known) throw taken();
			const id = newId(ctx.now);
			const createdBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
			await tx.insert(blueprints).values({ id, code, version: 1, content, createdBy, createdAt: ctx.now });
			await recordAudit(tx, ctx, {
				action: 'bank.blueprint.write',
				subject: { type: 'blueprint', id },
				after: { code, version: 1, draft: true }
			});
			return { id };
		});
	} catch (error) {
		if (brokenConstraint(error) === 'blueprints_number') throw taken();
		throw error;
	}
}
