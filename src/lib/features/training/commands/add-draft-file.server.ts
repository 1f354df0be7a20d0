import { authorize } from '$lib/access/can';
import type { ContentFile } from '$lib/content/module-format';
import { refuseLength, storeFile, takeBytes, takeStream } from '$lib/features/files/index.server';
import type { Context } from '$lib/server/context';
import { conflict, Refusal } from '$lib/shared/errors';
import { fileKinds } from '$lib/shared/file-kinds';
import { editDraft } from '../drafts/edit.server';
import { loadModuleDraft } from '../drafts/load.server';
import { moduleFiles } from '../tables.server';

/** Most files that a draft names. */
const MOST = 200;

interface AddDraftFile {
	draftId: string;
	file: { name: string } & (
		{ bytes: Uint8Array } | { stream: ReadableStream<Uint8Array> | null; length: number | null }
	);
}

/**
 * Adds a picture, video, captions or document to a draft, under its name; one of the same name is replaced in this
 * draft alone. A stream is counted while it comes and refused at the limit; nothing is left of what is refused.
 */
export async function addDraftFile(
	ctx: Context,
	{ draftId, file }: AddDraftFile
): Promise<{ name: string; file: ContentFile }> {
	authorize(ctx.actor, 'training.module.write');
	// Asked before a byte is read, and again when the file is kept.
	const { state } = await loadModuleDraft(ctx.db, draftId);
	if (state !== 'writing') throw conflict('training.draft.not_open');
	const upload = await take(file);
	try {
		let kept: (ContentFile & { name: string }) | undefined;
		await editDraft(
			ctx,
			{ draftId },
			{
				part: `file:${file.name.slice(0, 100)}`,
				change: async (draft, tx, { code }) => {
					kept = await storeFile(tx, ctx, { name: file.name, upload });
					const { name, ...stored } = kept;
					if (!Object.hasOwn(draft.files, name) && Object.keys(draft.files).length >= MOST)
						throw conflict('training.draft.files_full', { most: MOST });
					await tx
						.insert(moduleFiles)
						.values({ moduleCode: code, fileId: stored.id, name, addedAt: ctx.now });
					return { ...draft, files: { ...draft.files, [name]: stored } };
				}
			}
		);
		const { name, ...stored } = kept!;
		return { name, file: stored };
	} finally {
		await upload.discard();
	}
}

async function take(file: AddDraftFile['file']) {
	if ('bytes' in file) return takeBytes(file.bytes, fileKinds);
	refuseLength(file.length, fileKinds);
	if (!file.stream) throw new Refusal('invalid', 'files.file.required', {}, { file: 'files.file.required' });
	return takeStream(file.stream, fileKinds);
}
