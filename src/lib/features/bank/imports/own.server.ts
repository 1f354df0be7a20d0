import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { itemImports } from '../tables.server';
import type { ImportDefaults, ImportSummary } from './model';

const columns = {
	id: itemImports.id,
	fileName: itemImports.fileName,
	format: itemImports.format,
	status: itemImports.status,
	defaults: itemImports.defaults,
	summary: itemImports.summary,
	createdAt: itemImports.createdAt
};

/** A file that the person has brought themselves: what others bring does not exist for them. */
export async function ownImport(ctx: Context, db: Database, importId: string, { lock = false } = {}) {
	authorize(ctx.actor, 'bank.item.write');
	if (ctx.actor.kind !== 'person' || !isId(importId)) throw notFound();
	const query = db
		.select(columns)
		.from(itemImports)
		.where(and(eq(itemImports.id, importId), eq(itemImports.personId, ctx.actor.personId)));
	const [found] = await (lock ? query.for('update') : query);
	if (!found) throw notFound();
	return {
		...found,
		defaults: found.defaults as ImportDefaults,
		summary: found.summary as ImportSummary | null
	};
}
