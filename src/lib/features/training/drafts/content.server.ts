import { filesNamed } from '$lib/content/lesson-check.server';
import { checkSheet, moduleSheet, type ModuleContent } from '$lib/content/module-format';
import type { ModuleDraft } from './draft';

/**
 * The content that a draft without problems becomes, in the form that a folder on disk would give: what its author
 * leaves open is left out, and so are files that no lesson shows. Throws for a draft that has problems.
 */
export function contentOf(draft: ModuleDraft, code: string, version: number): ModuleContent {
	const { title, summary, outcomes, knowledgeArea, creditMinutes, passMark, check } = draft;
	const isPlain = check.tries === null && check.waitMinutes === 10;
	const sheet = moduleSheet.parse({
		...{ code, version, knowledgeArea, deliveryMethod: 'online', creditMinutes, passMark },
		...{ title, summary, outcomes },
		...(draft.tiers.length ? { tiers: draft.tiers } : {}),
		...(draft.requires.length ? { requires: draft.requires } : {}),
		...(isPlain
			? {}
			: {
					check: { waitMinutes: check.waitMinutes, ...(check.tries === null ? {} : { tries: check.tries }) }
				}),
		lessons: draft.lessons.map(({ slug, minutes, title: name, asks }) => ({
			...{ slug, minutes, title: name },
			...(asks.length ? { asks } : {})
		}))
	});
	const asked = checkSheet.parse({
		questions: draft.questions,
		lessons: Object.fromEntries(draft.lessons.map(({ slug, questions }) => [slug, questions]))
	});
	const shown = new Set(
		draft.lessons.flatMap(({ body }) => Object.values(body).flatMap((t) => [...filesNamed(t)]))
	);
	const files = Object.entries(draft.files).filter(([name]) => shown.has(name));
	return {
		...sheet,
		lessons: sheet.lessons.map((lesson, index) => {
			const { body, questions } = draft.lessons[index]!;
			return { ...lesson, body, ...(questions.length ? { questions: asked.lessons![lesson.slug]! } : {}) };
		}),
		questions: asked.questions,
		...(files.length ? { files: Object.fromEntries(files) } : {})
	};
}
