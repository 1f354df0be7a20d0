import { sql } from 'drizzle-orm';
import { can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { ownPicture } from '../pictures.server';

/**
 * The id of a picture that somebody may see: one that a version of an item (or of a case) shows, or any version of the
 * item that they edit, or one that they have just brought. Not found otherwise: a file's id alone opens nothing.
 */
export async function findItemPicture(
	ctx: Context,
	fileId: string,
	{ of, item }: { of: string | null; item: string | null }
): Promise<string> {
	if (!isId(fileId) || !can(ctx.actor, 'bank.item.read').ok) throw notFound();
	const shows = sql`exists (select 1 from jsonb_each_text(v.pictures) p where p.value = ${fileId})`;
	if (of && isId(of)) {
		const [found] = await rowsOf(
			ctx.db,
			sql`select 1 from item_versions v where v.id = ${of}::uuid and ${shows}
				union all select 1 from case_versions v where v.id = ${of}::uuid and ${shows}`
		);
		if (found) return fileId;
	}
	if (item && isId(item)) {
		const [found] = await rowsOf(
			ctx.db,
			sql`select 1 from item_versions v where v.item_id = ${item}::uuid and ${shows}
				union all select 1 from case_versions v where v.case_id = ${item}::uuid and ${shows}`
		);
		if (found) return fileId;
	}
	if (await ownPicture(ctx, ctx.db, fileId)) return fileId;
	throw notFound();
}
