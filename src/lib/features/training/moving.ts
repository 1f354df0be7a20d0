import type { Lesson, ModuleContent } from '$lib/content/module-format';
import { canonicalJson } from '$lib/shared/json';

/** What a lesson says and asks; its title and the minutes that it is said to take may change. */
const substance = ({ body, questions, asks }: Lesson) =>
	canonicalJson({ body, questions: questions ?? [], asks: asks ?? [] });

/** Slugs of the lessons that say and ask the same in both versions: what was done in them counts in the newer one. */
export function findUnchanged(
	before: Pick<ModuleContent, 'lessons'>,
	after: Pick<ModuleContent, 'lessons'>
): string[] {
	const old = new Map(before.lessons.map((lesson) => [lesson.slug, substance(lesson)]));
	return after.lessons.filter((lesson) => old.get(lesson.slug) === substance(lesson)).map(({ slug }) => slug);
}
