import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { recordAudit } from '../record.server';
import { verifyAuditChain, type ChainState } from '../verify.server';

/** Checks the whole chain now; that it was checked, and what came of it, is an entry of its own. */
export async function verifyLog(ctx: Context): Promise<ChainState & { checkedAt: string }> {
	authorize(ctx.actor, 'audit.log.read');
	const state = await verifyAuditChain(ctx.db);
	await withTransaction(ctx, (tx) =>
		recordAudit(tx, ctx, {
			action: 'audit.log.verify',
			subject: { type: 'auditLog', id: 'log' },
			after: state
		})
	);
	return { ...state, checkedAt: ctx.now.toISOString() };
}
