import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { contentOf, type CreatePath } from '../schema';
import { learningPaths, learningPathVersions } from '../tables.server';
import { checkItems } from '../versions.server';

/** Publishes a learning path under a code of its own. Unknown modules and subjects are refused by name. */
export async function createPath(ctx: Context, input: CreatePath): Promise<{ code: string }> {
	authorize(ctx.actor, 'paths.path.write');
	const content = contentOf(input);
	try {
		return await withTransaction(ctx, async (tx) => {
			await checkItems(tx, content, ctx.locale);
			const id = newId(ctx.now);
			await tx.insert(learningPaths).values({ id, code: input.code, createdAt: ctx.now });
			await tx.insert(learningPathVersions).values({
				...{ id: newId(ctx.now), pathId: id, version: 1, content },
				publishedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
				publishedAt: ctx.now
			});
			await recordAudit(tx, ctx, {
				action: 'paths.path.create',
				subject: { type: 'learningPath', id },
				after: { code: input.code, version: 1, ...content }
			});
			return { code: input.code };
		});
	} catch (error) {
		if (brokenConstraint(error) === 'learning_paths_code_unique') throw conflict('paths.path.taken');
		throw error;
	}
}
