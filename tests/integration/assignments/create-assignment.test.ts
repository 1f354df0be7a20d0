import { beforeAll, describe, expect, it } from 'vitest';
import { createPath } from '$lib/features/paths/index.server';
import {
	createAssignment,
	endAssignment,
	followAssignments,
	getAssignment,
	grantExemption,
	listAssignments,
	listLate,
	listOwnAssignments,
	previewAssignment,
	remindAssignees,
	revokeExemption,
	settleExceptions
} from '$lib/features/assignments/index.server';
import { listNotifications } from '$lib/features/notifications/index.server';
import { people, roleGrants } from '$lib/features/people/tables.server';
import { newId } from '$lib/shared/ids';
import { eq } from 'drizzle-orm';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson, type GivenUnit } from '../../support/world';
import { codes, givenCompletion, pathForm, publishLibrary, study } from '../paths/given';
import { dueDays, dueOn, formOf, standOf, toPeople, toUnit } from './given';

const NOW = new Date('2026-03-02T02:00:00Z');
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const [A = '', B = '', C = ''] = codes;
const all = { state: null, unit: null, q: '', page: 1 };

const told = async (world: World, person: GivenPerson): Promise<string[]> =>
	(await listNotifications(world.ctx(person))).rows.map(({ kind }) => kind);

