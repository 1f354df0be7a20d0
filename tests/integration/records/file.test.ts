import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import { decideHold, raiseHold, saveAnswers } from '$lib/features/exams/index.server';
import { answers, attemptItems, sittingEvents, sittings } from '$lib/features/exams/tables.server';
import {
	markingAnswers,
	markingMarkers,
	markingMarks,
	markingPlans,
	markingTasks
} from '$lib/features/marking/tables.server';
import { arrangePractical, saveSheet, submitSheet } from '$lib/features/practicals/index.server';
import { recordParts } from '$lib/features/records';
import { brokenParts, mayReadRecord, readRecord } from '$lib/features/records/index.server';
import { makeAppeal } from '$lib/features/regrading/index.server';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson } from '../../support/world';
import { after, givenAttempt, givenBank, givenRelease, keepTimeUntil, STARTED } from '../exams/given';
import { candidateOf, CLOSED, DURING, givenPractical, panelOf, sheetOf } from '../practicals/given';

const LATER = after(DURING, 24 * 3_600_000);

/** Somebody who answered every question twice, handed in, with a panel of their practical part; and an auditor. */
async function givenSat(world: World) {
	const practical = await givenPractical(world);
	const { sittingId, officer, pool } = practical;
	const sat = await givenAttempt(world, sittingId);
	for (const [seq, side] of [
		[1, 'wrong'],
		[2, 'right']
	] as const)
		await saveAnswers(world.ctx(sat.candidate, after(STARTED, seq * 1000)), {
			attemptId: sat.attemptId,
			answers: sat.paper.map((one) => ({ position: one.position, seq, given: one[side], flagged: seq === 1 }))
		});
	await arrangePractical(world.ctx(officer, STARTED), { sittingId });
	await keepTimeUntil(world, CLOSED);
	const candidateId = await candidateOf(world, sat.candidate.id);
	const panel = await panelOf(world, pool, candidateId);
	const auditor = await givenPerson(world, { roles: ['auditor'] });
	return { ...practical, ...sat, candidateId, panel, auditor };
}

const submit = (
	world: World,
	who: GivenPerson,
	candidateId: string,
	level: number,
	note: string | null = null
) => submitSheet(world.ctx(who, DURING), { candidateId, version: 0, scores: sheetOf(level), note });

async function read(world: World, who: GivenPerson, attemptId: string, at = LATER) {
	const { bytes, name } = await readRecord(world.ctx(who, at), { attemptId, format: 'json' });
	const text = new TextDecoder().decode(bytes);
	return { text, name, file: JSON.parse(text) };
}

