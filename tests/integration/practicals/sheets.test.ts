import { and, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { getResult, markAttempt, releaseResults, saveAnswers } from '$lib/features/exams/index.server';
import { attemptResults, practicalResults } from '$lib/features/exams/tables.server';
import {
	arrangePractical,
	findPracticalResult,
	getOwnPractical,
	getPractical,
	getSheet,
	listExaminations,
	recordAbsence,
	saveSheet,
	setUpPractical,
	submitSheet
} from '$lib/features/practicals/index.server';
import { setUpPracticalSchema } from '$lib/features/practicals';
import { practicalSheets } from '$lib/features/practicals/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { auditLog } from '$lib/features/audit/tables.server';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import {
	ANNOUNCED,
	givenAttempt,
	givenBank,
	givenRelease,
	givenSitting,
	keepTimeUntil,
	REGISTERING,
	STARTED
} from '../exams/given';
import { asked, candidateOf, CLOSED, DURING, givenArranged, givenPractical, panelOf, sheetOf } from './given';

const submit = (world: World, who: GivenPerson, candidateId: string, level: number, version = 0) =>
	submitSheet(world.ctx(who, DURING), { candidateId, version, scores: sheetOf(level), note: null });

/** Somebody whose written paper is all right, or all wrong, handed in, with a panel for their practical part. */
async function givenSat(world: World, side: 'right' | 'wrong' = 'right') {
	const practical = await givenPractical(world);
	const { sittingId, officer, pool } = practical;
	const sat = await givenAttempt(world, sittingId);
	const answers = sat.paper.map((one) => ({
		...{ position: one.position, seq: 1, given: one[side], flagged: false }
	}));
	await saveAnswers(world.ctx(sat.candidate, STARTED), { attemptId: sat.attemptId, answers });
	await arrangePractical(world.ctx(officer, STARTED), { sittingId });
	await keepTimeUntil(world, CLOSED);
	const candidateId = await candidateOf(world, sat.candidate.id);
	const panel = await panelOf(world, pool, candidateId);
	return { ...practical, ...sat, candidateId, panel };
}

const resultOf = async (world: World, attemptId: string) => {
	const rows = await world.db.select().from(attemptResults).where(eq(attemptResults.attemptId, attemptId));
	return rows.at(-1);
};

