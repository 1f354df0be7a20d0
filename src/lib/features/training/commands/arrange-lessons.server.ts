import type { Context } from '$lib/server/context';
import { notFound, Refusal } from '$lib/shared/errors';
import { arranged, noText } from '../drafts/draft';
import { editDraft } from '../drafts/edit.server';
import type { AddLesson, ArrangeLessons } from '../drafts/schema';

/** Most lessons of a module. */
const MOST = 40;

/** Adds a lesson at the end of a draft. */
export const addLesson = (ctx: Context, { draftId, slug, title }: AddLesson) =>
	editDraft(
		ctx,
		{ draftId },
		{
			part: `lesson:${slug}`,
			change: (draft) => {
				const code =
					draft.lessons.length >= MOST ? 'training.draft.lessons_full' : 'training.draft.lesson_twice';
				if (draft.lessons.length >= MOST || draft.lessons.some((one) => one.slug === slug))
					throw new Refusal('conflict', code, { most: MOST }, { slug: code });
				const lesson = { slug, title, minutes: null, body: noText(), asks: [], questions: [] };
				return { ...draft, lessons: [...draft.lessons, lesson] };
			}
		}
	);

/** Moves a lesson of a draft up or down, or takes it out with its questions. */
export const arrangeLessons = (ctx: Context, { draftId, lesson, act }: ArrangeLessons) =>
	editDraft(
		ctx,
		{ draftId },
		{
			part: `lessons:${act}:${lesson}`,
			change: (draft) => {
				const at = draft.lessons.findIndex(({ slug }) => slug === lesson);
				if (at < 0) throw notFound();
				return { ...draft, lessons: arranged(draft.lessons, at, act) };
			}
		}
	);
