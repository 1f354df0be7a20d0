import { sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { Refusal } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';

/** Whether somebody has brought a picture themselves: whoever writes with it may see it before it is kept. */
export async function ownPicture(ctx: Context, tx: Database, fileId: string): Promise<boolean> {
	if (ctx.actor.kind !== 'person' || !isId(fileId)) return false;
	const [own] = await rowsOf(
		tx,
		sql`select 1 from files where id = ${fileId}::uuid and kind = 'picture' and uploaded_by = ${ctx.actor.personId}::uuid`
	);
	return Boolean(own);
}

/**
 * The pictures that words show, by name. A form may name any file at all: only those that its sender has brought, and
 * those that earlier versions (`known`) show already, are taken.
 */
export async function takePictures(
	ctx: Context,
	tx: Database,
	typed: readonly { name: string; id: string }[],
	shown: readonly string[],
	known: readonly string[]
): Promise<Record<string, string>> {
	const taken: Record<string, string> = {};
	for (const { name, id } of typed) {
		if (!shown.includes(name)) continue;
		if (!known.includes(id) && !(await ownPicture(ctx, tx, id)))
			throw new Refusal('invalid', 'bank.item.picture');
		taken[name] = id;
	}
	return taken;
}
