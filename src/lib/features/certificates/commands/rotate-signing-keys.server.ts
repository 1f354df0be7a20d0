import { isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { findIssuer } from '../credentials/issuer.server';
import { keyRow } from '../credentials/keyring.server';
import { createKey, keyAlgorithms } from '../credentials/keys.server';
import { signingKeys } from '../tables.server';

/**
 * Puts new keys in the place of those that sign: what is signed from now on is signed with them. The old ones stay listed,
 * so that nothing signed with them becomes doubtful.
 */
export async function rotateSigningKeys(ctx: Context): Promise<void> {
	const issuer = findIssuer();
	await withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'certificates.key.manage');
		if (!issuer) throw conflict('certificates.credential.unavailable');
		const retired = await tx
			.update(signingKeys)
			.set({ retiredAt: ctx.now })
			.where(isNull(signingKeys.retiredAt))
			.returning({ id: signingKeys.id });
		const made = keyAlgorithms.map((algorithm) => keyRow(createKey(algorithm), issuer.secret, ctx.now));
		const written = await tx
			.insert(signingKeys)
			.values(made)
			.onConflictDoNothing()
			.returning({ id: signingKeys.id });
		// Somebody else has done it in this moment.
		if (written.length < made.length) throw conflict('certificates.keys.rotated');
		await recordAudit(tx, ctx, {
			action: 'certificates.key.rotate',
			subject: { type: 'signingKey', id: made[0]?.id ?? '' },
			before: { keys: retired.map(({ id }) => id) },
			after: { keys: made.map(({ id }) => id) }
		});
	});
}
