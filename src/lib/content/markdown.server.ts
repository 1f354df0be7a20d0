import type { Locale } from '$lib/i18n/locales';
import { cutLesson } from './lesson-pieces';
import { renderMarkdown, type Heading } from './html.server';
import type { ContentFile, Lesson, LessonBlock, ModuleContent } from './module-format';

export { renderMarkdown, type Heading, type Rendered } from './html.server';

export interface RenderedLesson {
	blocks: LessonBlock[];
	/** Of the second level, wherever they stand. */
	headings: Heading[];
}

/**
 * A lesson in one language as blocks, in the order of its text. It never fails: a directive that cannot stand is left
 * out or shown as it was written, and `checkLesson` tells its author. Parts are `part-1`, `part-2` … in every language.
 */
export function renderLesson(
	content: Pick<ModuleContent, 'files'>,
	lesson: Pick<Lesson, 'body' | 'questions'>,
	locale: Locale,
	fileAddress: (name: string, file: ContentFile) => string
): RenderedLesson {
	const headings: Heading[] = [];
	const ids = new Set<string>();
	const blocks: LessonBlock[] = [];
	let part: Extract<LessonBlock, { kind: 'part' }> | null = null;
	let parts = 0;
	const file = (name: string) => {
		const found = Object.hasOwn(content.files ?? {}, name) ? content.files?.[name] : undefined;
		return found && { ...found, address: fileAddress(name, found) };
	};
	for (const piece of cutLesson(lesson.body[locale])) {
		const into: LessonBlock[] = part?.blocks ?? blocks;
		if (piece.kind === 'part') {
			part = { kind: 'part', id: `part-${++parts}`, title: piece.title, blocks: [] };
			blocks.push(part);
		} else if (piece.kind === 'end') {
			part = null;
		} else if (piece.kind === 'question') {
			if (lesson.questions?.some(({ id }) => id === piece.id)) into.push({ kind: 'question', id: piece.id });
		} else if (piece.kind === 'video') {
			const captions = piece.captions && file(piece.captions)?.kind === 'captions' ? piece.captions : null;
			if (file(piece.name)?.kind === 'video')
				into.push({ kind: 'video', name: piece.name, title: piece.title, captions });
		} else {
			const { html } = renderMarkdown(piece.text, { file, headings, ids });
			if (html.trim()) into.push({ kind: 'html', html });
		}
	}
	return { blocks, headings };
}
