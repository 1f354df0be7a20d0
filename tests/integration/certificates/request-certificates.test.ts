import { and, eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { systemActor } from '$lib/access/can';
import { roleNames } from '$lib/access/roles';
import { auditLog } from '$lib/features/audit/tables.server';
import {
	approveRequest,
	awaitingInShort,
	getRequest,
	issueCertificates,
	issueRequested,
	listIssuable,
	listRequests,
	passedWithoutCertificate,
	rejectRequest,
	requestCertificates,
	requestsAwaiting,
	resumeRequest
} from '$lib/features/certificates/index.server';
import { certificateRequestItems, certificates } from '$lib/features/certificates/tables.server';
import { resultHolds } from '$lib/features/exams/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { newId } from '$lib/shared/ids';
import { NOW, onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson, type GivenUnit } from '../../support/world';
import { givenAttempt, givenSitting, refusalOf } from './given';

onEveryDatabase('ask for certificates, with a second person', (world) => {
	const officer = (unit?: GivenUnit) =>
		givenPerson(world, { roles: ['hrOfficer'], ...(unit ? { roleUnit: unit } : {}) });
	const approver = (unit?: GivenUnit) =>
		givenPerson(world, { roles: ['hrApprover'], ...(unit ? { roleUnit: unit } : {}) });
	const ask = (who: GivenPerson, sittingId: string, groundIds: string[] = []) =>
		requestCertificates(world.ctx(who), { sittingId, groundIds, everybody: groundIds.length === 0 });
	const approve = (who: GivenPerson, requestId: string) => approveRequest(world.ctx(who), { requestId });
	const reject = (who: GivenPerson, requestId: string) =>
		rejectRequest(world.ctx(who), { requestId, reason: '名单有误' });
	const job = (requestId: string) => issueRequested(world.ctx(systemActor('test')), { requestId });
	const told = async ({ id }: GivenPerson) =>
		(await world.db.select().from(notifications).where(eq(notifications.personId, id))).map(
			({ kind }) => kind
		);
	const issuedOn = (attemptId: string) =>
		world.db.$count(certificates, eq(certificates.attemptId, attemptId));
	async function givenPassed(sittingId: string, name = '王小明') {
		return givenAttempt(world, await givenPerson(world, { name }), sittingId);
	}

	it('issues nothing until somebody else approves; then once, and tells everybody concerned', async () => {
		const [hr, other, sitting] = [await officer(), await approver(), await givenSitting(world)];
		const holder = await givenPerson(world);
		const attempt = await givenAttempt(world, holder, sitting);
		const { id } = await ask(hr, sitting, [attempt]);
		await world.runJobs();
		expect(await issuedOn(attempt)).toBe(0);
		expect(await told(other)).toContain('certificates.requested');
		expect(await told(hr)).not.toContain('certificates.requested');
		expect((await requestsAwaiting(world.ctx(other))).map((one) => one.id)).toContain(id);
		expect(await requestsAwaiting(world.ctx(hr))).toEqual([]);
		expect(await getRequest(world.ctx(hr), id)).toMatchObject({ state: 'waiting', decidable: false });
		expect(await getRequest(world.ctx(other), id)).toMatchObject({ state: 'waiting', decidable: true });
		// Whoever is asked for is not offered again.
		const offered = (await passedWithoutCertificate(world.ctx(hr))).map((ground) => ground.id);
		expect(offered).not.toContain(attempt);

		await approve(other, id);
		expect((await getRequest(world.ctx(hr), id)).state).toBe('issuing');
		await world.runJobs();
		await job(id);
		expect(await issuedOn(attempt)).toBe(1);
		const [certificate] = await world.db
			.select()
			.from(certificates)
			.where(eq(certificates.attemptId, attempt));
		expect(certificate).toMatchObject({ issuedBy: other.id, personId: holder.id });
		expect(await getRequest(world.ctx(hr), id)).toMatchObject({
			...{ state: 'done', count: 1, issued: 1, left: 0, leftOut: [], decidable: false },
			...{ requestedBy: hr.name, decidedBy: other.name }
		});
		expect(await told(holder)).toEqual(['certificates.issued']);
		for (const one of [hr, other]) expect(await told(one)).toContain('certificates.requestDone');
		const audited = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, id));
		expect(audited.map(({ action }) => action).sort()).toEqual([
			'certificates.request.approve',
			'certificates.request.make'
		]);
	});

	it('takes a whole sitting, and reports who was left out and why', async () => {
		const sitting = await givenSitting(world);
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const other = await approver();
		const own = await givenAttempt(world, hr, sitting);
		const approversOwn = await givenAttempt(world, other, sitting);
		const rare = await givenPassed(sitting, '王𰻝');
		const held = await givenPassed(sitting);
		const late = await givenPassed(sitting);
		const first = await givenPassed(sitting);
		const had = await givenPassed(sitting);
		await givenAttempt(world, await givenPerson(world), sitting, false);
		await issueCertificates(world.ctx(), { groundIds: [had] });
		const hold = (attemptId: string) =>
			world.db
				.insert(resultHolds)
				.values({ id: newId(NOW), attemptId, reason: '举报', raisedBy: other.id, raisedAt: NOW });
		await hold(held);
		const { id } = await ask(hr, sitting);
		expect(await getRequest(world.ctx(hr), id)).toMatchObject({ count: 6, issued: 0, left: 3 });
		// While it waited one of them came into question, and another was issued by a tool.
		await hold(late);
		const meanwhile = await givenPassed(sitting);
		await approve(other, id);
		await world.runJobs();
		const done = await getRequest(world.ctx(hr), id);
		expect(done).toMatchObject({ state: 'done', count: 6, issued: 1, left: 5 });
		expect(Object.fromEntries(done.leftOut.map(({ groundId, result }) => [groundId, result]))).toEqual({
			...{ [own]: 'own', [approversOwn]: 'own', [rare]: 'unprintable', [held]: 'held', [late]: 'held' }
		});
		expect([await issuedOn(first), await issuedOn(had), await issuedOn(meanwhile)]).toEqual([1, 1, 0]);
		// What is left can be asked for by others, and only that.
		const again = (await listIssuable(world.ctx(hr))).find((one) => one.about.sittingId === sitting)!;
		expect(again.people!.map(({ groundId, obstacle }) => [groundId, obstacle]).sort()).toEqual(
			[
				[own, 'own'],
				[approversOwn, null],
				[rare, 'unprintable'],
				[held, 'held'],
				[late, 'held'],
				[meanwhile, null]
			].sort()
		);
	});

	it('lists so many that nobody ticks them one by one by their number alone, and takes them all', async () => {
		const unit = await givenUnit(world);
		const hr = await officer(unit);
		const sitting = await givenSitting(world);
		const rare = await givenAttempt(world, await givenPerson(world, { name: '王𰻝', unit }), sitting);
		await world.db.execute(sql`insert into people (id, employee_no, name, unit_id, post, hired_on, created_at)
			select gen_random_uuid(), 'many' || n, '王小明', ${unit.id}::uuid, '客户经理', '2024-01-01', now()
			from generate_series(1, 200) n`);
		await world.db.execute(sql`insert into attempt_papers (id, sitting_id, person_id, seed, drawn_at)
			select gen_random_uuid(), ${sitting}::uuid, id, 'test', now() from people where employee_no like 'many%'`);
		await world.db
			.execute(sql`insert into attempts (id, sitting_id, person_id, started_at, ends_at, handed_in_at, handed_in_by)
			select p.id, p.sitting_id, p.person_id, s.opens_at, s.closes_at, s.closes_at, 'candidate'
			from attempt_papers p join sittings s on s.id = p.sitting_id
			where s.id = ${sitting}::uuid and p.id <> ${rare}::uuid`);
		await world.db
			.execute(sql`insert into attempt_results (attempt_id, earned_hundredths, max_score, tenths, passed, marks, rule, marked_on, marked_at, released_at)
			select a.id, 8000, 100, 800, true, '[]', 'test', s.closes_at::date, s.closes_at, s.released_at
			from attempts a join sittings s on s.id = a.sitting_id
			where s.id = ${sitting}::uuid and a.id <> ${rare}::uuid`);
		const listed = async () =>
			(await listIssuable(world.ctx(hr))).find(({ about }) => about.sittingId === sitting);
		expect(await listed()).toMatchObject({ count: 201, ready: 200, people: null });
		const first = await passedWithoutCertificate(world.ctx(hr));
		expect(await awaitingInShort(world.ctx(hr), 3)).toMatchObject({
			count: first.length,
			longest: first.slice(0, 3).map(({ id }) => ({ id }))
		});
		const { id } = await ask(hr, sitting);
		expect(await getRequest(world.ctx(hr), id)).toMatchObject({ count: 201, left: 1 });
		expect(await listed()).toMatchObject({
			count: 1,
			ready: 0,
			people: [{ groundId: rare, obstacle: 'unprintable' }]
		});
	});

	it('is rejected with a reason, and can be asked for again', async () => {
		const [hr, other, sitting] = [await officer(), await approver(), await givenSitting(world)];
		const attempt = await givenPassed(sitting);
		const { id } = await ask(hr, sitting, [attempt]);
		await reject(other, id);
		await job(id);
		expect(await issuedOn(attempt)).toBe(0);
		expect(await getRequest(world.ctx(hr), id)).toMatchObject({ state: 'rejected', reason: '名单有误' });
		expect(await told(hr)).toContain('certificates.rejected');
		expect(await refusalOf(approve(other, id))).toBe('certificates.request.decided');
		const later = world.ctx(hr, new Date(NOW.getTime() + 60_000));
		const again = { sittingId: sitting, groundIds: [attempt], everybody: false };
		const second = await requestCertificates(later, again);
		const listed = (await listRequests(world.ctx(other))).map((one) => one.id);
		expect(listed.filter((one) => one === id || one === second.id)).toEqual([second.id, id]);
	});

	it('refuses what cannot be issued, with all others of the same request', async () => {
		const [hr, sitting] = [await officer(), await givenSitting(world)];
		const good = await givenPassed(sitting);
		const failed = await givenAttempt(world, await givenPerson(world), sitting, false);
		const elsewhere = await givenPassed(await givenSitting(world));
		const secret = await givenSitting(world, { released: false });
		const unknown = await givenPassed(secret);
		expect(await refusalOf(ask(hr, sitting, [good, failed]))).toBe('certificates.issue.not_passed');
		expect(await refusalOf(ask(hr, sitting, [good, elsewhere]))).toBe('app.not_found');
		expect(await refusalOf(ask(hr, sitting, [good, newId(NOW)]))).toBe('app.not_found');
		expect(await refusalOf(ask(hr, secret, [unknown]))).toBe('certificates.issue.not_released');
		expect(await refusalOf(ask(hr, secret))).toBe('certificates.request.nobody');
		const ours = eq(certificateRequestItems.attemptId, good);
		expect(await world.db.$count(certificateRequestItems, ours)).toBe(0);
	});

	it('keeps people apart: nobody asks for their own, approves their own request, or reaches other units', async () => {
		const sitting = await givenSitting(world);
		const [here, there] = [await givenUnit(world), await givenUnit(world)];
		const stranger = await givenAttempt(world, await givenPerson(world, { unit: there }), sitting);
		const both = await givenPerson(world, { roles: ['hrOfficer', 'hrApprover'] });
		const own = await givenAttempt(world, both, sitting);
		expect(await refusalOf(ask(both, sitting, [own]))).toBe('access.separation.self');
		const { id } = await ask(both, sitting, [stranger]);
		expect(await refusalOf(approve(both, id))).toBe('access.separation.proposer');
		expect(await refusalOf(reject(both, id))).toBe('access.separation.proposer');
		expect((await getRequest(world.ctx(both), id)).decidable).toBe(false);
		const local = await officer(here);
		expect(await refusalOf(ask(local, sitting, [stranger]))).toBe('access.forbidden');
		expect(await refusalOf(ask(local, sitting))).toBe('certificates.request.nobody');
		for (const outside of [local, await approver(here)]) {
			expect(await refusalOf(getRequest(world.ctx(outside), id))).toBe('access.forbidden');
			expect(await listRequests(world.ctx(outside))).toEqual([]);
		}
		expect(await refusalOf(approve(await approver(here), id))).toBe('access.forbidden');
		for (const role of roleNames) {
			const other = await givenPerson(world, { roles: [role] });
			if (role !== 'hrOfficer') expect(await refusalOf(ask(other, sitting)), role).toBe('access.forbidden');
			if (role !== 'hrApprover') expect(await refusalOf(approve(other, id)), role).toBe('access.forbidden');
			if (role !== 'hrApprover' && role !== 'hrOfficer') {
				expect(await refusalOf(listRequests(world.ctx(other))), role).toBe('access.forbidden');
				expect(await refusalOf(getRequest(world.ctx(other), id)), role).toBe('access.forbidden');
			}
		}
		await approve(await approver(there), id);
		await job(id);
		expect(await issuedOn(stranger)).toBe(1);
	});

	it('comes to a stop when the job fails for good, and goes on when somebody tries again', async () => {
		const [hr, other, sitting] = [await officer(), await approver(), await givenSitting(world)];
		const attempt = await givenPassed(sitting);
		const { id } = await ask(hr, sitting, [attempt]);
		await approve(other, id);
		const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
		const resume = (who: GivenPerson, now: Date) => resumeRequest(world.ctx(who, now), { requestId: id });
		const state = async (now: Date) => (await getRequest(world.ctx(hr, now), id)).state;
		// Its job is gone, as after the last of its tries.
		await world.db.execute(sql`update testing.jobs set done = true`);
		expect([await state(later(15)), await state(later(16))]).toEqual(['issuing', 'stalled']);
		expect(await refusalOf(resume(hr, later(15)))).toBe('certificates.request.running');
		const trainee = await givenPerson(world);
		expect(await refusalOf(resume(trainee, later(16)))).toBe('access.forbidden');
		expect(await refusalOf(resumeRequest(world.ctx(hr), { requestId: newId(NOW) }))).toBe('app.not_found');
		const pressed = await Promise.allSettled([resume(hr, later(16)), resume(other, later(16))]);
		expect(pressed.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await state(later(17))).toBe('issuing');
		await world.runJobs();
		expect([await state(later(99)), await issuedOn(attempt)]).toEqual(['done', 1]);
	});

	it('does nothing twice: two who ask, two who approve, two jobs at once', async () => {
		const sitting = await givenSitting(world);
		const ids: string[] = [];
		for (let i = 0; i < 103; i++) ids.push(await givenPassed(sitting));
		const hr = await officer();
		const asked = await Promise.allSettled([ask(hr, sitting), ask(hr, sitting)]);
		expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const [one] = asked.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
		const approvals = await Promise.allSettled(
			[await approver(), await approver()].map((who) => approve(who, one!.id))
		);
		expect(approvals.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await Promise.all([job(one!.id), job(one!.id)]);
		await job(one!.id);
		expect(await getRequest(world.ctx(hr), one!.id)).toMatchObject({
			...{ state: 'done', count: 103, issued: 103, left: 0 }
		});
		expect((await Promise.all(ids.map(issuedOn))).every((count) => count === 1)).toBe(true);
		expect((await told(hr)).filter((kind) => kind === 'certificates.requestDone').length).toBe(1);
		const settled = and(
			eq(certificateRequestItems.requestId, one!.id),
			eq(certificateRequestItems.attemptId, ids[0]!)
		);
		await expect(
			world.db.update(certificateRequestItems).set({ result: 'held', certificateId: null }).where(settled)
		).rejects.toThrow();
		await expect(world.db.delete(certificateRequestItems).where(settled)).rejects.toThrow();
	});
});
