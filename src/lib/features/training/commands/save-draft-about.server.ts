import type { Context } from '$lib/server/context';
import { pairLines, type ModuleDraft } from '../drafts/draft';
import { editDraft } from '../drafts/edit.server';
import type { SaveAbout } from '../drafts/schema';

/** The part of a draft that says what the module is. */
export const aboutOf = (draft: ModuleDraft) => {
	const { title, summary, outcomes, knowledgeArea, tiers, requires, creditMinutes } = draft;
	return { title, summary, outcomes, knowledgeArea, tiers, requires, creditMinutes };
};

/** Saves what a module is: titles, summary, outcomes, area, tiers, prerequisites, credit. */
export const saveDraftAbout = (ctx: Context, { outcomes, ...input }: SaveAbout) =>
	editDraft(ctx, input, {
		part: 'about',
		of: aboutOf,
		change: (draft) => {
			const { title, summary, knowledgeArea, tiers, requires, creditMinutes } = input;
			const about = { title, summary, knowledgeArea, tiers, requires, creditMinutes };
			return { ...draft, ...about, outcomes: pairLines(outcomes) };
		}
	});