onEveryDatabase('sheets of examiners', (world) => {
	it('keep nothing of each other until all three are in', async () => {
		const { candidateId, pool, sittingId, officer } = await givenArranged(world);
		const [one, two, three] = await panelOf(world, pool, candidateId);
		await saveSheet(world.ctx(one!, DURING), {
			...{ candidateId, version: 0, scores: sheetOf(2), note: '机密评语甲' }
		});
		await submitSheet(world.ctx(one!, DURING), {
			...{ candidateId, version: 1, scores: sheetOf(2), note: '机密评语甲' }
		});
		await submit(world, two!, candidateId, 1);
		const everything = async (who: GivenPerson) =>
			JSON.stringify([
				await getSheet(world.ctx(who, DURING), candidateId),
				...(await Promise.all(
					(['today', 'coming', 'past'] as const).map((when) =>
						listExaminations(world.ctx(who, DURING), { when })
					)
				)),
				await world.db.select().from(notifications).where(eq(notifications.personId, who.id)),
				await world.db.select().from(auditLog)
			]);
		const seen = await everything(three!);
		for (const secret of ['机密评语甲', '"c1":2', '"c1":1']) expect(seen).not.toContain(secret);
		// As a number of its own: inside an id or a hash it says nothing.
		expect(seen).not.toMatch(/(?<![\w-])[36]000(?![\w-])/);
		expect(await getSheet(world.ctx(three!, DURING), candidateId)).toMatchObject({
			...{ outcome: null, decided: false, sheet: { version: 0, scores: {}, note: '', total: null } }
		});
		// Who looks after the sitting sees who is in, and what nobody else gave either: they may be the third.
		const page = await getPractical(world.ctx(officer, DURING), sittingId);
		expect(page.candidates[0]!.panel.map(({ submitted, total }) => [submitted, total])).toEqual([
			...[
				[true, null],
				[true, null]
			],
			[false, null]
		]);
		await submit(world, three!, candidateId, 1);
		const sheet = await getSheet(world.ctx(one!, DURING), candidateId);
		expect(sheet.outcome).toMatchObject({ hundredths: 6000 });
		expect(sheet.outcome?.totals.map(({ total, setAside }) => [total, setAside])).toEqual([
			...[
				[3000, true],
				[6000, false]
			],
			[6000, false]
		]);
		// The notes of the others stay theirs.
		expect(JSON.stringify(await getSheet(world.ctx(three!, DURING), candidateId))).not.toContain('机密');
	});

	it('are written by their examiner alone, from the day on, whole, and never again', async () => {
		const { candidateId, pool, candidates } = await givenArranged(world);
		const panel = await panelOf(world, pool, candidateId);
		const outsider = pool.find((one) => !panel.includes(one))!;
		for (const who of [outsider, candidates[0]!]) {
			await expect(submit(world, who, candidateId, 0)).rejects.toMatchObject({ kind: 'not_found' });
			await expect(getSheet(world.ctx(who, DURING), candidateId)).rejects.toMatchObject({
				kind: 'not_found'
			});
		}
		const [one] = panel;
		const draft = { candidateId, version: 0, scores: sheetOf(0), note: null };
		await expect(saveSheet(world.ctx(one!, REGISTERING), draft)).rejects.toMatchObject({
			code: 'practicals.sheet.early'
		});
		await expect(
			submitSheet(world.ctx(one!, DURING), { ...draft, scores: { c1: 0, c9: 0 } })
		).rejects.toMatchObject({ code: 'practicals.sheet.open', fields: { 'scores.c2': 'app.field.required' } });
		await submit(world, one!, candidateId, 0);
		for (const again of [saveSheet, submitSheet])
			await expect(again(world.ctx(one!, DURING), { ...draft, version: 1 })).rejects.toMatchObject({
				code: 'practicals.sheet.submitted'
			});
		await expect(
			world.db
				.update(practicalSheets)
				.set({ totalHundredths: 1 })
				.where(eq(practicalSheets.examinerId, one!.id))
		).rejects.toThrow();
	});

	it('are saved by two devices one after the other: the second is told', async () => {
		const { candidateId, pool } = await givenArranged(world);
		const [one] = await panelOf(world, pool, candidateId);
		const save = (level: number, version: number) =>
			saveSheet(world.ctx(one!, DURING), { candidateId, version, scores: sheetOf(level), note: null });
		const raced = await Promise.allSettled([save(0, 0), save(1, 0)]);
		expect(raced.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(raced.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { code: 'practicals.sheet.newer' }
		});
		await save(2, 1);
		const { sheet } = await getSheet(world.ctx(one!, DURING), candidateId);
		expect(sheet).toMatchObject({ version: 2, scores: sheetOf(2) });
	});

	it('are sent again where the answer got lost on its way: it counts once', async () => {
		const { candidateId, pool } = await givenArranged(world);
		const [one] = await panelOf(world, pool, candidateId);
		const draft = { candidateId, version: 0, scores: sheetOf(0, 1), note: '待定' };
		await saveSheet(world.ctx(one!, DURING), draft);
		const again = await saveSheet(world.ctx(one!, DURING), draft);
		const { sheet } = await getSheet(world.ctx(one!, DURING), candidateId);
		expect(sheet).toMatchObject({ version: again.version, scores: sheetOf(0, 1), note: '待定' });
		// Whoever has something else to say on the old version is told.
		await expect(saveSheet(world.ctx(one!, DURING), { ...draft, note: '另一台设备' })).rejects.toMatchObject({
			code: 'practicals.sheet.newer'
		});
	});

	it('decide once, however closely the three come', async () => {
		const { candidateId, pool, candidates, sittingId } = await givenArranged(world);
		const panel = await panelOf(world, pool, candidateId);
		await Promise.all(panel.map((who, i) => submit(world, who, candidateId, i ? 1 : 0)));
		const rows = await world.db
			.select()
			.from(practicalResults)
			.where(
				and(eq(practicalResults.sittingId, sittingId), eq(practicalResults.personId, candidates[0]!.id))
			);
		// 100, 60 and 60: the first lies too far from the median.
		expect(rows).toMatchObject([{ tenths: 600, passed: true, rule: 'mean-within-20-of-median/1' }]);
		const told = await world.db
			.select()
			.from(notifications)
			.where(eq(notifications.kind, 'practicals.set_aside'));
		expect(told.filter(({ cause }) => cause.includes(candidateId))).toHaveLength(1);
	});
});

