import type { Context } from '$lib/server/context';
import { decodeText } from '$lib/server/import';
import { notFound, Refusal } from '$lib/shared/errors';
import { withLesson } from '../drafts/draft';
import { editDraft } from '../drafts/edit.server';
import type { ImportLesson } from '../drafts/schema';
import { takeLessonText } from '../drafts/take-text.server';
import { lessonOf } from './save-draft-lesson.server';

/** Most bytes of a Markdown file: well above the longest lesson that may be published. */
const LARGEST = 300_000;

/**
 * Puts a Markdown file in the place of a lesson's text in one language. Its front matter may give title and minutes;
 * what cannot be read is refused with line and reason, and the text stays as it was.
 */
export const importLesson = (ctx: Context, input: ImportLesson) =>
	editDraft(ctx, input, {
		part: `lesson:${input.lesson}`,
		of: (draft) => lessonOf(draft, input.lesson),
		change: (draft) => {
			if (!lessonOf(draft, input.lesson)) throw notFound();
			const { front, body } = takeLessonText(textOf(input.file.bytes), 'file');
			return withLesson(draft, input.lesson, (lesson) => ({
				...lesson,
				body: { ...lesson.body, [input.locale]: body },
				title: front.title ? { ...lesson.title, [input.locale]: front.title } : lesson.title,
				minutes: front.minutes ?? lesson.minutes
			}));
		}
	});

function textOf(bytes: Uint8Array): string {
	const code = bytes.length > LARGEST ? 'training.draft.file_long' : 'training.draft.file_text';
	const text = bytes.length > LARGEST || bytes.includes(0) ? null : decodeText(bytes);
	if (text === null) throw new Refusal('invalid', code, {}, { file: code });
	return text;
}
