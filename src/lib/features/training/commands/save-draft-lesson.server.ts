import { locales } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { withLesson, type DraftLesson, type ModuleDraft } from '../drafts/draft';
import { editDraft } from '../drafts/edit.server';
import { takeLessonText } from '../drafts/take-text.server';
import type { SaveLesson } from '../drafts/schema';

/** The part of a draft that is a lesson, without its questions. */
export const lessonOf = (draft: ModuleDraft, slug: string) => {
	const lesson = draft.lessons.find((one) => one.slug === slug);
	return lesson && { ...lesson, questions: [] };
};

/**
 * Saves a lesson in both languages. A text pasted with front matter gives its title and minutes; front matter that
 * cannot be read is refused at the text, with line and reason.
 */
export const saveDraftLesson = (ctx: Context, input: SaveLesson) =>
	editDraft(ctx, input, {
		part: `lesson:${input.lesson}`,
		of: (draft) => lessonOf(draft, input.lesson),
		change: (draft) => {
			if (!lessonOf(draft, input.lesson)) throw notFound();
			return withLesson(draft, input.lesson, (lesson) => write(lesson, input));
		}
	});

function write(lesson: DraftLesson, { title, minutes, body, asks }: SaveLesson): DraftLesson {
	const next = { ...lesson, title: { ...title }, minutes, body: { ...body }, asks };
	for (const locale of locales) {
		const { front, body: rest } = takeLessonText(body[locale], `body.${locale}`);
		next.body[locale] = rest;
		if (front.title) next.title[locale] = front.title;
		if (front.minutes) next.minutes = front.minutes;
	}
	return next;
}
