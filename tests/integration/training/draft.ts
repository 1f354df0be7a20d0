import { eq } from 'drizzle-orm';
import {
	acceptModuleDraft,
	addLesson,
	addQuestion,
	publishModuleDraft,
	saveDraftAbout,
	saveDraftLesson,
	saveDraftQuestion,
	startModuleDraft,
	submitModuleDraft
} from '$lib/features/training/index.server';
import { aboutOf } from '$lib/features/training/commands/save-draft-about.server';
import { lessonOf } from '$lib/features/training/commands/save-draft-lesson.server';
import { questionsAt, type ModuleDraft } from '$lib/features/training/drafts/draft';
import { markOf } from '$lib/features/training/drafts/load.server';
import { moduleDrafts } from '$lib/features/training/tables.server';
import type { Context } from '$lib/server/context';
import type { World } from '../../support/database';

const both = (zh: string, en = zh) => ({ 'zh-CN': zh, en });

export async function rowOf(world: World, id: string) {
	const [row] = await world.db.select().from(moduleDrafts).where(eq(moduleDrafts.id, id));
	return { ...row!, content: row!.content as ModuleDraft };
}
export const contentOf = async (world: World, id: string) => (await rowOf(world, id)).content;

/** What the form of the first section posts. */
export async function aboutForm(world: World, draftId: string, change: object = {}) {
	const about = aboutOf(await contentOf(world, draftId));
	return {
		...{
			draftId,
			seen: markOf(about),
			...about,
			outcomes: both('能看', 'See'),
			summary: both('简介', 'About')
		},
		...{ knowledgeArea: 'enterprise', creditMinutes: 30, ...change }
	};
}

export async function lessonForm(world: World, draftId: string, lesson: string, change: object = {}) {
	const was = lessonOf(await contentOf(world, draftId), lesson)!;
	const { title, minutes, body, asks } = was;
	return { draftId, seen: markOf(was), lesson, title, minutes: minutes ?? 5, body, asks, ...change };
}

export async function questionForm(
	world: World,
	draftId: string,
	place: string,
	question: string,
	change: object = {}
) {
	const was = questionsAt(await contentOf(world, draftId), place)!.find(({ id }) => id === question);
	const option = (text: string) => ({ text: both(text), feedback: both('') });
	return {
		...{ draftId, seen: markOf(was), place, question, type: 'single' as const, stem: both('问', 'Ask') },
		...{ options: { a: option('对'), b: option('错'), c: option('') }, correct: ['a'] },
		...{ explanation: both('因为', 'Because'), ...change }
	};
}

/** A new module, whole: one lesson, one question in the check. */
export async function givenDraft(
	world: World,
	ctx: Context,
	code: string,
	body = both('正文', 'Text')
): Promise<string> {
	const { draftId } = await startModuleDraft(ctx, { code, title: both(`模块 ${code}`, `Module ${code}`) });
	await saveDraftAbout(ctx, await aboutForm(world, draftId));
	await addLesson(ctx, { draftId, slug: 'one', title: both('第一课', 'One') });
	await saveDraftLesson(ctx, await lessonForm(world, draftId, 'one', { body }));
	const { question } = await addQuestion(ctx, { draftId, place: 'check' });
	await saveDraftQuestion(ctx, await questionForm(world, draftId, 'check', question));
	return draftId;
}

export const revisionOf = async (world: World, draftId: string) => ({
	draftId,
	revision: (await rowOf(world, draftId)).revision
});

export const submit = async (world: World, ctx: Context, draftId: string) =>
	submitModuleDraft(ctx, await revisionOf(world, draftId));

/** Submitted by one, accepted by another, published. */
export async function publish(world: World, author: Context, reviewer: Context, draftId: string) {
	await submit(world, author, draftId);
	await acceptModuleDraft(reviewer, { ...(await revisionOf(world, draftId)), note: null });
	return publishModuleDraft(reviewer, await revisionOf(world, draftId));
}
