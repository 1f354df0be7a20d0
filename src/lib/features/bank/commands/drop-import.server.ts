import { eq } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { ownImport } from '../imports/own.server';
import type { OfImport } from '../imports/schema';
import { itemImports } from '../tables.server';

/**
 * Forgets one's own file that was not confirmed, with everything that was read from it.
 * No authorisation: `ownImport` asks it. No audit: nothing of it was in the bank.
 */
export async function dropImport(ctx: Context, { importId }: OfImport): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { status } = await ownImport(ctx, tx, importId, { lock: true });
		if (status === 'confirmed') throw conflict('staffBankImport.confirmed');
		await tx.delete(itemImports).where(eq(itemImports.id, importId));
	});
}
