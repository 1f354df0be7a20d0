import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import {
	findLesson,
	finishLesson,
	saveLessonProgress,
	startModule
} from '$lib/features/training/index.server';
import { enrolments, lessonProgress } from '$lib/features/training/tables.server';
import { withHtml } from '$lib/features/training/rendered.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { CODE, lessons, published } from './given';

const T0 = new Date('2026-01-05T02:00:00Z');
const after = (seconds: number) => new Date(T0.getTime() + seconds * 1000);
const [first, second, third, last] = lessons as [string, string, string, string];

onEveryDatabase('lesson progress', (world) => {
	beforeAll(() => published(world));
	const rows = async ({ id }: GivenPerson) =>
		(
			await world.db
				.select()
				.from(lessonProgress)
				.innerJoin(enrolments, eq(enrolments.id, lessonProgress.enrolmentId))
				.where(eq(enrolments.personId, id))
		).map((row) => row.lesson_progress);
	const begun = async () => {
		const person = await givenPerson(world);
		await startModule(world.ctx(person, T0), { module: CODE });
		return person;
	};
	const save = (person: GivenPerson, at: Date, place: number, seconds: number, lesson = first) =>
		saveLessonProgress(world.ctx(person, at), { module: CODE, lesson, place, seconds });

	it('remembers the place, which the lesson gives back, and adds up the time', async () => {
		const person = await begun();
		await save(person, after(15), 0.25, 15);
		await save(person, after(30), 0.5, 12);
		expect(await rows(person)).toMatchObject([
			{ lesson: first, place: 0.5, seconds: 27, openedAt: T0, finishedAt: null }
		]);
		expect(await findLesson(world.ctx(person), CODE, first)).toMatchObject({ place: 0.5, finished: false });
	});

	it('never counts more time than has passed, whatever two windows report', async () => {
		const person = await begun();
		await save(person, after(15), 0.1, 15);
		await Promise.all([save(person, after(30), 0.2, 15), save(person, after(30), 0.2, 15)]);
		expect((await rows(person))[0]?.seconds).toBe(30);
		await save(person, after(20), 0.3, 15);
		expect((await rows(person))[0]?.seconds).toBe(30);
	});

	it('refuses what was not begun and what does not exist', async () => {
		const stranger = await givenPerson(world);
		await expect(save(stranger, T0, 0, 0)).rejects.toMatchObject({ code: 'training.module.not_started' });
		await expect(finishLesson(world.ctx(stranger), { module: CODE, lesson: first })).rejects.toMatchObject({
			code: 'training.module.not_started'
		});
		expect(await findLesson(world.ctx(stranger), CODE, first)).toBeNull();
		const person = await begun();
		await expect(save(person, T0, 0, 0, 'nothing')).rejects.toMatchObject({ kind: 'not_found' });
		await expect(finishLesson(world.ctx(person), { module: CODE, lesson: 'nothing' })).rejects.toMatchObject({
			kind: 'not_found'
		});
		await expect(findLesson(world.ctx(person), CODE, 'nothing')).rejects.toMatchObject({ kind: 'not_found' });
	});

	it('finishes a lesson once and leads on: to the lesson after it, the skipped one, the check', async () => {
		const person = await begun();
		const finish = (lesson: string, at = T0) => finishLesson(world.ctx(person, at), { module: CODE, lesson });
		expect((await finish(second)).next).toEqual({ kind: 'lesson', lesson: third });
		expect((await finish(second, after(60))).next).toEqual({ kind: 'lesson', lesson: third });
		expect((await rows(person))[0]?.finishedAt).toEqual(T0);
		await finish(third);
		expect((await finish(last)).next).toEqual({ kind: 'lesson', lesson: first });
		expect((await finish(first)).next).toEqual({ kind: 'check' });
	});

	it('keeps place and time when the lesson is finished, and opens it at the top again', async () => {
		const person = await begun();
		await save(person, after(15), 0.9, 15);
		await finishLesson(world.ctx(person, after(16)), { module: CODE, lesson: first });
		await save(person, after(31), 0.4, 15);
		expect(await rows(person)).toMatchObject([
			{ place: expect.closeTo(0.4, 5), seconds: 30, finishedAt: after(16) }
		]);
		expect(await findLesson(world.ctx(person), CODE, first)).toMatchObject({ place: 0 });
	});

	it('shows a lesson in the language of the reader', async () => {
		const person = await begun();
		const zh = await findLesson(world.ctx(person), CODE, first);
		const en = await findLesson({ ...world.ctx(person), locale: 'en' }, CODE, first);
		const text = (found: typeof zh) => JSON.stringify(withHtml(found!.blocks));
		expect(text(zh)).toContain('客户生命周期');
		expect(text(en)).toContain('customer life cycle');
		expect(text(en)).not.toMatch(/[\u4e00-\u9fff]/);
	});
});
