import { expect, it } from 'vitest';
import { findClashes } from '$lib/features/agenda/index.server';
import { creditFacts } from '$lib/features/credit/index.server';
import { listNotifications } from '$lib/features/notifications/index.server';
import { visitFilter } from '$lib/features/visits';
import {
	acceptReport,
	approveVisit,
	assignVisit,
	cancelVisit,
	getMyVisit,
	getVisit,
	listMyVisits,
	listVisits,
	refuseVisit,
	reportAttachment,
	requestVisit,
	returnReport,
	submitReport,
	withdrawVisit
} from '$lib/features/visits/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson } from '../../support/world';
import { on, proof } from '../credit/given';
import { race } from '../mentoring/story';

const plan = {
	...{ title: '同业考察', host: '东海银行', purpose: '看流程', area: 'products' as const },
	...{ method: 'visit' as const, startsOn: '2026-04-20', endsOn: '2026-04-21', creditMinutes: 300 },
	programme: [
		{ on: '2026-04-21', from: '09:00', to: '12:00', what: '座谈' },
		{ on: '2026-04-20', from: '14:00', to: '17:00', what: '参观' }
	]
};
const APRIL = on('2026-04-01');
const AFTER = on('2026-04-22');
const words = { seen: '三天放款', applied: '试用清单', files: [proof] };

