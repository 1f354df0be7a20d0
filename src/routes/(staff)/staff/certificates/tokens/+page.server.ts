import { issueTokenSchema, revokeTokenSchema } from '$lib/features/certificates';
import { issueToken, listTokens, revokeToken } from '$lib/features/certificates/index.server';
import { action, answer, page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({ tokens: await listTokens(ctx) }));

export const actions = {
	/** The token goes back with this answer and is kept nowhere: only its hash is. */
	issue: answer(issueTokenSchema, issueToken),
	revoke: action(revokeTokenSchema, revokeToken, { notice: 'staffCertificates.tokens.revoked' })
};
