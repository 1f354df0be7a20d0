import { and, eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import {
	completionFacts,
	finishLesson,
	getCheck,
	getMyTraining,
	startModule,
	submitCheck
} from '$lib/features/training/index.server';
import { checkAttempts, completions, enrolments } from '$lib/features/training/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { answers, CODE, content, givenReady, lessons, published } from './given';

const T0 = new Date('2026-01-05T02:00:00Z');
const after = (minutes: number) => new Date(T0.getTime() + minutes * 60_000);

onEveryDatabase('submit check', (world) => {
	beforeAll(() => published(world));
	const ready = async () => {
		const person = await givenPerson(world);
		await givenReady(world, person, T0);
		return person;
	};
	const submit = (person: GivenPerson, at: Date, given = answers()) =>
		submitCheck(world.ctx(person, at), { module: CODE, answers: given });
	const look = (person: GivenPerson, at: Date, again = false) =>
		getCheck(world.ctx(person, at), CODE, { again });
	const tries = ({ id }: GivenPerson) =>
		world.db
			.select()
			.from(checkAttempts)
			.innerJoin(enrolments, eq(enrolments.id, checkAttempts.enrolmentId))
			.where(eq(enrolments.personId, id));
	const done = ({ id }: GivenPerson) =>
		world.db.select().from(completions).where(eq(completions.personId, id));

	it('passes: completion, credit, notification and audit, and the key only afterwards', async () => {
		const person = await ready();
		expect(await submit(person, T0, answers(1))).toMatchObject({ score: 90, passed: true });
		expect(await done(person)).toMatchObject([
			{ completedOn: '2026-01-05', creditMinutes: 60, recordedAt: T0 }
		]);
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, person.id));
		expect(told).toMatchObject([{ kind: 'moduleCompleted', params: { module: content.title, hours: 1 } }]);
		const mine = and(eq(auditLog.personId, person.id), eq(auditLog.action, 'training.module.complete'));
		expect(await world.db.select().from(auditLog).where(mine)).toHaveLength(1);
		const result = await look(person, T0);
		expect(result).toMatchObject({ phase: 'result', passed: true, rightCount: 9, retryAt: null });
		expect(JSON.stringify(result)).toContain('"correct":true');
		expect(await getMyTraining(world.ctx(person, T0))).toMatchObject({ credit: { thisYear: 60, inAll: 60 } });
		expect(await getMyTraining(world.ctx(person, new Date('2027-01-05T02:00:00Z')))).toMatchObject({
			credit: { thisYear: 0, inAll: 60 }
		});
	});

	it('fails: the try is kept, the next waits ten minutes, and explanations come without the key', async () => {
		const person = await ready();
		expect(await submit(person, T0, answers(3))).toMatchObject({ score: 70, passed: false });
		expect(await done(person)).toEqual([]);
		const result = await look(person, after(5), true);
		expect(result).toMatchObject({
			phase: 'result',
			passed: false,
			mayRetry: false,
			retryAt: after(10).toISOString()
		});
		expect(JSON.stringify(result)).not.toContain('"correct":true');
		await expect(submit(person, after(9))).rejects.toMatchObject({
			kind: 'conflict',
			code: 'training.check.too_soon',
			params: { minutes: 1 }
		});
		expect(await look(person, after(10))).toMatchObject({ phase: 'result', mayRetry: true });
		expect(await look(person, after(10), true)).toMatchObject({ phase: 'open', tryNumber: 2 });
		expect(await submit(person, after(10))).toMatchObject({ score: 100, passed: true });
		expect(await tries(person)).toHaveLength(2);
	});

	it('gives no key before handing in, and one order of options through a try', async () => {
		const person = await ready();
		const open = await look(person, T0);
		const sent = JSON.stringify(open);
		expect(sent).not.toContain('correct');
		for (const { explanation } of content.questions)
			expect(sent).not.toContain(explanation['zh-CN'].slice(0, 12));
		expect(await look(person, after(3))).toEqual(open);
		const other = await look(await ready(), T0);
		expect(JSON.stringify(other)).not.toBe(sent);
	});

	it('refuses while lessons are open, before the start, and after completion', async () => {
		const person = await givenPerson(world);
		await expect(submit(person, T0)).rejects.toMatchObject({ code: 'training.module.not_started' });
		await startModule(world.ctx(person, T0), { module: CODE });
		for (const lesson of lessons.slice(1))
			await finishLesson(world.ctx(person, T0), { module: CODE, lesson });
		await expect(submit(person, T0)).rejects.toMatchObject({ code: 'training.check.lessons_open' });
		expect(await look(person, T0)).toMatchObject({ phase: 'closed', open: [{ slug: lessons[0] }] });
		await finishLesson(world.ctx(person, T0), { module: CODE, lesson: lessons[0]! });
		await submit(person, T0);
		await expect(submit(person, after(20))).rejects.toMatchObject({ code: 'training.check.completed' });
	});

	it('refuses answers that are missing, unknown or too many, and names the questions', async () => {
		const person = await ready();
		const rest = Object.fromEntries(Object.entries(answers()).filter(([id]) => id !== 'q1'));
		await expect(submit(person, T0, rest)).rejects.toMatchObject({
			kind: 'invalid',
			code: 'training.check.incomplete',
			fields: { 'answers.q1': 'training.check.unanswered' }
		});
		await expect(submit(person, T0, { ...rest, q1: ['z'] })).rejects.toMatchObject({ kind: 'invalid' });
		await expect(submit(person, T0, { ...rest, q1: ['a', 'b'] })).rejects.toMatchObject({ kind: 'invalid' });
		expect(await tries(person)).toEqual([]);
	});

	it('completes once when handed in twice at once', async () => {
		const person = await ready();
		const both = await Promise.allSettled([submit(person, T0), submit(person, T0)]);
		expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		const [lost] = both.filter((one): one is PromiseRejectedResult => one.status === 'rejected');
		expect(lost?.reason).toMatchObject({ kind: 'conflict', code: 'training.check.completed' });
		expect(await done(person)).toHaveLength(1);
		const failing = await ready();
		const fails = await Promise.allSettled([
			submit(failing, T0, answers(4)),
			submit(failing, T0, answers(4))
		]);
		expect(fails.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(await tries(failing)).toHaveLength(1);
	});

	it('tells completions as facts of a date and of what was known', async () => {
		const person = await ready();
		await submit(person, T0);
		const facts = (on: string, recordedBefore?: Date) =>
			completionFacts(world.db, [person.id], { on, ...(recordedBefore ? { recordedBefore } : {}) });
		expect((await facts('2026-01-05')).get(person.id)).toMatchObject([
			{ module: CODE, title: content.title, version: 1, completedOn: '2026-01-05', creditMinutes: 60 }
		]);
		expect((await facts('2026-01-04')).size).toBe(0);
		expect((await facts('2026-01-05', after(-1))).size).toBe(0);
		expect((await facts('2026-01-05', T0)).size).toBe(1);
		expect((await completionFacts(world.db, [], { on: '2026-01-05' })).size).toBe(0);
		expect((await completionFacts(world.db, null, { on: '2026-01-05' })).get(person.id)).toHaveLength(1);
	});
});
