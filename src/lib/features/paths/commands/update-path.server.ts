import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { canonicalJson } from '$lib/shared/json';
import { contentOf, type UpdatePath } from '../schema';
import { learningPathVersions } from '../tables.server';
import { checkItems, loadPath } from '../versions.server';

/**
 * Publishes a new version of a path, which everybody follows from then on. Whoever began with an older version than the
 * newest is told so; the same words again make no version.
 */
export async function updatePath(ctx: Context, input: UpdatePath): Promise<{ version: number }> {
	return withTransaction(ctx, async (tx) => {
		const path = await loadPath(tx, input.code, { lock: true });
		authorize(ctx.actor, 'paths.path.write');
		if (path.retiredAt) throw conflict('paths.path.retired');
		if (input.version !== path.version) throw conflict('paths.path.changed', { version: path.version });
		const content = contentOf(input);
		if (canonicalJson(content) === canonicalJson(path.content)) return { version: path.version };
		await checkItems(tx, content, ctx.locale);
		const version = path.version + 1;
		await tx.insert(learningPathVersions).values({
			...{ id: newId(ctx.now), pathId: path.id, version, content },
			publishedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
			publishedAt: ctx.now
		});
		await recordAudit(tx, ctx, {
			action: 'paths.path.update',
			subject: { type: 'learningPath', id: path.id },
			before: { code: path.code, version: path.version, ...path.content },
			after: { code: path.code, version, ...content }
		});
		return { version };
	});
}
