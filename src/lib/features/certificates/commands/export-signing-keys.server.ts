import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { findIssuer } from '../credentials/issuer.server';
import { everyKey, openRow } from '../credentials/keyring.server';
import { exportKeys } from '../credentials/sealed-keys.server';
import type { ExportKeys } from '../schema';

/**
 * Every key as a file for safe keeping, sealed under a passphrase that the site does not keep: whoever has lost database or
 * secret goes on with it. Refuses where there is none yet.
 */
export async function exportSigningKeys(ctx: Context, input: ExportKeys): Promise<string> {
	const issuer = findIssuer();
	return withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'certificates.key.manage');
		if (!issuer) throw conflict('certificates.credential.unavailable');
		const rows = await everyKey(tx);
		if (!rows.length) throw conflict('certificates.keys.none');
		const keys = rows.map((row) => openRow(row, issuer.secret));
		const file = exportKeys(issuer.did, keys, input.password);
		await recordAudit(tx, ctx, {
			action: 'certificates.key.export',
			subject: { type: 'signingKey', id: issuer.did },
			after: { keys: rows.map(({ id }) => id) }
		});
		return file;
	});
}