onEveryDatabase('study visits', (world) => {
	const staff = () => givenPerson(world, { roles: ['trainingOfficer'] });
	const ask = async (person: GivenPerson, change: Partial<typeof plan> = {}) =>
		(await requestVisit(world.ctx(person, APRIL), { ...plan, ...change })).id;
	const approved = async () => {
		const [person, officer] = [await givenPerson(world), await staff()];
		const visitId = await ask(person);
		await approveVisit(world.ctx(officer, APRIL), { visitId, revision: 1 });
		return { person, officer, visitId };
	};
	const busy = (person: GivenPerson) =>
		findClashes(world.db, [person.id], on('2026-04-19'), on('2026-04-23'));

	it('are asked for, approved, reported on, returned, reported on again, accepted, and only then count', async () => {
		const [person, officer] = [await givenPerson(world), await staff()];
		const visitId = await ask(person);
		expect(await busy(person)).toEqual([]);
		const waiting = await listVisits(world.ctx(officer, APRIL), visitFilter(new URLSearchParams()));
		expect(waiting.rows.find(({ id }) => id === visitId)).toMatchObject({ names: [person.name], people: 1 });
		await approveVisit(world.ctx(officer, APRIL), { visitId, revision: 1 });
		expect(await busy(person)).toMatchObject([
			{ startsAt: new Date('2026-04-20T06:00:00Z'), endsAt: new Date('2026-04-21T04:00:00Z') }
		]);
		const send = (at: Date) => submitReport(world.ctx(person, at), { visitId, ...words });
		await expect(send(on('2026-04-20'))).rejects.toMatchObject({ code: 'visits.report.early' });
		const first = await send(AFTER);
		await expect(send(AFTER)).rejects.toMatchObject({ code: 'visits.report.waiting' });
		await returnReport(world.ctx(officer, AFTER), { reportId: first.id, reason: '写具体' });
		expect(await getMyVisit(world.ctx(person, AFTER), visitId)).toMatchObject({ report: 'returned' });
		expect((await creditFacts(world.db, [person.id], { on: '2026-05-01' })).size).toBe(0);
		const second = await send(AFTER);
		const accept = (minutes: number, reason: string | null) =>
			acceptReport(world.ctx(officer, AFTER), { reportId: second.id, minutes, reason });
		await expect(accept(301, null)).rejects.toMatchObject({ code: 'visits.report.more' });
		await expect(accept(200, null)).rejects.toMatchObject({ code: 'visits.report.less' });
		await accept(300, null);
		expect((await creditFacts(world.db, [person.id], { on: '2026-05-01' })).get(person.id)).toMatchObject([
			{ source: 'visit', minutes: 300, earnedOn: '2026-04-21', method: 'visit', area: 'products' }
		]);
		const mine = await getMyVisit(world.ctx(person, AFTER), visitId);
		expect(mine).toMatchObject({ report: 'accepted', reports: [{ version: 2 }, { version: 1 }] });
		await expect(send(AFTER)).rejects.toMatchObject({ code: 'visits.report.accepted' });
		const told = (await listNotifications(world.ctx(person, AFTER), { page: 1 })).rows.map(
			({ kind }) => kind
		);
		expect(told.sort()).toEqual(['visits.approved', 'visits.reportAccepted', 'visits.reportReturned']);
		const file = mine.reports[0]!.attachments[0]!.id;
		expect(await reportAttachment(world.ctx(officer, AFTER), visitId, file)).toBe(file);
		const other = await givenPerson(world);
		await expect(reportAttachment(world.ctx(other, AFTER), visitId, file)).rejects.toMatchObject({
			kind: 'not_found'
		});
	});

	it('refuse a plan that cannot be', async () => {
		const person = await givenPerson(world);
		const refused = (change: Partial<typeof plan>, code: string) =>
			expect(ask(person, change)).rejects.toMatchObject({ code });
		const [row] = plan.programme;
		await refused({ startsOn: '2026-03-31' }, 'visits.visit.past');
		await refused({ endsOn: '2026-04-19' }, 'visits.visit.order');
		await refused({ endsOn: '2026-05-21' }, 'visits.visit.long');
		await refused({ creditMinutes: 361 }, 'visits.visit.credit');
		await refused({ programme: [] }, 'visits.programme.empty');
		await refused({ programme: [{ ...row!, on: '2026-04-22' }] }, 'visits.programme.outside');
		await refused({ programme: [{ ...row!, to: '08:00' }] }, 'visits.programme.order');
		await refused({ programme: [row!, { ...row!, from: '11:00', to: '13:00' }] }, 'visits.programme.overlap');
	});

	it('are set by an officer for several people, not for themselves and not outside the unit', async () => {
		const here = await givenUnit(world);
		const outlet = await givenUnit(world, { parent: here });
		const elsewhere = await givenUnit(world);
		const officer = await givenPerson(world, { unit: here, roles: ['trainingOfficer'], roleUnit: here });
		const one = await givenPerson(world, { unit: here });
		const two = await givenPerson(world, { unit: outlet });
		const stranger = await givenPerson(world, { unit: elsewhere });
		const send = (people: string[]) => assignVisit(world.ctx(officer, APRIL), { ...plan, people });
		await expect(send(['NOBODY'])).rejects.toMatchObject({
			...{ code: 'visits.visit.person', fields: { people: 'app.import.unknown_person' } }
		});
		await expect(send([stranger.employeeNo])).rejects.toMatchObject({
			fields: { people: 'app.import.outside' }
		});
		await expect(send([officer.employeeNo])).rejects.toMatchObject({
			fields: { people: 'access.separation.self' }
		});
		const { id } = await send([one.employeeNo, two.employeeNo]);
		expect(await busy(two)).toHaveLength(1);
		expect((await listMyVisits(world.ctx(one, APRIL))).rows).toMatchObject([{ id, state: 'approved' }]);
		expect(await getMyVisit(world.ctx(two, APRIL), id)).toMatchObject({ companions: [one.name] });
		const below = await givenPerson(world, { roles: ['trainingOfficer'], roleUnit: outlet });
		expect(await getVisit(world.ctx(below, APRIL), id)).toMatchObject({
			...{ members: [{ name: two.name }], others: 1, may: { cancel: false } }
		});
		await cancelVisit(world.ctx(officer, APRIL), { visitId: id, revision: 1, reason: '改期' });
		expect(await busy(two)).toEqual([]);
		await expect(submitReport(world.ctx(one, AFTER), { visitId: id, ...words })).rejects.toMatchObject({
			code: 'visits.report.not_approved'
		});
		for (const roles of [['trainee'], ['mentor'], ['hrOfficer'], ['auditor']] as const) {
			const other = await givenPerson(world, { roles });
			await expect(
				assignVisit(world.ctx(other, APRIL), { ...plan, people: [one.employeeNo] })
			).rejects.toMatchObject({ kind: 'forbidden' });
		}
	});

	it('are decided by an officer of the unit, before they begin, and never by whoever goes', async () => {
		const person = await givenPerson(world, { roles: ['trainee', 'trainingOfficer'] });
		const visitId = await ask(person);
		const own = { visitId, revision: 1 };
		await expect(approveVisit(world.ctx(person, APRIL), own)).rejects.toMatchObject({
			code: 'access.separation.self'
		});
		const other = await givenPerson(world);
		await expect(approveVisit(world.ctx(other, APRIL), own)).rejects.toMatchObject({
			code: 'access.forbidden'
		});
		await expect(getMyVisit(world.ctx(other, APRIL), visitId)).rejects.toMatchObject({ kind: 'not_found' });
		await expect(getVisit(world.ctx(other, APRIL), visitId)).rejects.toMatchObject({ kind: 'not_found' });
		await expect(withdrawVisit(world.ctx(other, APRIL), { visitId })).rejects.toMatchObject({
			code: 'access.forbidden'
		});
		const officer = await staff();
		await expect(approveVisit(world.ctx(officer, on('2026-04-21')), own)).rejects.toMatchObject({
			code: 'visits.visit.past'
		});
		await refuseVisit(world.ctx(officer, APRIL), { ...own, reason: '没有预算' });
		expect(await getMyVisit(world.ctx(person, APRIL), visitId)).toMatchObject({
			visit: { state: 'refused', reason: '没有预算', decidedBy: officer.name }
		});
		const again = await ask(person);
		await withdrawVisit(world.ctx(person, APRIL), { visitId: again });
		expect(await getMyVisit(world.ctx(person, APRIL), again)).toMatchObject({
			visit: { state: 'cancelled' }
		});
	});

	it('let one of two officers at once decide, and one of two reviewers', async () => {
		const [person, one, two] = [await givenPerson(world), await staff(), await staff()];
		const visitId = await ask(person);
		const decided = await race([
			approveVisit(world.ctx(one, APRIL), { visitId, revision: 1 }),
			refuseVisit(world.ctx(two, APRIL), { visitId, revision: 1, reason: '没有预算' })
		]);
		expect(decided).toEqual({ done: 1, refused: ['visits.visit.changed'] });
		const ready = await approved();
		const sent = await race([
			submitReport(world.ctx(ready.person, AFTER), { visitId: ready.visitId, ...words }),
			submitReport(world.ctx(ready.person, AFTER), { visitId: ready.visitId, ...words })
		]);
		expect(sent).toEqual({ done: 1, refused: ['visits.report.waiting'] });
		const { members } = await getVisit(world.ctx(one, AFTER), ready.visitId);
		const reportId = members[0]!.reports[0]!.id;
		const reviewed = await race([
			acceptReport(world.ctx(one, AFTER), { reportId, minutes: 300, reason: null }),
			returnReport(world.ctx(two, AFTER), { reportId, reason: '写具体' })
		]);
		expect(reviewed).toEqual({ done: 1, refused: ['visits.report.reviewed'] });
		await expect(
			cancelVisit(world.ctx(one, AFTER), { visitId: ready.visitId, revision: 2, reason: 'x' })
		).rejects.toMatchObject({ code: 'visits.visit.reported' });
	});

	it('have reports that nobody accepts of themselves', async () => {
		const officer = await staff();
		const person = await givenPerson(world, { roles: ['trainee', 'trainingOfficer'] });
		const visitId = await ask(person);
		await approveVisit(world.ctx(officer, APRIL), { visitId, revision: 1 });
		const { id: reportId } = await submitReport(world.ctx(person, AFTER), { visitId, ...words });
		const own = acceptReport(world.ctx(person, AFTER), { reportId, minutes: 300, reason: null });
		await expect(own).rejects.toMatchObject({ code: 'access.separation.self' });
		const back = returnReport(world.ctx(await givenPerson(world), AFTER), { reportId, reason: 'x' });
		await expect(back).rejects.toMatchObject({ code: 'access.forbidden' });
	});
});
