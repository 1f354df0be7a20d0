import { join } from 'node:path';
import { locales } from '$lib/i18n/locales';
import { canonicalJson } from '$lib/shared/json';
import { ContentError, shown } from './content-error.server';
import { checkLesson, shapeOf, type LessonProblem } from './lesson-check.server';
import type { ContentFile, Lesson } from './module-format';

const REASONS: Record<LessonProblem['fault'], string> = {
	empty: 'is empty',
	too_long: 'is too long',
	heading1: 'has a heading of level 1; the title stands in module.yaml',
	file_unknown: 'names a file that is not in files/',
	picture_type: 'shows a file as a picture that is none',
	picture_elsewhere: 'shows a picture from elsewhere; put it into files/',
	video_unknown: 'names a video that is not in files/',
	video_type: 'shows a file as a video that is none',
	captions_unknown: 'names captions that are not in files/',
	captions_type: 'names a file as captions that is no WebVTT',
	video_title: 'gives a video no title',
	question_unknown: 'places a question that check.yaml does not have for this lesson',
	question_twice: 'places a question twice',
	part_nested: 'begins a part inside the part',
	part_open: 'does not end the part',
	part_empty: 'has an empty part',
	end_alone: 'ends a part that was not begun',
	directive: 'has a directive that means nothing'
};

/** Refuses the first thing that is wrong in the lessons of a module's folder, with its file, line and reason. */
export function checkLessons(
	folder: string,
	lessons: readonly Lesson[],
	files: Record<string, ContentFile>
): void {
	for (const { slug, body, questions = [], asks = [] } of lessons) {
		const ids = questions.map(({ id }) => id);
		for (const locale of locales) {
			const path = shown(join(folder, locale, `${slug}.md`));
			const [problem] = checkLesson(body[locale], { files, questions: ids });
			if (problem) {
				const about = problem.about ? `: ${problem.about}` : '';
				throw new ContentError(`${path}: line ${problem.line}: ${REASONS[problem.fault]}${about}`);
			}
			const unplaced = ids.find((id) => !shapeOf(body[locale]).questions.includes(id));
			if (unplaced) throw new ContentError(`${path}: does not place the question ${unplaced} of check.yaml`);
		}
		const shape = shapeOf(body['zh-CN']);
		if (canonicalJson(shape) !== canonicalJson(shapeOf(body.en))) {
			throw new ContentError(
				`${shown(folder)}: ${slug}: the two languages differ in their parts, videos or questions`
			);
		}
		const has = { parts: shape.parts, videos: shape.videos, questions: ids.length };
		const idle = asks.find((ask) => !has[ask]);
		if (idle) throw new ContentError(`${shown(folder)}/module.yaml: ${slug}: asks for ${idle} and has none`);
	}
}
