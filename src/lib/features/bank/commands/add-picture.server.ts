import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { storeFile, takeBytes } from '$lib/features/files/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import type { SentFile } from '$lib/shared/form';

/** Keeps a picture that an author brings for words that are being written; it is shown once a version names it. */
export async function addPicture(
	ctx: Context,
	{ file }: { file: SentFile }
): Promise<{ id: string; name: string }> {
	authorize(ctx.actor, 'bank.item.write');
	const upload = takeBytes(file.bytes, ['picture']);
	return withTransaction(ctx, async (tx) => {
		const { id, name } = await storeFile(tx, ctx, { name: file.name, upload });
		await recordAudit(tx, ctx, {
			action: 'bank.item.picture',
			subject: { type: 'file', id },
			after: { name, size: upload.size }
		});
		return { id, name };
	});
}
