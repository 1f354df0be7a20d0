import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { createSitting, updateSitting } from '$lib/features/exams/index.server';
import { attemptResults, questionMarks } from '$lib/features/exams/tables.server';
import { createPairing } from '$lib/features/mentoring/index.server';
import {
	allocateAnswers,
	collectAnswers,
	getTask,
	moderateAnswer,
	reassignAnswers,
	saveDraft,
	saveMark,
	savePlan,
	submitMarks
} from '$lib/features/marking/index.server';
import {
	markingAnswers,
	markingMarks,
	markingOutcomes,
	markingTasks
} from '$lib/features/marking/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { roleGrants } from '$lib/features/people/tables.server';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson } from '../../support/world';
import { ANNOUNCED, givenBank, givenRelease, givenReview, keepTimeUntil } from '../exams/given';
import {
	answersOf,
	givenAllocated,
	givenMarkers,
	givenReadBlueprint,
	givenReadSitting,
	givenWriter,
	levelsFor,
	mark,
	markAll,
	OVER,
	readPlan,
	rules,
	tasksOf,
	WRITING
} from './given';

const outcomesOf = (world: World, attemptId: string) =>
	world.db
		.select({ outcome: markingOutcomes, answer: markingAnswers })
		.from(markingOutcomes)
		.innerJoin(markingAnswers, eq(markingAnswers.id, markingOutcomes.answerId))
		.where(eq(markingAnswers.attemptId, attemptId))
		.orderBy(markingAnswers.position, markingOutcomes.version);
const resultOf = async (world: World, attemptId: string) => {
	const [row] = await world.db.select().from(attemptResults).where(eq(attemptResults.attemptId, attemptId));
	return row;
};

