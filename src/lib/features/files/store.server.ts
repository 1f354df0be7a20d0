import type { ContentFile } from '$lib/content/module-format';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { tidyFileName, type FileKind } from '$lib/shared/file-kinds';
import { newId } from '$lib/shared/ids';
import { takeBytes, type Upload } from './spool.server';
import { fileChunks, files } from './tables.server';

/** Pieces written with one statement: 1 MiB. */
const AT_ONCE = 4;

/** A file to keep: as it was taken, or its bytes with the kinds that they may be of. */
export type NewFile = { name: string; id?: string } & (
	{ upload: Upload } | { bytes: Uint8Array; kinds: readonly FileKind[] }
);

/**
 * Keeps a file in the caller's transaction, whose feature has asked whether the person may, and audits it. Throws
 * `invalid` with the reason when its bytes cannot be taken. With `id`, for files whose id their bytes give: one that
 * is there already is left as it is.
 */
export async function storeFile(
	tx: Database,
	ctx: Context,
	{ name, id = newId(ctx.now), ...given }: NewFile
): Promise<ContentFile & { name: string }> {
	const upload = 'upload' in given ? given.upload : takeBytes(given.bytes, given.kinds);
	const { kind, mime, size, sha256, width, height } = upload;
	const tidy = tidyFileName(name);
	const made = await tx
		.insert(files)
		.values({
			...{ id, kind, mime, name: tidy, size, sha256, uploadedAt: ctx.now },
			...{ width: width ?? null, height: height ?? null },
			uploadedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null
		})
		.onConflictDoNothing({ target: files.id })
		.returning({ id: files.id });
	if (made.length) await writePieces(tx, id, upload);
	const box = width && height ? { width, height } : {};
	return { id, kind, mime, size, sha256, ...box, name: tidy };
}

async function writePieces(tx: Database, fileId: string, upload: Upload): Promise<void> {
	let position = 0;
	let batch: (typeof fileChunks.$inferInsert)[] = [];
	for await (const bytes of upload.pieces()) {
		batch.push({ fileId, position: position++, bytes });
		if (batch.length < AT_ONCE) continue;
		await tx.insert(fileChunks).values(batch);
		batch = [];
	}
	if (batch.length) await tx.insert(fileChunks).values(batch);
}
