import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { editDraft } from '../drafts/edit.server';
import type { RemoveFile } from '../drafts/schema';

/** Takes a file's name out of a draft. Versions that show the file keep it. */
export const removeDraftFile = (ctx: Context, { draftId, name }: RemoveFile) =>
	editDraft(
		ctx,
		{ draftId },
		{
			part: `file:${name}`,
			change: (draft) => {
				if (!Object.hasOwn(draft.files, name)) throw notFound();
				const files = Object.entries(draft.files).filter(([one]) => one !== name);
				return { ...draft, files: Object.fromEntries(files) };
			}
		}
	);