onEveryDatabase('a sitting whose answers people read', (world) => {
	it('asks essays only where somebody reads', async () => {
		const { officer } = await givenBank(world);
		const blueprintId = await givenReadBlueprint(world);
		const ctx = world.ctx(officer, ANNOUNCED);
		await expect(createSitting(ctx, readPlan(blueprintId, 'nobody'))).rejects.toMatchObject({
			code: 'exams.sitting.needs_marker'
		});
		await expect(
			createSitting(ctx, { ...readPlan(blueprintId, 'single'), rehearsal: true })
		).rejects.toMatchObject({ fields: { reading: 'exams.sitting.rehearsal_reading' } });
		const { id: sittingId } = await createSitting(ctx, readPlan(blueprintId, 'single'));
		await expect(updateSitting(ctx, { sittingId, ...readPlan(blueprintId, 'nobody') })).rejects.toMatchObject(
			{ code: 'exams.sitting.needs_marker' }
		);
	});

	it('waits for its one marker, then is marked and can be released', async () => {
		const sittingId = await givenReadSitting(world, 'single');
		const { attemptId } = await givenWriter(world, sittingId);
		const nothing = await givenWriter(world, sittingId, { open: null, essay: '  ' });
		const [marker] = await givenMarkers(world, 1);
		await givenAllocated(world, sittingId, [marker!]);
		// Nothing was written that anybody would read.
		expect(await resultOf(world, nothing.attemptId)).toMatchObject({ earnedHundredths: 1000, passed: false });
		expect(await resultOf(world, attemptId)).toBeUndefined();
		await expect(givenReview(world, sittingId, OVER)).rejects.toMatchObject({
			code: 'exams.release.unmarked'
		});
		await markAll(world, sittingId, marker!, ({ type }) => (type === 'essay' ? 6 : 3.5));
		await world.runJobs(OVER);
		expect(await resultOf(world, attemptId)).toMatchObject({ earnedHundredths: 1950, passed: true });
		const outcomes = await outcomesOf(world, attemptId);
		expect(outcomes.map(({ outcome }) => outcome.kind)).toEqual(['single', 'single']);
		expect(outcomes[0]!.outcome.basis).toMatchObject({ rule: 'agreement/1', apartPercent: 20 });
		expect(await givenRelease(world, sittingId, OVER)).toEqual({ candidates: 2 });
	});

	it('is collected once, after everybody is done; what names its author is blacked out', async () => {
		const { officer } = await givenBank(world);
		const sittingId = await givenReadSitting(world, 'single');
		const candidate = await givenPerson(world, { name: '欧阳娜娜', employeeNo: 'T9876' });
		await givenWriter(world, sittingId, { person: candidate, essay: '我是欧阳 娜娜（t9876）。' });
		const [marker] = await givenMarkers(world, 1);
		const ctx = (at: Date) => world.ctx(officer, at);
		const plan = { sittingId, markerIds: [marker!.id], ...rules };
		await expect(collectAnswers(ctx(OVER), { sittingId })).rejects.toMatchObject({
			code: 'marking.plan.missing'
		});
		await savePlan(ctx(WRITING), { ...plan, revision: 0 });
		await expect(savePlan(ctx(WRITING), { ...plan, revision: 0 })).rejects.toMatchObject({
			code: 'marking.plan.stale'
		});
		await expect(collectAnswers(ctx(WRITING), { sittingId })).rejects.toMatchObject({
			code: 'marking.collect.early'
		});
		await expect(collectAnswers(ctx(OVER), { sittingId })).rejects.toMatchObject({
			code: 'marking.collect.open'
		});
		await expect(allocateAnswers(ctx(OVER), { sittingId })).rejects.toMatchObject({
			code: 'marking.allocate.early'
		});
		await keepTimeUntil(world, OVER);
		expect(await collectAnswers(ctx(OVER), { sittingId })).toEqual({ answers: 2 });
		await expect(collectAnswers(ctx(OVER), { sittingId })).rejects.toMatchObject({
			code: 'marking.collect.twice'
		});
		expect((await answersOf(world, sittingId)).map(({ text }) => text)).toContain('我是■■■（■■■）。');
		await allocateAnswers(ctx(OVER), { sittingId });
		await expect(allocateAnswers(ctx(OVER), { sittingId })).rejects.toMatchObject({
			code: 'marking.allocate.twice'
		});
		await expect(savePlan(ctx(OVER), { ...plan, revision: 3, apartPercent: 50 })).rejects.toMatchObject({
			code: 'marking.plan.settled'
		});
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, marker!.id));
		expect(told).toMatchObject([{ kind: 'marking.waiting', href: '/staff/marking' }]);
	});

	it('names as markers only who knows no candidate', async () => {
		const { officer } = await givenBank(world);
		const sittingId = await givenReadSitting(world, 'double');
		const markers = await givenMarkers(world, 3);
		const sitter = await givenPerson(world, { roles: ['trainee', 'marker'] });
		await givenWriter(world, sittingId, { person: sitter });
		const seeing = await givenPerson(world, { roles: ['marker', 'auditor'] });
		const save = (ids: string[], other = {}) =>
			savePlan(world.ctx(officer, WRITING), { sittingId, revision: 0, markerIds: ids, ...rules, ...other });
		const own = markers.map(({ id }) => id);
		const refusals: [string[], object, object][] = [
			[[...own, sitter.id], {}, { markerIds: 'marking.plan.candidate' }],
			[[...own, seeing.id], {}, { markerIds: 'marking.plan.marker' }],
			[[...own, officer.id], {}, { markerIds: 'marking.plan.marker' }],
			[own.slice(1), {}, { markerIds: 'marking.plan.few_double' }],
			[own, { moderatorId: own[0] }, { moderatorId: 'marking.plan.moderator_marks' }],
			[own, { moderatorId: sitter.id }, { moderatorId: 'marking.plan.candidate' }],
			[own, { moderatorId: (await givenPerson(world)).id }, { moderatorId: 'marking.plan.moderator' }]
		];
		for (const [ids, other, fields] of refusals)
			await expect(save(ids, other)).rejects.toMatchObject({ fields });
		expect(await save(own)).toEqual({ revision: 1 });
	});

	it('recuses who mentors a candidate, and a setter from reading alone', async () => {
		const { author } = await givenBank(world);
		const sittingId = await givenReadSitting(world, 'single');
		const mentor = await givenPerson(world, { roles: ['marker', 'mentor'] });
		const [other] = await givenMarkers(world, 1);
		const { candidate, attemptId } = await givenWriter(world, sittingId);
		await createPairing(world.ctx(undefined, ANNOUNCED), {
			...{ traineeId: candidate.id, mentorId: mentor.id, startsOn: '2026-02-01', endsOn: '2026-12-31' },
			...{ plannedMinutes: 600, goal: '带教' }
		});
		const stranger = await givenWriter(world, sittingId);
		await givenAllocated(world, sittingId, [mentor, other!]);
		expect((await tasksOf(world, mentor)).map((task) => task.attemptId)).toEqual([
			stranger.attemptId,
			stranger.attemptId
		]);
		expect((await tasksOf(world, other!)).map((task) => task.attemptId)).toEqual([attemptId, attemptId]);

		const alone = await givenReadSitting(world, 'single');
		await givenWriter(world, alone);
		await world.db.insert(roleGrants).values({
			...{ id: randomUUID(), personId: author.id, role: 'marker' as const },
			...{ validFrom: '2020-01-01', grantedAt: ANNOUNCED }
		});
		await expect(givenAllocated(world, alone, [author])).rejects.toMatchObject({
			code: 'marking.allocate.nobody'
		});
	});
});

