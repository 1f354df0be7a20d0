import { eq } from 'drizzle-orm';
import { beforeAll, expect, it, vi } from 'vitest';
import type { CheckQuestion, ModuleContent } from '$lib/content/module-format';
import {
	answerQuestion,
	findLesson,
	finishLesson,
	publishModules,
	saveLessonProgress,
	startModule
} from '$lib/features/training/index.server';
import { renderer, withHtml } from '$lib/features/training/rendered.server';
import { lessonAnswers } from '$lib/features/training/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { changed, CODE, content, lessons } from './given';

const T0 = new Date('2026-01-05T02:00:00Z');
const after = (seconds: number) => new Date(T0.getTime() + seconds * 1000);
const slug = lessons[0]!;
const both = (text: string) => ({ 'zh-CN': `${text}（中）`, en: text });
const question: CheckQuestion = {
	...{ id: 'q1', type: 'single', stem: both('Which?'), explanation: both('Because of B.') },
	options: [
		{ id: 'a', text: both('A'), correct: false, feedback: both('Not A.') },
		{ id: 'b', text: both('B'), correct: true, feedback: both('Yes, B.') }
	]
};
const body = '## Beginning\n\nText.\n\n::part More of it\n\nHidden text.\n\n::question q1\n\n::end';
/** The first lesson asks that its part be opened and its question answered. */
export const asking = (change: Partial<ModuleContent> = {}) =>
	changed({
		lessons: content.lessons.map((lesson) =>
			lesson.slug === slug
				? {
						...lesson,
						body: { 'zh-CN': body, en: body },
						asks: ['parts', 'questions'],
						questions: [question]
					}
				: lesson
		),
		...change
	});

onEveryDatabase('what a lesson asks for', (world) => {
	beforeAll(() => publishModules(world.ctx(), [asking()]));
	const begun = async () => {
		const person = await givenPerson(world);
		await startModule(world.ctx(person, T0), { module: CODE });
		return person;
	};
	const finish = (person: GivenPerson, lesson = slug) =>
		finishLesson(world.ctx(person, after(60)), { module: CODE, lesson });
	const answer = (person: GivenPerson, chosen: string[], over = {}) =>
		answerQuestion(world.ctx(person, after(30)), {
			module: CODE,
			lesson: slug,
			question: 'q1',
			chosen,
			...over
		});
	const report = (person: GivenPerson, doings: object) =>
		saveLessonProgress(world.ctx(person, after(20)), { module: CODE, lesson: slug, seconds: 15, ...doings });
	const show = (person: GivenPerson) => findLesson(world.ctx(person, after(40)), CODE, slug);

	it('is refused by name until it is done, and remembered', async () => {
		const person = await begun();
		await expect(finish(person)).rejects.toMatchObject({
			kind: 'conflict',
			code: 'training.lesson.asks',
			params: { what: '打开“More of it”、回答第 1 个问题' }
		});
		await report(person, { place: 0.5, parts: ['part-1', 'part-7'] });
		expect(await show(person)).toMatchObject({ parts: ['part-1'], place: 0.5, asks: ['parts', 'questions'] });
		await expect(finish(person)).rejects.toMatchObject({ params: { what: '回答第 1 个问题' } });
		await answer(person, ['b']);
		expect(await finish(person)).toMatchObject({ next: { kind: 'lesson', lesson: lessons[1] } });
		// Lessons without wishes are finished by saying so.
		await finish(person, lessons[2]);
	});

	it('takes a part opened without a script, with the place as it was', async () => {
		const person = await begun();
		await report(person, { place: 0.7 });
		await saveLessonProgress(world.ctx(person, after(25)), {
			module: CODE,
			lesson: slug,
			seconds: 0,
			parts: ['part-1']
		});
		expect(await show(person)).toMatchObject({ parts: ['part-1'], place: expect.closeTo(0.7, 5) });
	});

	it('keeps the key to itself until an answer is in, then tells what was chosen and why', async () => {
		const person = await begun();
		const before = JSON.stringify(await show(person));
		for (const secret of ['correct', 'Because of B', 'Not A', 'Yes, B']) expect(before).not.toContain(secret);
		expect(await answer(person, ['a'])).toEqual({ correct: false });
		const { answer: told } = (await show(person))!.questions['q1']!;
		expect(told).toMatchObject({
			right: false,
			explanation: 'Because of B.（中）',
			options: {
				a: { chosen: true, correct: false, feedback: 'Not A.（中）' },
				b: { chosen: false, correct: true, feedback: null }
			}
		});
	});

	it('lets the first answer stand, also of two at once', async () => {
		const person = await begun();
		const two = await Promise.all([answer(person, ['a']), answer(person, ['b'])]);
		expect(two[0]).toEqual(two[1]);
		expect(await answer(person, ['b'])).toEqual(two[0]);
		const { enrolmentId } = await startModule(world.ctx(person), { module: CODE });
		const rows = await world.db
			.select()
			.from(lessonAnswers)
			.where(eq(lessonAnswers.enrolmentId, enrolmentId));
		expect(rows).toHaveLength(1);
		await expect(world.db.delete(lessonAnswers)).rejects.toThrow();
	});

	it('refuses answers that are none, questions and lessons that are not there, and who has not begun', async () => {
		const person = await begun();
		for (const chosen of [[], ['a', 'b'], ['z']])
			await expect(answer(person, chosen)).rejects.toMatchObject({
				kind: 'invalid',
				code: 'training.check.unanswered'
			});
		await expect(answer(person, ['a'], { question: 'q9' })).rejects.toMatchObject({ kind: 'not_found' });
		await expect(answer(person, ['a'], { lesson: lessons[1] })).rejects.toMatchObject({ kind: 'not_found' });
		const stranger = await givenPerson(world);
		await expect(answer(stranger, ['a'])).rejects.toMatchObject({ code: 'training.module.not_started' });
		const nobody = await givenPerson(world, { roles: [] });
		await expect(answer(nobody, ['a'])).rejects.toMatchObject({ kind: 'forbidden' });
	});

	it('is rendered once for each language, whoever asks how often; the text is not sent beside the markup', async () => {
		await publishModules(world.ctx(), [asking({ version: 2 })]);
		const render = vi.spyOn(renderer, 'render');
		const [one, two] = [await begun(), await begun()];
		render.mockClear();
		const first = await show(one);
		await show(one);
		await show(two);
		expect(render).toHaveBeenCalledTimes(1);
		await findLesson({ ...world.ctx(two), locale: 'en' }, CODE, slug);
		expect(render).toHaveBeenCalledTimes(2);
		render.mockRestore();
		expect(JSON.stringify(first!.blocks)).not.toContain('Text.');
		expect(JSON.stringify(withHtml(first!.blocks))).toContain('Text.');
		const asked = await findLesson(world.ctx(one), CODE, slug, { byScript: true });
		expect(JSON.stringify(asked!.blocks)).toContain('Hidden text.');
	});
});
