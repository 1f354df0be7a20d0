import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { findIssuer } from '../credentials/issuer.server';
import { everyKey, keyRow } from '../credentials/keyring.server';
import { importKeys } from '../credentials/sealed-keys.server';
import type { ImportKeys } from '../schema';
import { signingKeys } from '../tables.server';

/**
 * Takes keys out of an exported file: those of a lost database are listed again, and known ones, whose secret was lost, are sealed
 * under today's. What was not known comes as retired: no file puts a key in the place of one that signs.
 */
export async function importSigningKeys(ctx: Context, input: ImportKeys): Promise<void> {
	const issuer = findIssuer();
	authorize(ctx.actor, 'certificates.key.manage');
	if (!issuer) throw conflict('certificates.credential.unavailable');
	const keys = importKeys(issuer.did, new TextDecoder().decode(input.file.bytes), input.password);
	// Each takes 60 ms to seal: before anything is locked.
	const rows = keys.map((key) => ({ ...keyRow(key, issuer.secret, ctx.now), retiredAt: ctx.now }));
	await withTransaction(ctx, async (tx) => {
		const known = new Set((await everyKey(tx)).map(({ id }) => id));
		for (const row of rows)
			await tx
				.insert(signingKeys)
				.values(row)
				.onConflictDoUpdate({ target: signingKeys.id, set: { sealed: row.sealed } });
		await recordAudit(tx, ctx, {
			action: 'certificates.key.import',
			subject: { type: 'signingKey', id: issuer.did },
			after: {
				sealedAgain: rows.filter(({ id }) => known.has(id)).map(({ id }) => id),
				added: rows.filter(({ id }) => !known.has(id)).map(({ id }) => id)
			}
		});
	});
}
