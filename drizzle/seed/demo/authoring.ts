import {
	addDraftFile,
	addLesson,
	addQuestion,
	getDraftAbout,
	getDraftLesson,
	getDraftLessons,
	getDraftQuestion,
	saveDraftAbout,
	saveDraftLesson,
	saveDraftQuestion,
	startModuleDraft,
	submitModuleDraft
} from '$lib/features/training/index.server';
import type { Context } from '$lib/server/context';
import { cashFlow, figure, next } from './authoring-texts';
import type { Crew } from './people';
import type { Story } from './story';

/** One module waits for a review, and the next version of another is being written. */
export function tellAuthoring(story: Story, { author }: Crew): void {
	story.scene(story.ago(0.3, 14), (at) => writeCashFlow(story.context(author, at)));
	story.scene(story.ago(0.1, 15), (at) => writeNext(story.context(author, at)));
}

async function writeCashFlow(ctx: Context): Promise<void> {
	const { code, title, about, lesson, inText, check } = cashFlow;
	const { draftId } = await startModuleDraft(ctx, { code, title });
	const seen = (await getDraftAbout(ctx, draftId)).seen;
	await saveDraftAbout(ctx, { draftId, seen, title, ...about });
	const bytes = Buffer.from(figure('+', '−'));
	await addDraftFile(ctx, { draftId, file: { name: 'three-flows.svg', bytes } });
	await addLesson(ctx, { draftId, slug: lesson.slug, title: lesson.title });
	const { slug, ...texts } = lesson;
	const was = await getDraftLesson(ctx, draftId, slug);
	await saveDraftLesson(ctx, { draftId, seen: was.seen, lesson: slug, ...texts });
	await ask(ctx, draftId, slug, inText);
	await ask(ctx, draftId, 'check', check);
	const { head } = await getDraftAbout(ctx, draftId);
	await submitModuleDraft(ctx, { draftId, revision: head.revision });
}

async function ask(
	ctx: Context,
	draftId: string,
	place: string,
	words: typeof cashFlow.check
): Promise<void> {
	const { question } = await addQuestion(ctx, { draftId, place });
	const { seen } = await getDraftQuestion(ctx, draftId, place, question);
	const { stem, right, wrong, feedback, explanation } = words;
	const none = { 'zh-CN': '', en: '' };
	const options = { a: { text: wrong, feedback }, b: { text: right, feedback: none } };
	await saveDraftQuestion(ctx, {
		...{ draftId, seen, place, question, type: 'single', stem, explanation, options, correct: ['b'] }
	});
}

async function writeNext(ctx: Context): Promise<void> {
	const { draftId } = await startModuleDraft(ctx, { module: next.module });
	const slug = (await getDraftLessons(ctx, draftId)).lessons.at(-1)!.slug;
	const { lesson, seen } = await getDraftLesson(ctx, draftId, slug);
	const { title, minutes, asks, body } = lesson;
	const longer = { 'zh-CN': body['zh-CN'] + next.lines['zh-CN'], en: body.en + next.lines.en };
	await saveDraftLesson(ctx, { draftId, seen, lesson: slug, title, minutes, asks, body: longer });
}
