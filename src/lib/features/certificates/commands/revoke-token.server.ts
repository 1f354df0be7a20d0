import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import type { RevokeToken } from '../schema';
import { certificateTokens } from '../tables.server';

/** Takes a token back: from this moment on nothing is answered to it. */
export async function revokeToken(ctx: Context, { tokenId }: RevokeToken): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'certificates.token.manage');
		const [revoked] = await tx
			.update(certificateTokens)
			.set({ revokedAt: ctx.now })
			.where(and(eq(certificateTokens.id, tokenId), isNull(certificateTokens.revokedAt)))
			.returning({ name: certificateTokens.name });
		if (!revoked) throw conflict('certificates.token.revoked');
		await recordAudit(tx, ctx, {
			action: 'certificates.token.revoke',
			subject: { type: 'certificateToken', id: tokenId },
			before: { name: revoked.name }
		});
	});
}
