import { and, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { withdrawRegistration } from '$lib/features/exams/index.server';
import {
	addSlots,
	arrangePractical,
	examinesOf,
	getOwnPractical,
	getPractical,
	getPracticalCandidate,
	getSheet,
	moveCandidate,
	nameExaminers,
	recuseExaminer,
	removePractical,
	removeSlot,
	saveSheet,
	setPanel
} from '$lib/features/practicals/index.server';
import { sittings } from '$lib/features/exams/tables.server';
import { practicalPanels, practicals } from '$lib/features/practicals/tables.server';
import { pairings } from '$lib/features/mentoring/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { people, units } from '$lib/features/people/tables.server';
import { newId } from '$lib/shared/ids';
import { sql } from 'drizzle-orm';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import { givenCandidate, REGISTERING } from '../exams/given';
import { candidateOf, DURING, givenArranged, givenPractical, panelOf, sheetOf, SLOT } from './given';

onEveryDatabase('panels of a practical part', (world) => {
	it('are three for each candidate, evenly, each with a slot by ticket; everybody is told once', async () => {
		const { sittingId, officer, pool, candidates } = await givenArranged(world, {
			...{ candidates: 3, examiners: 9 }
		});
		const page = await getPractical(world.ctx(officer, REGISTERING), sittingId);
		expect(page.candidates.map(({ panel }) => panel.length)).toEqual([3, 3, 3]);
		expect(page.examiners.map((one) => one.candidates)).toEqual(pool.map(() => 1));
		expect(page.candidates.map(({ employeeNo }) => employeeNo)).toEqual(
			candidates.map(({ employeeNo }) => employeeNo)
		);
		expect(page.candidates[0]!.slot?.startsAt).toBe(SLOT.toISOString());
		const told = (kind: string, id: string) =>
			world.db
				.select()
				.from(notifications)
				.where(and(eq(notifications.kind, kind), eq(notifications.personId, id)));
		expect(await told('practicals.slot', candidates[0]!.id)).toHaveLength(1);
		expect(await told('practicals.examine', pool[0]!.id)).toHaveLength(1);
		expect(await getOwnPractical(world.ctx(candidates[0]!, REGISTERING), sittingId)).toMatchObject({
			slot: { startsAt: SLOT.toISOString(), place: '会议室 1' }
		});
		// Again changes nothing and tells nobody.
		const again = await arrangePractical(world.ctx(officer, REGISTERING), { sittingId });
		expect(again).toEqual({ seated: 0, left: 0, joined: 0 });
		expect(await told('practicals.examine', pool[0]!.id)).toHaveLength(1);
		const [{ does } = { does: false }] = await world.db
			.select({ does: examinesOf(sql`people.id`, sql`'2026-03-07'`) })
			.from(people)
			.where(eq(people.id, pool[0]!.id));
		expect(does).toBe(true);
	});

	it('leave out who mentored the candidate, manages them, or is one of theirs', async () => {
		const { sittingId, officer, pool } = await givenPractical(world, { examiners: 6 });
		const branch = await givenUnit(world);
		const outlet = await givenUnit(world, { parent: branch });
		const candidate = await givenCandidate(world, sittingId);
		await world.db.update(people).set({ unitId: outlet.id }).where(eq(people.id, candidate.id));
		await world.db.update(units).set({ headId: pool[0]!.id }).where(eq(units.id, branch.id));
		const pairing = (traineeId: string, mentorId: string, endedOn: string | null) => ({
			...{ id: newId(REGISTERING), traineeId, mentorId, startsOn: '2024-01-01', endsOn: '2024-12-31' },
			...{ plannedMinutes: 600, goal: '熟悉业务', createdAt: REGISTERING, endedOn },
			endReason: endedOn ? ('completed' as const) : null
		});
		await world.db
			.insert(pairings)
			.values([
				pairing(candidate.id, pool[1]!.id, '2024-12-31'),
				pairing(pool[2]!.id, candidate.id, '2024-12-31')
			]);
		await arrangePractical(world.ctx(officer, REGISTERING), { sittingId });
		const candidateId = await candidateOf(world, candidate.id);
		expect(await panelOf(world, pool, candidateId)).toEqual(pool.slice(3));
		const kinds = (await getPractical(world.ctx(officer, REGISTERING), sittingId)).candidates[0]!.recused;
		expect(Object.fromEntries(kinds.map(({ examinerId, kind }) => [examinerId, kind]))).toEqual({
			[pool[0]!.id]: 'manages',
			[pool[1]!.id]: 'mentored',
			[pool[2]!.id]: 'mentored'
		});
		for (const [i, kind] of ['manages', 'mentored', 'mentored'].entries())
			await expect(
				setPanel(world.ctx(officer, REGISTERING), {
					...{ candidateId, examinerIds: [pool[i]!.id, pool[3]!.id, pool[4]!.id] }
				})
			).rejects.toMatchObject({ fields: { examinerIds: `practicals.panel.${kind}` } });
	});

	it('lose who declares to be related, for good, and get somebody else', async () => {
		const { candidateId, pool, officer, sittingId } = await givenArranged(world);
		const panel = await panelOf(world, pool, candidateId);
		const [related] = panel;
		const reserve = pool.find((one) => !panel.includes(one))!;
		await saveSheet(world.ctx(related!, DURING), { candidateId, version: 0, scores: sheetOf(0), note: null });
		expect(await recuseExaminer(world.ctx(related!, DURING), { candidateId, reason: '表兄弟' })).toEqual({
			joined: 1
		});
		expect(await panelOf(world, pool, candidateId)).toContain(reserve);
		const shown = await getPracticalCandidate(world.ctx(officer, DURING), sittingId, candidateId);
		expect(shown.candidate.recused).toEqual([{ examinerId: related!.id, kind: 'related', reason: '表兄弟' }]);
		await expect(getSheet(world.ctx(related!, DURING), candidateId)).rejects.toMatchObject({
			kind: 'not_found'
		});
		await expect(
			setPanel(world.ctx(officer, DURING), {
				...{ candidateId, examinerIds: [related!.id, ...panel.slice(1).map(({ id }) => id)] }
			})
		).rejects.toMatchObject({ fields: { examinerIds: 'practicals.panel.related' } });
		const told = await world.db
			.select()
			.from(notifications)
			.where(and(eq(notifications.personId, officer.id), eq(notifications.kind, 'practicals.recused')));
		expect(told.at(-1)?.params).toMatchObject({ joined: 1 });
	});

	it('are changed by HR, but not past what somebody has begun', async () => {
		const { candidateId, pool, officer, sittingId } = await givenArranged(world);
		const panel = await panelOf(world, pool, candidateId);
		const reserve = pool.find((one) => !panel.includes(one))!;
		const ctx = world.ctx(officer, DURING);
		const ids = [reserve, panel[1]!, panel[2]!].map(({ id }) => id);
		await setPanel(ctx, { candidateId, examinerIds: ids });
		expect((await panelOf(world, pool, candidateId)).map(({ id }) => id).sort()).toEqual([...ids].sort());
		await saveSheet(world.ctx(reserve, DURING), { candidateId, version: 0, scores: {}, note: null });
		const refusals: [string[], string][] = [
			[[panel[0]!, panel[1]!, panel[2]!].map(({ id }) => id), 'practicals.panel.begun'],
			[[reserve.id, reserve.id], 'practicals.panel.twice'],
			[[officer.id], 'practicals.panel.outside']
		];
		for (const [examinerIds, code] of refusals)
			await expect(setPanel(ctx, { candidateId, examinerIds })).rejects.toMatchObject({
				fields: { examinerIds: code }
			});
		await expect(nameExaminers(ctx, { sittingId, examiners: [panel[0]!.employeeNo] })).rejects.toMatchObject({
			code: 'practicals.examiners.begun'
		});
	});

	it('are never in two places: who is elsewhere makes room when a candidate moves', async () => {
		const { sittingId, officer, pool, candidates } = await givenArranged(world, {
			...{ candidates: 2, examiners: 6 }
		});
		const ctx = world.ctx(officer, REGISTERING);
		const [first, second] = await Promise.all(candidates.map(({ id }) => candidateOf(world, id)));
		await addSlots(ctx, { sittingId, startsAt: SLOT, minutes: 20, pause: 0, count: 1, place: '会议室 2' });
		const shared = (await panelOf(world, pool, first!)).map(({ id }) => id);
		await setPanel(ctx, { candidateId: second!, examinerIds: shared });
		const beside = (await getPractical(ctx, sittingId)).slots.find(({ place }) => place === '会议室 2')!;
		await moveCandidate(ctx, { candidateId: second!, slotId: beside.id });
		const [one, two] = [await panelOf(world, pool, first!), await panelOf(world, pool, second!)];
		expect([one.length, two.length]).toEqual([3, 3]);
		expect(one.filter((who) => two.includes(who))).toEqual([]);
		await expect(setPanel(ctx, { candidateId: second!, examinerIds: shared })).rejects.toMatchObject({
			fields: { examinerIds: 'practicals.panel.busy' }
		});
		// A slot has one candidate.
		await expect(moveCandidate(ctx, { candidateId: first!, slotId: beside.id })).rejects.toMatchObject({
			fields: { slotId: 'practicals.slots.taken' }
		});
		await expect(removeSlot(ctx, { slotId: beside.id })).rejects.toMatchObject({
			code: 'practicals.slots.used'
		});
	});

	it('are refused to candidates, and candidates to them', async () => {
		const { sittingId, officer } = await givenPractical(world);
		const candidate = await givenCandidate(world, sittingId);
		await expect(
			nameExaminers(world.ctx(officer, REGISTERING), { sittingId, examiners: [candidate.employeeNo] })
		).rejects.toMatchObject({ fields: { examiners: 'practicals.examiners.candidate' } });
		await expect(
			nameExaminers(world.ctx(officer, REGISTERING), { sittingId, examiners: ['NOBODY'] })
		).rejects.toMatchObject({
			fields: { examiners: 'practicals.examiners.unknown' },
			params: { missing: 'NOBODY' }
		});
		// Whatever their roles: nobody looks into their own exam.
		const both = await givenPerson(world, { roles: ['hrOfficer'] });
		const { registrations } = await import('$lib/features/exams/tables.server');
		await world.db.insert(registrations).values({
			...{ id: newId(REGISTERING), sittingId, personId: both.id, ticket: 'T-OWN', registeredAt: REGISTERING }
		});
		await expect(getPractical(world.ctx(both, REGISTERING), sittingId)).rejects.toMatchObject({
			kind: 'forbidden'
		});
	});

	it('give slots back when somebody withdraws, and refuse slots over each other or past', async () => {
		const { sittingId, officer, candidates } = await givenArranged(world, { candidates: 2 });
		const ctx = world.ctx(officer, REGISTERING);
		const slots = { sittingId, startsAt: SLOT, minutes: 5, pause: 0, count: 1, place: '会议室 1' };
		await expect(addSlots(ctx, slots)).rejects.toMatchObject({ fields: { from: 'practicals.slots.taken' } });
		await expect(addSlots(world.ctx(officer, DURING), slots)).rejects.toMatchObject({
			fields: { day: 'practicals.slots.past' }
		});
		await withdrawRegistration(world.ctx(candidates[0]!, REGISTERING), { sittingId });
		await arrangePractical(ctx, { sittingId });
		const page = await getPractical(ctx, sittingId);
		expect(page.candidates.map(({ employeeNo }) => employeeNo)).toEqual([candidates[1]!.employeeNo]);
		expect(page.slots.filter(({ taken }) => taken)).toHaveLength(1);
	});

	it('go with the practical part when it is taken away before anybody scored', async () => {
		const { sittingId, officer, candidateId } = await givenArranged(world);
		await removePractical(world.ctx(officer, REGISTERING), { sittingId });
		const [sitting] = await world.db.select().from(sittings).where(eq(sittings.id, sittingId));
		expect(sitting!.practical).toBe(false);
		expect(await world.db.select().from(practicals).where(eq(practicals.sittingId, sittingId))).toEqual([]);
		const left = await world.db
			.select()
			.from(practicalPanels)
			.where(eq(practicalPanels.candidateId, candidateId));
		expect(left).toEqual([]);
	});
});
