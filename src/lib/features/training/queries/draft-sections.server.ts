import { renderLesson } from '$lib/content/markdown.server';
import type { LessonBlock } from '$lib/content/module-format';
import { locales, type Locale } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { moduleFileAddress } from '../addresses';
import { loadCards } from '../cards.server';
import { aboutOf } from '../commands/save-draft-about.server';
import { checkOf } from '../commands/save-draft-check.server';
import { lessonOf } from '../commands/save-draft-lesson.server';
import { questionsAt, type DraftLesson, type ModuleDraft } from '../drafts/draft';
import { loadModuleDraft, markOf } from '../drafts/load.server';
import { ofLesson, type DraftProblem } from '../drafts/problems.server';
import type { PreviewLesson } from '../drafts/schema';
import { listQuestions, listVideos } from './lesson.server';
import { getModuleDraft, requireAuthors } from './module-drafts.server';

/** How a lesson looks in one language, for the components that learners' pages are made of. */
export type Look = ReturnType<typeof show>;

/** What a draft says about the module, and the modules that it may require. */
export async function getDraftAbout(ctx: Context, id: string) {
	const { row, head } = await getModuleDraft(ctx, id);
	const about = aboutOf(row.content);
	const modules = (await loadCards(ctx.db))
		.filter(({ code, isRetired }) => code !== row.code && (!isRetired || about.requires.includes(code)))
		.map(({ code, title }) => ({ code, title }));
	return { head, about, seen: markOf(about), modules };
}

/** The lessons of a draft in their order, each with how many things are wrong in it. */
export async function getDraftLessons(ctx: Context, id: string) {
	const { row, head } = await getModuleDraft(ctx, id);
	return {
		head,
		lessons: row.content.lessons.map(({ slug, title, minutes, questions }) => ({
			...{ slug, title, minutes, questionCount: questions.length },
			problemCount: head.problems.filter((one) => 'lesson' in one && one.lesson === slug).length
		}))
	};
}

/** One lesson of a draft: its texts, how they look, its questions, and the files that it may show. */
export async function getDraftLesson(ctx: Context, id: string, slug: string) {
	const { row, head } = await getModuleDraft(ctx, id);
	const lesson = row.content.lessons.find((one) => one.slug === slug);
	if (!lesson) throw notFound();
	const seen = markOf(lessonOf(row.content, slug));
	return {
		...{ head, lesson, seen },
		previews: Object.fromEntries(
			locales.map((locale) => [locale, show(row.content, lesson, locale)])
		) as Record<Locale, Look>,
		files: listFiles(row.content)
	};
}

function show(draft: ModuleDraft, lesson: DraftLesson, locale: Locale) {
	const { blocks } = renderLesson(draft, lesson, locale, moduleFileAddress);
	const questions = Object.entries(listQuestions(lesson, blocks, locale, null));
	// Both languages stand on one page, where an id must be one.
	const own = (id: string) => `${id}-${locale}`;
	const rename = (block: LessonBlock): LessonBlock => {
		if (block.kind === 'part') return { ...block, id: own(block.id), blocks: block.blocks.map(rename) };
		return block.kind === 'question' ? { ...block, id: own(block.id) } : block;
	};
	return {
		blocks: blocks.map(rename),
		videos: listVideos(draft, blocks, locale),
		questions: Object.fromEntries(questions.map(([id, one]) => [own(id), { ...one, id: own(id) }]))
	};
}

export type DraftFile = ReturnType<typeof listFiles>[number];

function listFiles({ files, lessons }: ModuleDraft) {
	const texts = lessons.flatMap(({ body }) => Object.values(body)).join('\n');
	return Object.entries(files)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, file]) => ({
			...{ name, kind: file.kind, size: file.size, width: file.width ?? null, height: file.height ?? null },
			address: moduleFileAddress(name, file),
			isUsed: texts.includes(`files/${name}`)
		}));
}

/** A lesson's text as it is being typed: how it would look, through the renderer that learners get, and what is wrong. */
export async function previewDraftLesson(
	ctx: Context,
	draftId: string,
	slug: string,
	{ locale, text }: PreviewLesson
): Promise<{ look: Look; problems: DraftProblem[] }> {
	requireAuthors(ctx);
	const { content } = await loadModuleDraft(ctx.db, draftId);
	const lesson = content.lessons.find((one) => one.slug === slug);
	if (!lesson) throw notFound();
	const typed = { ...lesson, body: { ...lesson.body, [locale]: text } };
	return {
		look: show(content, typed, locale),
		problems: ofLesson(typed, content).filter((one) => 'locale' in one && one.locale === locale)
	};
}

/** The questions of a draft's check and how it is held. */
export async function getDraftCheck(ctx: Context, id: string) {
	const { row, head } = await getModuleDraft(ctx, id);
	const check = checkOf(row.content);
	return { head, check, seen: markOf(check), questions: row.content.questions };
}

/** One question of a draft, of its check or of a lesson. */
export async function getDraftQuestion(ctx: Context, id: string, place: string, questionId: string) {
	const { row, head } = await getModuleDraft(ctx, id);
	const question = questionsAt(row.content, place)?.find((one) => one.id === questionId);
	if (!question) throw notFound();
	const lesson = row.content.lessons.find(({ slug }) => slug === place);
	return {
		...{ head, place, question, seen: markOf(question), lessonTitle: lesson?.title ?? null },
		problems: head.problems.filter(
			(one) => one.section === 'question' && one.lesson === place && one.question === questionId
		)
	};
}

/** The files of a draft. */
export async function getDraftFiles(ctx: Context, id: string) {
	const { row, head } = await getModuleDraft(ctx, id);
	return { head, files: listFiles(row.content) };
}
