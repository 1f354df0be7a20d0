import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { newId } from '$lib/shared/ids';
import type { IssueToken } from '../schema';
import { newToken } from '../sharing/secret.server';
import { certificateTokens } from '../tables.server';

/** Gives another system a token to ask who holds a certificate. Returns it; only its hash is kept. */
export async function issueToken(
	ctx: Context,
	{ name }: IssueToken
): Promise<{ name: string; token: string }> {
	return withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'certificates.token.manage');
		const id = newId(ctx.now);
		const { token, tokenHash } = newToken();
		const createdBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		await tx.insert(certificateTokens).values({ id, name, tokenHash, createdBy, createdAt: ctx.now });
		await recordAudit(tx, ctx, {
			action: 'certificates.token.issue',
			subject: { type: 'certificateToken', id },
			after: { name }
		});
		return { name, token };
	});
}
