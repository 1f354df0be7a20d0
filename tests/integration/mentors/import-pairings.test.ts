import { and, eq, isNull } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { countOverCapacity, importPairings, previewPairings } from '$lib/features/mentors/index.server';
import { pairings } from '$lib/features/mentoring/tables.server';
import { setUnitHead } from '$lib/features/people/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { givenMentor, givenRules, givenUnits, on } from './given';

const DAY = on('2026-03-02');
const HEAD = 'traineeNo,mentorNo,startsOn,endsOn,plannedHours,purpose,goal';

onEveryDatabase('pairings by file', (world) => {
	beforeAll(() => givenRules(world).then(() => {}));

	async function given() {
		const units = await givenUnits(world);
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: units.branch, unit: units.branch });
		const mentor = await givenMentor(world, units.here);
		const trainees = [];
		for (let i = 0; i < 3; i++) trainees.push(await givenPerson(world, { unit: units.here }));
		const line = (trainee: { employeeNo: string }, change: { mentor?: string; ends?: string } = {}) =>
			`${trainee.employeeNo},${change.mentor ?? mentor.employeeNo},2026-03-02,${change.ends ?? '2026-09-01'},40,induction,独立走访`;
		return { ...units, hr, mentor, trainees, line, ctx: world.ctx(hr, DAY) };
	}

	it('are looked at line by line: who cannot, whom nobody knows, who has no place left', async () => {
		const { ctx, mentor, trainees, line, far } = await given();
		const unqualified = await givenMentor(world, far, { qualified: false });
		const text = [
			HEAD,
			line(trainees[0]!),
			line(trainees[1]!),
			line(trainees[2]!),
			line(trainees[0]!),
			line({ employeeNo: 'NOBODY' }),
			line(trainees[2]!, { ends: '2026-01-01' })
		].join('\n');
		const preview = await previewPairings(ctx, { text });
		expect(preview).toMatchObject({ ready: 2, refused: 4 });
		const codes = (at: number) =>
			preview.lines.find(({ line }) => line === at)!.problems.map(({ code }) => code);
		// Two places, by the rules.
		expect(codes(4)).toEqual(['mentors.import.unfit']);
		expect(codes(5)).toContain('app.import.twice');
		expect(codes(6)).toEqual(['app.import.unknown_person']);
		expect(codes(7)).toContain('mentoring.pairing.dates');
		const hidden = await previewPairings(ctx, {
			text: `${HEAD}\n${line(trainees[0]!, { mentor: unqualified.employeeNo })}`
		});
		// A mentor of another branch is not known to an officer of this one.
		expect(hidden.lines[0]!.problems.map(({ code }) => code)).toEqual(['mentors.proposal.gone']);
		expect(await countOverCapacity(ctx)).toBe(0);
		expect(mentor.employeeNo).toBeTruthy();
	});

	it('are made once, whatever else the file holds', async () => {
		const { ctx, trainees, line } = await given();
		const text = [HEAD, line(trainees[0]!), line(trainees[1]!), line({ employeeNo: 'NOBODY' })].join('\n');
		expect(await importPairings(ctx, { text })).toEqual({ entered: 2, left: 1 });
		expect(await importPairings(ctx, { text })).toEqual({ entered: 0, left: 3 });
		const made = await world.db
			.select()
			.from(pairings)
			.where(and(eq(pairings.traineeId, trainees[0]!.id), isNull(pairings.endedOn)));
		expect(made).toHaveLength(1);
		expect(made[0]).toMatchObject({ plannedMinutes: 2400, agreedAt: null });
	});

	it('are refused with whoever manages the trainee, and to those who may not pair', async () => {
		const { ctx, here, mentor, trainees, line } = await given();
		await setUnitHead(world.ctx(undefined, DAY), { unitId: here.id, employeeNo: mentor.employeeNo });
		const text = `${HEAD}\n${line(trainees[0]!)}`;
		expect(await previewPairings(ctx, { text })).toMatchObject({ ready: 0, refused: 1 });
		for (const person of [mentor, trainees[0]!]) {
			await expect(previewPairings(world.ctx(person, DAY), { text })).rejects.toMatchObject({
				kind: 'forbidden'
			});
		}
		const elsewhere = await givenPerson(world, {
			roles: ['hrOfficer'],
			roleUnit: (await givenUnits(world)).branch
		});
		expect(await previewPairings(world.ctx(elsewhere, DAY), { text })).toMatchObject({
			ready: 0,
			refused: 1
		});
	});
});
