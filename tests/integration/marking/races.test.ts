import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { questionMarks } from '$lib/features/exams/tables.server';
import {
	allocateAnswers,
	collectAnswers,
	moderateAnswer,
	reassignAnswers,
	saveDraft,
	saveMark,
	savePlan,
	submitMarks
} from '$lib/features/marking/index.server';
import { markingMarks, markingOutcomes, markingTasks } from '$lib/features/marking/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenBank, keepTimeUntil } from '../exams/given';
import {
	answersOf,
	givenAllocated,
	givenMarkers,
	givenReadSitting,
	givenWriter,
	levelsFor,
	mark,
	markAll,
	OVER,
	rules,
	tasksOf
} from './given';

/** Starts all at once; the codes of those that were refused, and how many went through. */
async function together(runs: (() => Promise<unknown>)[]) {
	const settled = await Promise.allSettled(runs.map((run) => run()));
	const codes = settled.flatMap((one) =>
		one.status === 'rejected' ? [(one.reason as { code?: string }).code ?? String(one.reason)] : []
	);
	return { through: settled.length - codes.length, codes };
}

onEveryDatabase('marking at the same moment', (world) => {
	async function givenScript(reading: 'single' | 'double', other = {}) {
		const sittingId = await givenReadSitting(world, reading);
		const { attemptId } = await givenWriter(world, sittingId);
		const markers = await givenMarkers(world, 3);
		await givenAllocated(world, sittingId, markers, { allocation: 'script', ...other });
		return { sittingId, attemptId, markers };
	}
	const essayOf = async (marker: Parameters<typeof tasksOf>[1]) =>
		(await tasksOf(world, marker)).find(({ type }) => type === 'essay')!;

	it('one answer saved in two windows: one of them goes on, the other is told of it', async () => {
		const { markers } = await givenScript('double');
		const marker = (
			await Promise.all(markers.map(async (one) => ({ one, tasks: await tasksOf(world, one) })))
		).find(({ tasks }) => tasks.length)!.one;
		const { taskId } = await essayOf(marker);
		const said = { taskId, revision: 0, hundredths: null, note: '', flag: null, flagNote: '', seconds: 1 };
		const { through, codes } = await together(
			[4, 6, 8].map(
				(marks) => () => saveMark(world.ctx(marker, OVER), { ...said, levels: levelsFor[marks]! })
			)
		);
		expect([through, codes]).toEqual([1, ['marking.task.stale', 'marking.task.stale']]);
		const [task] = await world.db.select().from(markingTasks).where(eq(markingTasks.id, taskId));
		expect(task).toMatchObject({ revision: 1, seconds: 1 });
	});

	it('two markers saving one answer do not meet; nor does what they hand in', async () => {
		const { sittingId, attemptId, markers } = await givenScript('double');
		const both = [];
		for (const marker of markers) if ((await tasksOf(world, marker)).length) both.push(marker);
		expect(both).toHaveLength(2);
		const tasks = await Promise.all(both.map(essayOf));
		expect(tasks[0]!.answerId).toBe(tasks[1]!.answerId);
		const saved = await together(
			both.map((marker, i) => () => mark(world, marker, tasks[i]!.taskId, [8, 6][i]!))
		);
		expect(saved).toEqual({ through: 2, codes: [] });
		const handedIn = await together(
			both.map((marker) => () => submitMarks(world.ctx(marker, OVER), { sittingId }))
		);
		expect(handedIn).toEqual({ through: 2, codes: [] });
		const marks = await world.db
			.select({ hundredths: markingMarks.hundredths })
			.from(markingMarks)
			.innerJoin(markingTasks, eq(markingTasks.id, markingMarks.taskId))
			.where(eq(markingTasks.answerId, tasks[0]!.answerId));
		expect(marks.map(({ hundredths }) => hundredths).sort()).toEqual([600, 800]);
		// The other answer of the script is not marked: on which side of the pass mark the two lie is not known yet.
		expect(await world.db.select().from(questionMarks).where(eq(questionMarks.attemptId, attemptId))).toEqual(
			[]
		);
	});

	it('a draft and handing in: what counts is what was handed in', async () => {
		const { sittingId, markers } = await givenScript('single');
		const marker = (
			await Promise.all(markers.map(async (one) => ({ one, n: (await tasksOf(world, one)).length })))
		).find(({ n }) => n)!.one;
		const { taskId } = await essayOf(marker);
		await mark(world, marker, taskId, 8);
		const ctx = world.ctx(marker, OVER);
		const draft = { taskId, revision: 1, hundredths: null, note: '', flag: null, flagNote: '', seconds: 0 };
		const { codes } = await together([
			() => submitMarks(ctx, { sittingId }),
			() => saveDraft(ctx, { ...draft, levels: levelsFor[4]! })
		]);
		const [task] = await world.db.select().from(markingTasks).where(eq(markingTasks.id, taskId));
		const [kept] = await world.db.select().from(markingMarks).where(eq(markingMarks.taskId, taskId));
		// Either the draft came first and is what was handed in, or it was refused.
		expect(codes.length ? [codes, kept!.hundredths] : [[], kept!.hundredths]).toEqual(
			codes.length ? [['marking.task.submitted'], 800] : [[], 400]
		);
		expect(task!.hundredths).toBe(kept!.hundredths);
	});

	it('marks above the maximum and below nothing are refused, and nothing is kept', async () => {
		const { markers } = await givenScript('single');
		for (const marker of markers)
			for (const { taskId, type } of await tasksOf(world, marker)) {
				const said = { taskId, revision: 0, note: '', flag: null, flagNote: '', seconds: 0 };
				const wrong =
					type === 'essay'
						? [{ levels: { facts: 0, clear: 3 }, hundredths: null }]
						: [1001, 1050, -50, 725, 0.5].map((hundredths) => ({ levels: {}, hundredths }));
				for (const marks of wrong) {
					for (const save of [saveMark, saveDraft])
						await expect(save(world.ctx(marker, OVER), { ...said, ...marks })).rejects.toMatchObject(
							type === 'essay'
								? { code: 'marking.mark.other_rubric' }
								: { fields: { earned: 'marking.mark.range' } }
						);
				}
				const [task] = await world.db.select().from(markingTasks).where(eq(markingTasks.id, taskId));
				expect(task).toMatchObject({ revision: 0, hundredths: null });
			}
	});

	it('answers are collected once and allocated once', async () => {
		const { officer } = await givenBank(world);
		const sittingId = await givenReadSitting(world, 'single');
		await givenWriter(world, sittingId);
		const [marker] = await givenMarkers(world, 1);
		await keepTimeUntil(world, OVER);
		const ctx = world.ctx(officer, OVER);
		const plan = { sittingId, markerIds: [marker!.id], ...rules };
		expect(await together([1, 2].map(() => () => savePlan(ctx, { ...plan, revision: 0 })))).toEqual({
			...{ through: 1, codes: ['marking.plan.stale'] }
		});
		expect(await together([1, 2].map(() => () => collectAnswers(ctx, { sittingId })))).toEqual({
			...{ through: 1, codes: ['marking.collect.twice'] }
		});
		expect(await together([1, 2].map(() => () => allocateAnswers(ctx, { sittingId })))).toEqual({
			...{ through: 1, codes: ['marking.allocate.twice'] }
		});
		expect(await answersOf(world, sittingId)).toHaveLength(2);
		expect(await tasksOf(world, marker!)).toHaveLength(2);
	});

	it('an answer that is begun while it is moved stays with who began it, or moves whole', async () => {
		const { officer } = await givenBank(world);
		const { sittingId, markers } = await givenScript('single');
		const tasks = await Promise.all(markers.map((one) => tasksOf(world, one)));
		const from = markers[tasks.findIndex((own) => own.length)]!;
		const to = markers.find((one) => one !== from)!;
		const { taskId, answerId } = await essayOf(from);
		const { codes } = await together([
			() => mark(world, from, taskId, 8),
			() => reassignAnswers(world.ctx(officer, OVER), { sittingId, fromId: from.id, toId: to.id })
		]);
		const own = await world.db.select().from(markingTasks).where(eq(markingTasks.answerId, answerId));
		const standing = own.filter(({ withdrawnAt }) => !withdrawnAt);
		expect(standing).toHaveLength(1);
		expect(standing[0]!.markerId === from.id ? [] : codes).toEqual(
			standing[0]!.markerId === from.id ? [] : [expect.stringMatching(/not_found|stale/)]
		);
	});

	it('two moderators decide once', async () => {
		const { approver } = await givenBank(world);
		const { sittingId, attemptId, markers } = await givenScript('single', { samplePercent: 100 });
		for (const marker of markers) await markAll(world, sittingId, marker, () => 8);
		const [answer] = await answersOf(world, sittingId, attemptId);
		const said = { answerId: answer!.id, version: 1, act: 'confirm' as const };
		const { through, codes } = await together(
			[1, 2].map(
				() => () =>
					moderateAnswer(world.ctx(approver, OVER), { ...said, levels: {}, hundredths: null, reason: '' })
			)
		);
		expect([through, codes]).toEqual([1, ['marking.moderate.stale']]);
		const decided = await world.db
			.select()
			.from(markingOutcomes)
			.where(eq(markingOutcomes.answerId, answer!.id));
		expect(decided).toHaveLength(2);
	});
});
