import type { Context } from '$lib/server/context';
import type { ModuleDraft } from '../drafts/draft';
import { editDraft } from '../drafts/edit.server';
import type { SaveCheck } from '../drafts/schema';

/** The part of a draft that says how its check is held. */
export const checkOf = ({ passMark, check }: ModuleDraft) => ({ passMark, check });

/** Saves how a module's check is held: pass mark, tries, waiting time. */
export const saveDraftCheck = (ctx: Context, input: SaveCheck) =>
	editDraft(ctx, input, {
		part: 'check',
		of: checkOf,
		change: (draft) => ({
			...draft,
			passMark: input.passMark,
			check: { tries: input.tries, waitMinutes: input.waitMinutes }
		})
	});
