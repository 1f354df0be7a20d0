import { renderMarkdown, type Rendered } from '$lib/content/markdown.server';
import type { Locale } from '$lib/i18n/locales';
import type { Lesson } from '$lib/content/module-format';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { requireLearner } from '../learner.server';
import { getLearning } from '../learning.server';

/** A lesson's HTML by content hash, slug and language: what it is made from never changes. */
const rendered = new Map<string, Rendered>();
const KEPT_AT_MOST = 500;

export function renderLesson(contentHash: string, lesson: Lesson, locale: Locale): Rendered {
	const key = `${contentHash}/${lesson.slug}/${locale}`;
	let page = rendered.get(key);
	if (!page) {
		page = renderMarkdown(lesson.body[locale]);
		if (rendered.size >= KEPT_AT_MOST) rendered.delete(rendered.keys().next().value!);
		rendered.set(key, page);
	}
	return page;
}

/**
 * A lesson to read, in the reader's language. Null when the person has not begun the module: it is begun on the
 * module's page. Refuses a module or lesson that does not exist.
 */
export async function findLesson(ctx: Context, code: string, slug: string) {
	const { content, enrolment, facts, lessons, version } = await getLearning(
		ctx.db,
		requireLearner(ctx),
		code
	);
	const index = content.lessons.findIndex((lesson) => lesson.slug === slug);
	const lesson = content.lessons[index];
	if (!lesson) throw notFound();
	if (!enrolment) return null;
	const own = lessons.get(slug);
	const neighbour = (at: number) => {
		const found = content.lessons[at];
		return found ? { slug: found.slug, title: found.title } : null;
	};
	return {
		module: { code, title: content.title },
		...{
			slug,
			title: lesson.title,
			minutes: lesson.minutes,
			number: index + 1,
			count: content.lessons.length
		},
		...renderLesson(version.contentHash, lesson, ctx.locale),
		finishedOn: own?.finishedAt?.toISOString() ?? null,
		/** Where to go on reading, 0 to 1; a finished lesson is opened at its beginning. */
		place: own && !own.finishedAt ? own.place : 0,
		lessons: content.lessons.map(({ slug, title }) => ({
			slug,
			title,
			isFinished: facts.finished.has(slug)
		})),
		previous: neighbour(index - 1),
		following: neighbour(index + 1),
		isLastOpen: facts.lessons.every((one) => one === slug || facts.finished.has(one)),
		isCompleted: facts.completed
	};
}