onEveryDatabase('two markers who know nothing of each other', (world) => {
	async function givenDouble(said: Parameters<typeof givenWriter>[2] = {}, other = {}) {
		const sittingId = await givenReadSitting(world, 'double');
		const { attemptId, candidate } = await givenWriter(world, sittingId, said);
		const markers = await givenMarkers(world, 3);
		await givenAllocated(world, sittingId, markers, { allocation: 'script', ...other });
		const byTurn = new Map<string, (typeof markers)[number]>();
		for (const marker of markers)
			for (const { turn } of await tasksOf(world, marker)) byTurn.set(turn, marker);
		const [first, second] = [byTurn.get('first')!, byTurn.get('second')!];
		const third = markers.find((marker) => marker !== first && marker !== second)!;
		return { sittingId, attemptId, candidate, first, second, third };
	}

	it('agree: the average stands', async () => {
		const { sittingId, attemptId, first, second } = await givenDouble();
		await markAll(world, sittingId, first, ({ type }) => (type === 'essay' ? 6 : 7));
		expect(await outcomesOf(world, attemptId)).toEqual([]);
		await markAll(world, sittingId, second, ({ type }) => (type === 'essay' ? 8 : 7.5));
		await world.runJobs(OVER);
		expect((await outcomesOf(world, attemptId)).map(({ outcome }) => outcome.hundredths).sort()).toEqual([
			700, 725
		]);
		expect(await resultOf(world, attemptId)).toMatchObject({ earnedHundredths: 2425, passed: true });
	});

	it('are apart: a third reads what they saw differently, and the middle one stands', async () => {
		const { sittingId, attemptId, first, second, third } = await givenDouble();
		await markAll(world, sittingId, first, ({ type }) => (type === 'essay' ? 10 : 8));
		await markAll(world, sittingId, second, ({ type }) => (type === 'essay' ? 4 : 8));
		const asked = await tasksOf(world, third);
		expect(asked).toMatchObject([{ turn: 'third', type: 'essay' }]);
		const task = await getTask(world.ctx(third, OVER), asked[0]!.taskId);
		expect(task).toMatchObject({ draft: { levels: {}, note: '' }, revision: 0 });
		await markAll(world, sittingId, third, () => 6);
		await world.runJobs(OVER);
		expect((await outcomesOf(world, attemptId)).map(({ outcome }) => outcome)).toMatchObject(
			expect.arrayContaining([
				expect.objectContaining({ kind: 'median', hundredths: 600 }),
				expect.objectContaining({ kind: 'average', hundredths: 800 })
			])
		);
		expect(await resultOf(world, attemptId)).toMatchObject({ earnedHundredths: 2400 });
	});

	it('are near, but only one would let the candidate pass: a third reads it', async () => {
		// 18 of 30 pass: with 4 + 4.5 = 8.5 of two answers and 10 of the choice 18.5, with 4 + 3.5 only 17.5.
		const { sittingId, attemptId, first, second, third } = await givenDouble();
		await markAll(world, sittingId, first, ({ type }) => (type === 'essay' ? 4 : 4.5));
		await markAll(world, sittingId, second, ({ type }) => (type === 'essay' ? 4 : 3.5));
		expect((await outcomesOf(world, attemptId)).map(({ outcome }) => outcome.hundredths)).toEqual([400]);
		expect(await tasksOf(world, third)).toMatchObject([{ turn: 'third', type: 'shortAnswer' }]);
		await markAll(world, sittingId, third, () => 3);
		await world.runJobs(OVER);
		expect(await resultOf(world, attemptId)).toMatchObject({ earnedHundredths: 1750, passed: false });
	});

	it('hand in at the same moment: decided once', async () => {
		const { sittingId, attemptId, first, second } = await givenDouble();
		for (const marker of [first, second])
			for (const task of await tasksOf(world, marker)) await mark(world, marker, task.taskId, 8);
		await Promise.all([first, second].map((marker) => submitMarks(world.ctx(marker, OVER), { sittingId })));
		expect(
			(await outcomesOf(world, attemptId)).map(({ outcome }) => [outcome.version, outcome.hundredths])
		).toEqual([
			[1, 800],
			[1, 800]
		]);
	});

	it('have a sample looked at by a moderator before it counts', async () => {
		const { approver } = await givenBank(world);
		const { sittingId, attemptId, first, second } = await givenDouble(
			{},
			{ samplePercent: 100, moderatorId: approver.id }
		);
		await markAll(world, sittingId, first, () => 8);
		await markAll(world, sittingId, second, () => 8);
		await world.runJobs(OVER);
		const decided = async () =>
			world.db.select().from(questionMarks).where(eq(questionMarks.attemptId, attemptId));
		expect(await decided()).toEqual([]);
		const told = await world.db
			.select()
			.from(notifications)
			.where(and(eq(notifications.personId, approver.id), eq(notifications.kind, 'marking.sample')));
		expect(told).toMatchObject([{ href: '/staff/marking' }]);
		const outcomes = await outcomesOf(world, attemptId);
		const ofType = async (type: string) => {
			const { answerId } = (await tasksOf(world, first, true)).find((task) => task.type === type)!;
			return outcomes.find(({ answer }) => answer.id === answerId)!.answer.id;
		};
		const [essayId, shortId] = [await ofType('essay'), await ofType('shortAnswer')];
		const ctx = world.ctx(approver, OVER);
		const said = { version: 1, levels: {}, hundredths: null, reason: '' };
		const confirm = { ...said, answerId: shortId, act: 'confirm' as const };
		await moderateAnswer(ctx, confirm);
		await expect(moderateAnswer(ctx, confirm)).rejects.toMatchObject({ code: 'marking.moderate.stale' });
		const change = { ...said, answerId: essayId, act: 'change' as const, levels: levelsFor[4]! };
		await expect(moderateAnswer(ctx, change)).rejects.toMatchObject({
			fields: { reason: 'app.field.required' }
		});
		await expect(
			moderateAnswer(ctx, { ...change, levels: {}, hundredths: 400, reason: '要点不全' })
		).rejects.toMatchObject({ code: 'marking.mark.other_rubric' });
		await moderateAnswer(ctx, { ...change, reason: '要点不全' });
		await world.runJobs(OVER);
		expect((await decided()).map((row) => row.earnedHundredths).sort()).toEqual([400, 800]);
		expect(await resultOf(world, attemptId)).toMatchObject({ earnedHundredths: 2200 });
		const all = await outcomesOf(world, attemptId);
		expect(all.map(({ outcome }) => [outcome.version, outcome.kind])).toEqual([
			[1, 'average'],
			[2, 'moderated'],
			[1, 'average'],
			[2, 'moderated']
		]);
		await expect(moderateAnswer(world.ctx(first, OVER), { ...confirm, version: 2 })).rejects.toMatchObject({
			kind: 'forbidden'
		});
	});

	it('keep drafts, which no other window writes over; only what is complete is handed in', async () => {
		const { sittingId, first } = await givenDouble();
		const ctx = world.ctx(first, OVER);
		const tasks = await tasksOf(world, first);
		const task = tasks.find(({ type }) => type === 'essay')!;
		const said = {
			taskId: task.taskId,
			note: '结构清楚',
			flag: 'suspicion' as const,
			flagNote: '与他人雷同',
			seconds: 5
		};
		const part = { ...said, levels: { facts: 1 }, hundredths: null };
		expect(await saveDraft(ctx, { ...part, revision: 0 })).toEqual({ revision: 1 });
		await expect(saveDraft(ctx, { ...part, revision: 0 })).rejects.toMatchObject({
			code: 'marking.task.stale',
			params: { revision: 1 }
		});
		expect((await getTask(ctx, task.taskId)).draft).toMatchObject({ levels: { facts: 1 }, note: '结构清楚' });
		await expect(submitMarks(ctx, { sittingId })).rejects.toMatchObject({ code: 'marking.submit.none' });
		const wrong: [object, string][] = [
			[{ levels: { facts: 1 }, hundredths: null }, 'marking.mark.incomplete'],
			[{ levels: { facts: 1, clear: 9 }, hundredths: null }, 'marking.mark.other_rubric'],
			[{ levels: { facts: 1, other: 0 }, hundredths: null }, 'marking.mark.other_rubric'],
			[{ levels: {}, hundredths: 500 }, 'marking.mark.other_rubric']
		];
		for (const [levels, code] of wrong)
			await expect(saveMark(ctx, { ...said, revision: 1, ...levels } as never)).rejects.toMatchObject({
				code
			});
		const short = tasks.find(({ type }) => type === 'shortAnswer')!;
		await expect(
			saveMark(ctx, { ...said, taskId: short.taskId, revision: 0, levels: {}, hundredths: 1050 })
		).rejects.toMatchObject({ fields: { earned: 'marking.mark.range' } });
		const raced = await Promise.allSettled(
			[1, 2].map((facts) =>
				saveMark(ctx, { ...said, revision: 1, levels: { facts, clear: 0 }, hundredths: null })
			)
		);
		expect(raced.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await submitMarks(ctx, { sittingId })).toEqual({ marks: 1 });
		await expect(saveDraft(ctx, { ...part, revision: 2 })).rejects.toMatchObject({
			code: 'marking.task.submitted'
		});
		const [kept] = await world.db.select().from(markingMarks).where(eq(markingMarks.taskId, task.taskId));
		expect(kept).toMatchObject({ flag: 'suspicion', flagNote: '与他人雷同', rule: 'rubric/1' });
		await expect(
			world.db.update(markingMarks).set({ hundredths: 0 }).where(eq(markingMarks.taskId, task.taskId))
		).rejects.toThrow();
	});

	it('give what is not begun to somebody else, and nothing to who has read it', async () => {
		const { officer } = await givenBank(world);
		const { sittingId, first, second, third } = await givenDouble();
		const [task] = await tasksOf(world, first);
		await mark(world, first, task!.taskId, 8);
		const move = (toId: string) =>
			reassignAnswers(world.ctx(officer, OVER), { sittingId, fromId: first.id, toId });
		await expect(move(second.id)).rejects.toMatchObject({ code: 'marking.reassign.none' });
		expect(await move(third.id)).toEqual({ tasks: 1 });
		expect(await tasksOf(world, first)).toHaveLength(1);
		expect(await tasksOf(world, third)).toMatchObject([{ turn: 'first', revision: 0 }]);
		const gone = await world.db
			.select()
			.from(markingTasks)
			.where(and(eq(markingTasks.sittingId, sittingId), eq(markingTasks.markerId, first.id)));
		const withdrawn = gone.find((row) => row.withdrawnAt)!;
		await expect(getTask(world.ctx(first, OVER), withdrawn.id)).rejects.toMatchObject({ kind: 'not_found' });
		await expect(getTask(world.ctx(second, OVER), task!.taskId)).rejects.toMatchObject({ kind: 'not_found' });
	});
});
