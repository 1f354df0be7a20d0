import { sql } from 'drizzle-orm';
import { can, mayAnywhere } from '$lib/access/can';
import { getFile, type StoredFile } from '$lib/features/files/index.server';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';

/** Files that a published version shows: versions never change, so what was once found holds. */
const shown = new Set<string>();
const KEPT_AT_MOST = 2000;

/**
 * A file of a module: for whoever reads modules when a published version shows it, and otherwise for those who write
 * or review modules. What a person may not have is not found.
 */
export async function getModuleFile(ctx: Context, fileId: string): Promise<StoredFile> {
	if (!isId(fileId)) throw notFound();
	const writes = (['training.module.write', 'training.module.review'] as const).some((permission) =>
		mayAnywhere(ctx.actor, permission)
	);
	const reads = can(ctx.actor, 'training.module.read').ok;
	if (!(reads && (await isShown(ctx, fileId))) && !(writes && (await isOfModule(ctx, fileId))))
		throw notFound();
	return getFile(ctx.db, fileId);
}

async function isShown({ db }: Context, fileId: string): Promise<boolean> {
	if (shown.has(fileId)) return true;
	const rows = await rowsOf(
		db,
		sql`select 1 from module_files f
			join modules m on m.code = f.module_code
			join module_versions v on v.module_id = m.id
			where f.file_id = ${fileId} and exists (select 1 from jsonb_each(coalesce(v.content -> 'files', '{}'))
				as named(name, file) where named.file ->> 'id' = ${fileId})
			limit 1`
	);
	if (!rows.length) return false;
	if (shown.size >= KEPT_AT_MOST) shown.clear();
	shown.add(fileId);
	return true;
}

async function isOfModule({ db }: Context, fileId: string): Promise<boolean> {
	return (await rowsOf(db, sql`select 1 from module_files where file_id = ${fileId} limit 1`)).length > 0;
}