onEveryDatabase('the file of an exam', (world) => {
	it('holds everything that is kept of an attempt, with hashes that anybody can take again', async () => {
		const { sittingId, attemptId, candidate, candidateId, panel, auditor, officer, paper } =
			await givenSat(world);
		const { approver } = await givenBank(world);
		await raiseHold(world.ctx(officer, DURING), { attemptId, reason: '离开页面多次' });
		await decideHold(world.ctx(approver, DURING), { attemptId, decision: 'cleared', reason: '网络故障' });
		for (const [i, who] of panel.entries()) await submit(world, who, candidateId, i ? 1 : 0, '表达清楚');
		await world.runJobs(DURING);
		await world.db.update(sittings).set({ appealDays: 30 }).where(eq(sittings.id, sittingId));
		await givenRelease(world, sittingId, DURING);
		await makeAppeal(world.ctx(candidate, after(DURING, 1000)), {
			sittingId,
			position: 1,
			reason: '答案有误'
		});

		const { file, text, name } = await read(world, auditor, attemptId);
		expect(Object.keys(file.parts).sort()).toEqual([...recordParts].sort());
		expect(brokenParts(text)).toEqual([]);
		expect(name).toBe(`exam-record-${file.sha256.slice(0, 12)}.json`);
		const { parts } = file;
		expect(parts.attempt).toMatchObject({
			attempt: { id: attemptId, personId: candidate.id, handedInBy: 'server' },
			sitting: { id: sittingId, passPercent: 60 },
			registration: { personId: candidate.id }
		});
		const items = await world.db.select().from(attemptItems).where(eq(attemptItems.attemptId, attemptId));
		expect(parts.paper.questions).toHaveLength(items.length);
		for (const question of parts.paper.questions) {
			const item = items.find(({ position }) => position === question.position)!;
			expect(question).toMatchObject({ itemVersionId: item.itemVersionId, version: 1, marks: item.marks });
			if (question.shown.options)
				expect(question.shown.options.map(({ id }: { id: string }) => id)).toEqual(item.optionOrder);
		}
		expect(parts.keys.own).toHaveLength(items.length);
		const saved = await world.db.select().from(answers).where(eq(answers.attemptId, attemptId));
		expect(parts.answers.versions).toHaveLength(saved.length);
		expect(parts.answers.versions[1]).toMatchObject({ position: 1, seq: 2, given: paper[0]!.right });
		const events = await world.db.select().from(sittingEvents).where(eq(sittingEvents.attemptId, attemptId));
		expect(parts.events.map(({ id }: { id: string }) => id)).toEqual(
			expect.arrayContaining(events.map(({ id }) => id))
		);
		expect(parts.results.versions).toMatchObject([{ version: 1, passed: true, tenths: 1000 }]);
		expect(parts.results.versions[0].marks).toHaveLength(items.length);
		expect(parts.holds).toMatchObject([
			{ reason: '离开页面多次', decision: 'cleared', raisedBy: officer.id }
		]);
		expect(parts.practical).toMatchObject({ result: { passed: true }, candidate: { hundredths: 6000 } });
		expect(parts.practical.sheets.map((one: { note: string }) => one.note)).toEqual([
			'表达清楚',
			'表达清楚',
			'表达清楚'
		]);
		expect(parts.appeals).toMatchObject([{ position: 1, reason: '答案有误' }]);
		const actions = parts.audit.map(({ action }: { action: string }) => action);
		for (const action of ['exams.hold.raise', 'exams.hold.clear', 'practicals.sheet.submit'])
			expect(actions).toContain(action);
		const named = parts.people.map(({ id }: { id: string }) => id);
		for (const who of [candidate, officer, approver, ...panel]) expect(named).toContain(who.id);

		// The look is on record, with what was read; and the file is the same until something happens.
		const looks = await world.db.select().from(auditLog).where(eq(auditLog.action, 'records.file.read'));
		expect(looks.at(-1)).toMatchObject({
			...{ actorId: auditor.id, personId: candidate.id, subjectId: attemptId },
			after: { format: 'json', sha256: file.sha256 }
		});
		expect((await read(world, auditor, attemptId, after(LATER, 1000))).text).toBe(text);
		const pdf = await readRecord(world.ctx(auditor, LATER), { attemptId, format: 'pdf' });
		expect(new TextDecoder('latin1').decode(pdf.bytes.slice(0, 5))).toBe('%PDF-');
		expect(pdf.name).toBe(`exam-record-${file.sha256.slice(0, 12)}.pdf`);
	});

	it('holds nothing of examiners who are still blind, and no key before the result is known', async () => {
		const { attemptId, candidateId, panel, auditor } = await givenSat(world);
		const [one, two, three] = panel;
		await submit(world, one!, candidateId, 2, '机密评语甲');
		await saveSheet(world.ctx(two!, DURING), {
			candidateId,
			version: 0,
			scores: sheetOf(1),
			note: '机密草稿乙'
		});
		const { text, file } = await read(world, auditor, attemptId);
		for (const secret of ['机密评语甲', '机密草稿乙', '"scores"', '解析机密'])
			expect(text).not.toContain(secret);
		expect(file.parts.practical).toMatchObject({ sheets: null, result: null });
		expect(file.parts.keys).toBeNull();
		// All three in: then it is told.
		const again = { candidateId, version: 1, scores: sheetOf(1), note: '机密草稿乙' };
		await submitSheet(world.ctx(two!, DURING), again);
		await submit(world, three!, candidateId, 1);
		expect((await read(world, auditor, attemptId)).text).toContain('机密评语甲');
	});

	it('holds nothing of markers as long as an answer has no outcome', async () => {
		const { sittingId, attemptId, auditor, paper } = await givenSat(world);
		const marker = await givenPerson(world, { roles: ['marker'] });
		const [item] = await world.db.select().from(attemptItems).where(eq(attemptItems.attemptId, attemptId));
		const [answerId, taskId] = [newId(CLOSED), newId(CLOSED)];
		await world.db.insert(markingPlans).values({
			...{ sittingId, allocation: 'script', apartPercent: 20, samplePercent: 0 },
			...{ exampleCount: 0, exampleApart: 0, createdAt: CLOSED, collectedAt: CLOSED }
		});
		await world.db.insert(markingMarkers).values({ sittingId, personId: marker.id });
		await world.db.insert(markingAnswers).values({
			...{
				id: answerId,
				sittingId,
				attemptId,
				position: paper[0]!.position,
				itemVersionId: item!.itemVersionId
			},
			...{ marks: 5, text: '先了解需求', code: 'A-1' }
		});
		await world.db.insert(markingTasks).values({
			...{ id: taskId, sittingId, answerId, markerId: marker.id, turn: 'first', code: 'T-1', place: 1 },
			...{ madeAt: CLOSED, hundredths: 321, submittedAt: CLOSED }
		});
		await world.db.insert(markingMarks).values({
			...{ taskId, hundredths: 321, levels: {}, note: '机密意见', flag: null, flagNote: '' },
			...{ rule: 'test/1', seconds: 60, markedAt: CLOSED }
		});
		const { text, file } = await read(world, auditor, attemptId);
		expect(text).not.toContain('机密意见');
		expect(text).not.toContain(marker.id);
		expect(file.parts.marking).toEqual([
			{ id: answerId, position: paper[0]!.position, marks: 5, correctionId: null, settled: false }
		]);
	});

	it('is for auditors and for approvers of the unit; for nobody about themselves, and not before handing in', async () => {
		const { attemptId, candidate, officer } = await givenSat(world);
		const approverOf = async (unit: GivenPerson['unit']) =>
			givenPerson(world, { roles: ['hrApprover'], roleUnit: unit });
		const near = await approverOf(candidate.unit);
		const far = await approverOf(await givenUnit(world));
		expect(await mayReadRecord(world.ctx(near, LATER), attemptId)).toBe(true);
		await read(world, near, attemptId);
		for (const who of [far, officer, candidate]) {
			expect(await mayReadRecord(world.ctx(who, LATER), attemptId)).toBe(false);
			await expect(read(world, who, attemptId)).rejects.toMatchObject({ kind: 'forbidden' });
		}
		const grants = [{ role: 'auditor' as const, unitPath: null }];
		const own = { ...candidate, actor: { ...candidate.actor, grants } };
		await expect(read(world, own, attemptId)).rejects.toMatchObject({ code: 'access.separation.self' });
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		const writing = await givenAttempt(world);
		for (const id of [writing.attemptId, newId(LATER), 'nothing'])
			await expect(
				readRecord(world.ctx(auditor, STARTED), { attemptId: id, format: 'json' })
			).rejects.toMatchObject({
				kind: 'not_found'
			});
	});
});