onEveryDatabase('assignments', (world) => {
	let officer: GivenPerson;
	let branch: GivenUnit;
	let outlet: GivenUnit;
	beforeAll(async () => {
		await publishLibrary(world);
		officer = await givenPerson(world, { roles: ['trainingOfficer'] });
		branch = await givenUnit(world);
		outlet = await givenUnit(world, { parent: branch });
		await createPath(
			world.ctx(officer, NOW),
			pathForm('first-year', [
				{ items: [`module:${A}`] },
				{ items: [`module:${B}`, `module:${C}`], rule: 'atLeast', count: '1' }
			])
		);
	});
	const ctx = (who = officer, now = NOW) => world.ctx(who, now);
	const assign = async (subject: string, groups: Record<string, string>[], rest = {}, who = officer) =>
		createAssignment(ctx(who), await formOf(world, subject, groups, rest));

	describe('an assignment', () => {
		it('reaches its unit and those below, each person by the first group they are in', async () => {
			const unit = await givenUnit(world);
			const below = await givenUnit(world, { parent: unit });
			const [one, two] = [await givenPerson(world, { unit }), await givenPerson(world, { unit: below })];
			await givenPerson(world, { unit: below, status: 'left' });
			const made = await assign('path:first-year', [
				toPeople([two], dueDays(60)),
				toUnit(unit, dueOn('2026-06-30'))
			]);
			expect(made).toMatchObject({ assigned: 2, ended: 0, exceptions: 0 });
			const { open } = await standOf(world, made.id);
			expect(open.find(({ personId }) => personId === one.id)).toMatchObject({ dueOn: '2026-06-30' });
			expect(open.find(({ personId }) => personId === two.id)).toMatchObject({ dueOn: '2026-05-01' });
			await world.runJobs(NOW);
			expect(await told(world, one)).toContain('assignments.assigned');
		});

		it('is chosen by role, tier rule and hiring date as well, and never leaves its unit', async () => {
			const unit = await givenUnit(world);
			const mentor = await givenPerson(world, { unit, roles: ['mentor'] });
			const fresh = await givenPerson(world, { unit, hiredOn: '2026-02-01' });
			await givenPerson(world, { unit });
			await givenPerson(world, { roles: ['mentor'] });
			const within = { unitId: unit.id };
			const byRole = await assign(`module:${A}`, [{ kind: 'role', role: 'mentor' }], within);
			expect((await standOf(world, byRole.id)).assigned).toEqual([mentor.id]);
			const byRule = await assign(
				`module:${A}`,
				[{ kind: 'rule', rule: 'hiredWithin', months: '3' }],
				within
			);
			expect((await standOf(world, byRule.id)).assigned).toEqual([fresh.id]);
			const none = await assign(
				`module:${A}`,
				[
					{ kind: 'tier', tier: 'bank/manager' },
					{ kind: 'rule', rule: 'activeMentors' }
				],
				within
			);
			expect(none.assigned).toBe(0);
		});

		it('is refused for what there is not, for strangers, and outside the officer’s own unit', async () => {
			await expect(assign('module:nothing', [toUnit(branch)])).rejects.toMatchObject({
				code: 'assignments.subject.unknown'
			});
			const stranger = await givenPerson(world);
			await expect(
				assign(`module:${A}`, [toPeople([stranger])], { unitId: branch.id })
			).rejects.toMatchObject({
				code: 'assignments.form.unknown_people',
				params: { numbers: stranger.employeeNo }
			});
			const local = await givenPerson(world, { roles: ['trainingOfficer'], roleUnit: branch });
			await expect(assign(`module:${A}`, [toUnit(branch)], {}, local)).rejects.toMatchObject({
				kind: 'forbidden'
			});
			expect(await assign(`module:${A}`, [toUnit(branch)], { unitId: branch.id }, local)).toMatchObject({
				exceptions: 0
			});
			for (const role of ['trainee', 'mentor', 'author', 'hrOfficer', 'auditor', 'administrator'] as const) {
				const other = await givenPerson(world, { roles: [role] });
				await expect(assign(`module:${A}`, [toUnit(branch)], {}, other)).rejects.toMatchObject({
					kind: 'forbidden'
				});
			}
		});

		it('counts before it is saved what it does when it is', async () => {
			const unit = await givenUnit(world);
			const [done, open] = [await givenPerson(world, { unit }), await givenPerson(world, { unit })];
			await givenCompletion(world, done, A, '2026-02-20');
			const form = await formOf(world, `module:${A}`, [toUnit(unit, dueOn('2026-03-02'))]);
			expect(await previewAssignment(ctx(), form)).toMatchObject({
				people: 2,
				exceptions: 1,
				groups: [{ people: 2, done: 1 }]
			});
			const made = await createAssignment(ctx(), form);
			const stand = await standOf(world, made.id);
			expect(stand.assigned).toEqual([done.id]);
			expect(stand.waiting).toMatchObject([{ personId: open.id, dueOn: '2026-03-02' }]);
		});
	});

	describe('what has been done', () => {
		it('is seen by the learner and the officer, from not begun to done', async () => {
			const unit = await givenUnit(world);
			const person = await givenPerson(world, { unit });
			const { id } = await assign('path:first-year', [toUnit(unit, dueOn('2026-04-30'))]);
			const stateOf = async (now: Date) => (await listOwnAssignments(ctx(person, now)))[0];
			expect(await stateOf(NOW)).toMatchObject({
				state: 'notBegun',
				have: 0,
				need: 2,
				href: '/training/paths/first-year'
			});
			await study(world, person, A, later(1));
			expect(await stateOf(later(1))).toMatchObject({ state: 'underWay', have: 1 });
			expect(await listLate(ctx(), { unitPath: unit.path, on: '2026-05-01' })).toMatchObject([
				{ personId: person.id, daysLate: 1, have: 1, need: 2 }
			]);
			await study(world, person, C, later(2));
			expect(await stateOf(later(2))).toMatchObject({ state: 'done', have: 2 });
			expect(await listLate(ctx(), { unitPath: unit.path, on: '2026-05-01' })).toEqual([]);
			expect((await getAssignment(ctx(officer, later(2)), id, all)).counts).toEqual({ done: 1 });
			const listed = (await listAssignments(ctx(officer, later(2)), { show: 'open', page: 1 })).rows;
			expect(listed.find((row) => row.id === id)).toMatchObject({ people: 1, done: 1, late: 0 });
		});

		it('counts from before only within the look-back', async () => {
			const unit = await givenUnit(world);
			const person = await givenPerson(world, { unit });
			await givenCompletion(world, person, A, '2026-01-31');
			const states: Record<string, string> = {};
			for (const days of ['', '30', '29', '0']) {
				const { id } = await assign(`module:${A}`, [toUnit(unit)], { lookBackDays: days });
				const { counts } = await getAssignment(ctx(), id, all);
				states[days] = Object.keys(counts).join();
			}
			expect(states).toEqual({ '': 'done', '30': 'done', '29': 'notBegun', '0': 'notBegun' });
		});

		it('is known only to whoever may read the people', async () => {
			const unit = await givenUnit(world);
			const person = await givenPerson(world, { unit });
			const { id } = await assign(`module:${A}`, [toUnit(unit)]);
			const near = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: unit });
			expect((await getAssignment(ctx(near), id, all)).rows.map((row) => row.personId)).toEqual([person.id]);
			expect((await getAssignment(ctx(near), id, all)).mayManage).toBe(false);
			const far = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: await givenUnit(world) });
			await expect(getAssignment(ctx(far), id, all)).rejects.toMatchObject({ kind: 'not_found' });
			await expect(getAssignment(ctx(person), id, all)).rejects.toMatchObject({ kind: 'forbidden' });
		});
	});

	describe('membership', () => {
		it('follows the audience: newcomers are assigned, those who leave are ended, and nothing happens twice', async () => {
			const unit = await givenUnit(world);
			const [stays, goes] = [await givenPerson(world, { unit }), await givenPerson(world, { unit })];
			const { id } = await assign(`module:${A}`, [toUnit(unit, dueDays(30))]);
			const comes = await givenPerson(world, { unit });
			await world.db.update(people).set({ unitId: outlet.id }).where(eq(people.id, goes.id));
			await followAssignments(world.ctx(undefined, later(10)));
			const stand = await standOf(world, id);
			expect(stand.assigned).toEqual([stays.id, comes.id].sort());
			expect(stand.open.find(({ personId }) => personId === comes.id)).toMatchObject({ dueOn: '2026-04-11' });
			await Promise.all([1, 2].map(() => followAssignments(world.ctx(undefined, later(10)))));
			expect((await standOf(world, id)).open).toHaveLength(2);
			await world.db.update(people).set({ unitId: unit.id }).where(eq(people.id, goes.id));
			await followAssignments(world.ctx(undefined, later(11)), goes.id);
			expect((await standOf(world, id)).assigned).toContain(goes.id);
		});

		it('begins with a role and ends with it', async () => {
			const unit = await givenUnit(world);
			const person = await givenPerson(world, { unit });
			const { id } = await assign(`module:${A}`, [{ kind: 'role', role: 'invigilator' }], {
				unitId: unit.id
			});
			const grant = {
				id: newId(NOW),
				personId: person.id,
				role: 'invigilator',
				validFrom: '2026-03-05',
				validTo: '2026-03-07',
				grantedAt: NOW
			};
			await world.db.insert(roleGrants).values(grant);
			for (const [days, n] of [
				[1, 0],
				[3, 1],
				[5, 1],
				[6, 0]
			] as const) {
				await followAssignments(world.ctx(undefined, later(days)));
				expect((await standOf(world, id)).open).toHaveLength(n);
			}
		});

		it('ends with the assignment, once', async () => {
			const unit = await givenUnit(world);
			await givenPerson(world, { unit });
			const { id } = await assign(`module:${A}`, [toUnit(unit)]);
			const ends = await Promise.allSettled([1, 2].map(() => endAssignment(ctx(), { assignmentId: id })));
			expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
			expect((await standOf(world, id)).open).toEqual([]);
			await followAssignments(world.ctx(undefined, later(1)));
			expect((await standOf(world, id)).open).toEqual([]);
		});
	});

	describe('a due date that nobody can meet', () => {
		const waiting = async (days: string) => {
			const unit = await givenUnit(world);
			const persons = [await givenPerson(world, { unit }), await givenPerson(world, { unit })];
			const { id } = await assign('path:first-year', [toUnit(unit, dueOn(days))]);
			return { id, persons, rows: (await standOf(world, id)).waiting };
		};

		it('waits for an officer, who assigns all the same, moves it or leaves it', async () => {
			// Some 140 minutes are missing: three days at an hour a day.
			const { id, persons, rows } = await waiting('2026-03-04');
			expect(rows).toHaveLength(2);
			expect(rows[0]).toMatchObject({ dueOn: '2026-03-04', possibleOn: '2026-03-05' });
			const [first, second] = rows;
			await settleExceptions(ctx(), {
				assignmentId: id,
				ids: [first!.id],
				kind: '',
				resolution: 'moved',
				note: null
			});
			await settleExceptions(ctx(officer, later(4)), {
				assignmentId: id,
				ids: [],
				kind: 'short',
				resolution: 'notAssigned',
				note: '休假'
			});
			const { open } = await standOf(world, id);
			expect(open).toMatchObject([{ personId: first!.personId, dueOn: '2026-03-05' }]);
			await followAssignments(world.ctx(undefined, later(5)));
			expect((await standOf(world, id)).open).toHaveLength(1);
			expect(persons.map((one) => one.id)).toContain(second!.personId);
		});

		it('is settled once, and by somebody else than the person', async () => {
			const { id, rows } = await waiting('2026-03-01');
			const input = {
				assignmentId: id,
				ids: [rows[0]!.id],
				kind: '' as const,
				resolution: 'assigned' as const,
				note: null
			};
			const twice = await Promise.allSettled([1, 2].map(() => settleExceptions(ctx(), input)));
			expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
			expect((await standOf(world, id)).open).toMatchObject([{ dueOn: '2026-03-01' }]);
			const own = await assign('path:first-year', [toPeople([officer], dueOn('2026-03-01'))]);
			const [mine] = (await standOf(world, own.id)).waiting;
			const self = { ...input, assignmentId: own.id, ids: [mine!.id] };
			await expect(settleExceptions(ctx(), self)).rejects.toMatchObject({ code: 'access.separation.self' });
			await expect(settleExceptions(ctx(), { ...self, ids: [], kind: 'past' })).rejects.toMatchObject({
				code: 'assignments.exception.settled'
			});
		});
	});

	describe('an exemption', () => {
		it('stands in for the module until its last day, and is taken back', async () => {
			const unit = await givenUnit(world);
			const person = await givenPerson(world, { unit });
			const { id } = await assign('path:first-year', [toUnit(unit, dueOn('2026-04-30'))]);
			const exemption = {
				person: person.employeeNo,
				subject: { subjectType: 'module' as const, subjectCode: A },
				reason: '已在他行任职多年',
				validTo: '2026-12-31'
			};
			const twice = await Promise.allSettled([1, 2].map(() => grantExemption(ctx(), exemption)));
			expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
			expect((await getAssignment(ctx(), id, all)).rows).toMatchObject([{ have: 1, state: 'underWay' }]);
			const whole = { ...exemption, subject: { subjectType: 'path' as const, subjectCode: 'first-year' } };
			const granted = await grantExemption(ctx(), whole);
			expect((await getAssignment(ctx(), id, all)).counts).toEqual({ exempt: 1 });
			await revokeExemption(ctx(), { exemptionId: granted });
			await expect(revokeExemption(ctx(), { exemptionId: granted })).rejects.toMatchObject({
				code: 'assignments.exemption.over'
			});
			expect((await getAssignment(ctx(), id, all)).counts).toEqual({ underWay: 1 });
			const alone = await assign(`module:${A}`, [toUnit(unit)]);
			expect((await getAssignment(ctx(), alone.id, all)).counts).toEqual({ exempt: 1 });
			await expect(grantExemption(ctx(), { ...exemption, validTo: '2026-03-01' })).rejects.toMatchObject({
				fields: { validTo: 'assignments.exemption.past' }
			});
			await expect(grantExemption(ctx(), { ...exemption, person: 'X9999' })).rejects.toMatchObject({
				fields: { person: 'assignments.exemption.nobody' }
			});
			await expect(grantExemption(ctx(), { ...exemption, person: officer.employeeNo })).rejects.toMatchObject(
				{ code: 'access.separation.self' }
			);
			const local = await givenPerson(world, { roles: ['trainingOfficer'], roleUnit: branch });
			await expect(grantExemption(ctx(local), exemption)).rejects.toMatchObject({ kind: 'forbidden' });
		});
	});

	it('reminds 14 and 3 days ahead and on the day, never twice, and nobody who is done', async () => {
		const unit = await givenUnit(world);
		const [open, done] = [await givenPerson(world, { unit }), await givenPerson(world, { unit })];
		await givenCompletion(world, done, A, '2026-02-01');
		await assign(`module:${A}`, [toUnit(unit, dueOn('2026-03-22'))]);
		for (const days of [0, 5, 6, 7, 17, 17, 20, 21]) await remindAssignees(world.ctx(undefined, later(days)));
		const reminders = async (who: GivenPerson) =>
			(await told(world, who)).filter((kind) => kind === 'assignments.due').length;
		expect([await reminders(open), await reminders(done)]).toEqual([3, 0]);
	});
});