onEveryDatabase('the practical part in the exam', (world) => {
	it('is waited for, and passing needs it too; nothing of it is known before the release', async () => {
		const { attemptId, candidate, candidateId, panel, sittingId } = await givenSat(world);
		const { approver } = await givenBank(world);
		expect(await resultOf(world, attemptId)).toBeUndefined();
		expect(await markAttempt(world.ctx(undefined, DURING), { attemptId })).toBe(false);
		await expect(releaseResults(world.ctx(approver, DURING), { sittingId })).rejects.toMatchObject({
			code: 'exams.release.unmarked'
		});
		for (const who of panel) await submit(world, who, candidateId, 2);
		await world.runJobs(DURING);
		expect(await resultOf(world, attemptId)).toMatchObject({ passed: false, tenths: 1000 });
		const own = world.ctx(candidate, DURING);
		expect(await findPracticalResult(own, attemptId)).toBeNull();
		expect(Object.keys((await getOwnPractical(own, sittingId))!).sort()).toEqual(
			['criteria', 'passPercent', 'registered', 'slot', 'title'].sort()
		);
		await givenRelease(world, sittingId, DURING);
		expect(await findPracticalResult(own, attemptId)).toMatchObject({
			...{ tenths: 300, passed: false, passPercent: 60 },
			rows: [{ percent: 3000 }, { percent: 3000 }]
		});
		expect((await getResult(own, { sittingId })).passed).toBe(false);
		// It is nobody else's.
		const stranger = await givenPerson(world);
		expect(await findPracticalResult(world.ctx(stranger, DURING), attemptId)).toBeNull();
	});

	it('does not pass who failed on paper', async () => {
		const { attemptId, candidateId, panel } = await givenSat(world, 'wrong');
		for (const who of panel) await submit(world, who, candidateId, 0);
		await world.runJobs(DURING);
		expect(await resultOf(world, attemptId)).toMatchObject({ passed: false });
	});

	it('passes who did well in both', async () => {
		const { attemptId, candidateId, panel } = await givenSat(world);
		for (const who of panel) await submit(world, who, candidateId, 1);
		await world.runJobs(DURING);
		expect(await resultOf(world, attemptId)).toMatchObject({ passed: true });
	});

	it('is failed by who did not come: recorded with a reason, once the slot has begun, before any sheet', async () => {
		const { attemptId, candidateId, panel, officer } = await givenSat(world);
		const absence = { candidateId, reason: '生病' };
		await expect(recordAbsence(world.ctx(officer, CLOSED), absence)).rejects.toMatchObject({
			code: 'practicals.absence.early'
		});
		await recordAbsence(world.ctx(officer, DURING), absence);
		await expect(recordAbsence(world.ctx(officer, DURING), absence)).rejects.toMatchObject({
			code: 'practicals.decided'
		});
		await expect(submit(world, panel[0]!, candidateId, 0)).rejects.toMatchObject({
			code: 'practicals.sheet.decided'
		});
		await world.runJobs(DURING);
		expect(await resultOf(world, attemptId)).toMatchObject({ passed: false, tenths: 1000 });
	});

	it('is not changed once somebody has come or scored', async () => {
		const { candidateId, panel, officer } = await givenSat(world);
		await submit(world, panel[0]!, candidateId, 0);
		await expect(
			recordAbsence(world.ctx(officer, DURING), { candidateId, reason: '没来' })
		).rejects.toMatchObject({ code: 'practicals.absence.scored' });
	});

	it('is asked before the sitting opens, by who may, and never in a rehearsal', async () => {
		const { officer, approver } = await givenBank(world);
		const sittingId = await givenSitting(world);
		const input = setUpPracticalSchema.parse({ ...asked, sittingId });
		await expect(setUpPractical(world.ctx(approver, ANNOUNCED), input)).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await expect(setUpPractical(world.ctx(officer, STARTED), input)).rejects.toMatchObject({
			code: 'exams.sitting.running'
		});
	});
});
