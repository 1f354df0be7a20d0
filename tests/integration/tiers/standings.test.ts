import { expect, it, beforeAll } from 'vitest';
import { eq, inArray } from 'drizzle-orm';
import { auditLog } from '$lib/features/audit/tables.server';
import { boardFilterSchema } from '$lib/features/tiers';
import {
	approveDecision,
	eligibleWithoutProposal,
	getBoard,
	getOwnPath,
	getPath,
	liveStanding,
	proposeDecision,
	refreshStandings
} from '$lib/features/tiers/index.server';
import { people, roleGrants } from '$lib/features/people/tables.server';
import { candidacies, decisions, exceptions, standings } from '$lib/features/tiers/tables.server';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson } from '../../support/world';
import {
	forgetStandings,
	givenAudit,
	givenCertificate,
	givenEvidence,
	givenPolicies,
	givenReadyForManager,
	givenShadowing,
	NOW,
	TODAY
} from './given';

const board = (filter: Record<string, unknown> = {}) => boardFilterSchema.parse(filter);

onEveryDatabase('standings, path and board', (world) => {
	let officer: GivenPerson;
	let approver: GivenPerson;
	const as = (who: GivenPerson, now = NOW) => world.ctx(who, now);
	beforeAll(async () => {
		await givenPolicies(world);
		officer = await givenPerson(world, { roles: ['hrOfficer'] });
		approver = await givenPerson(world, { roles: ['hrApprover'] });
	});
	/** The board's row of a person, whoever else there is. */
	const rowOf = async (person: GivenPerson, now = NOW) =>
		(await getBoard(as(officer, now), board({ q: person.employeeNo }))).rows.find(
			({ personId }) => personId === person.id
		);

	it('follow the audit log, person by person', async () => {
		const person = await givenReadyForManager(world, ['certificate', 'creditCheck']);
		expect(await rowOf(person)).toMatchObject({ eligible: false, met: 4, missing: 2 });
		await givenCertificate(world, person, 'manager', '2026-11-01');
		expect(await rowOf(person)).toMatchObject({ met: 4 });
		await givenAudit(world, person.id);
		expect(await rowOf(person)).toMatchObject({ met: 5 });
		await givenEvidence(world, person, 'creditCheck', '2026-11-01', { outcome: 'good', source: '征信中心' });
		// Without an entry nothing says that anything changed; an entry about nobody does not either, nor a look.
		await givenAudit(world, null, 'exams.sitting.create');
		await givenAudit(world, person.id, 'people.session.open');
		expect(await rowOf(person)).toMatchObject({ met: 5 });
		await givenAudit(world, null, 'tiers.policy.publish');
		expect(await rowOf(person)).toMatchObject({ eligible: true, met: 6, missing: 0 });
	});

	it('are of their day', async () => {
		const person = await givenReadyForManager(world);
		const live = async (on: string) =>
			(await liveStanding(world.db, person.id, null, on))?.standing.evaluation;
		expect(await live(TODAY)).toMatchObject({ eligible: true, policy: '2026-07-01' });
		// The certificate of 1 March 2026 lasts 730 days.
		expect(await live('2028-03-01')).toMatchObject({ eligible: false });
		expect(await live('2025-06-01')).toMatchObject({ policy: '2024-01-01' });
		expect(await rowOf(person)).toMatchObject({ eligible: true });
		const later = new Date('2028-03-01T04:00:00Z');
		expect(await rowOf(person, later)).toMatchObject({ eligible: false, certificate: null });
		expect((await getBoard(as(officer, later), board())).asOf).toBe('2028-03-01');
	});

	it('lose whoever leaves, and whoever is on no ladder any more', async () => {
		const person = await givenReadyForManager(world);
		const trainee = await givenPerson(world);
		await forgetStandings(world);
		expect(await rowOf(person)).toBeDefined();
		expect(await rowOf(trainee)).toMatchObject({ tier: null, target: 'assistant' });
		await world.db.update(people).set({ status: 'left' }).where(eq(people.id, person.id));
		await world.db.update(roleGrants).set({ revokedAt: NOW }).where(eq(roleGrants.personId, trainee.id));
		await givenAudit(world, person.id, 'people.person.leave');
		await givenAudit(world, trainee.id, 'people.role.revoke');
		expect(await rowOf(person)).toBeUndefined();
		expect(await rowOf(trainee)).toBeUndefined();
		const kept = await world.db
			.select()
			.from(standings)
			.where(inArray(standings.personId, [person.id, trainee.id]));
		expect(kept).toEqual([]);
	});

	it('show a decision at once, also to whoever asked before', async () => {
		const person = await givenReadyForManager(world);
		const has = async () => (await getBoard(as(officer), board({ q: person.employeeNo }))).rows[0];
		expect(await has()).toMatchObject({ eligible: true, mayPropose: true, openDecisionId: null });
		const id = await proposeDecision(as(officer), { personId: person.id, reason: '评定' });
		expect(await has()).toMatchObject({ openDecisionId: id, mayPropose: false });
		await approveDecision(as(approver), { decisionId: id });
		expect(await has()).toMatchObject({
			openDecisionId: null,
			tier: '客户经理',
			target: 'senior'
		});
	});

	it('answer many at once with what each had written before', async () => {
		const three = await Promise.all([1, 2, 3].map(() => givenReadyForManager(world, ['certificate'])));
		await rowOf(three[0]!);
		await Promise.all(
			three.map(async (person) => {
				await givenCertificate(world, person, 'manager', '2026-11-01');
				await givenAudit(world, person.id);
				expect(await rowOf(person)).toMatchObject({ eligible: true });
			})
		);
	});

	it('tell the person what is missing, with the minutes that wait', async () => {
		const person = await givenReadyForManager(world, ['shadowing', 'certificate']);
		const { pairings } = await import('$lib/features/mentoring/tables.server');
		const [pairing] = await world.db.select().from(pairings).where(eq(pairings.traineeId, person.id));
		await givenShadowing(world, { id: pairing!.id, trainee: person }, '2026-11-01', 120, false);
		await givenAudit(world, person.id);
		const path = await getOwnPath(as(person));
		expect(path).toMatchObject({
			state: 'way',
			own: true,
			waiting: { count: 1, minutes: 120 },
			evaluation: { met: 4, total: 6, hidden: 0 },
			forecast: { date: null, unknown: 'exam' },
			sitting: null
		});
		expect(path.steps.map(({ state }) => state)).toEqual(['now', 'next', 'later', 'later']);
	});

	it('make a sensible page for everybody', async () => {
		expect(await getOwnPath(as(officer))).toMatchObject({ state: 'none', evaluation: null, steps: [] });
		const fresh = await givenPerson(world);
		await givenAudit(world, fresh.id);
		expect(await getOwnPath(as(fresh))).toMatchObject({
			state: 'way',
			tier: null,
			target: { en: 'Assistant Customer Manager' },
			evaluation: { met: 1, total: 4 }
		});
		expect(await getOwnPath(as(fresh, new Date('2023-06-01T00:00:00Z')))).toMatchObject({
			state: 'noPolicy'
		});
	});

	it('show others no more than they may know, and record the look at conduct', async () => {
		const person = await givenReadyForManager(world, ['creditCheck']);
		const { pairings } = await import('$lib/features/mentoring/tables.server');
		const [pairing] = await world.db.select().from(pairings).where(eq(pairings.traineeId, person.id));
		const mentor = {
			actor: {
				kind: 'person' as const,
				personId: pairing!.mentorId,
				name: '带教',
				grants: [{ role: 'mentor' as const, unitPath: null }]
			}
		};
		const seen = await getPath(world.ctx(mentor, NOW), person.id);
		expect(seen).toMatchObject({
			own: false,
			forecast: null,
			evaluation: { met: 4, total: 4, hidden: 2, earliest: null }
		});
		expect(JSON.stringify(seen)).not.toMatch(/江海大学|creditStanding|conductClear|征信/);

		const looks = () => world.db.select().from(auditLog).where(eq(auditLog.action, 'people.sensitive.read'));
		expect(await looks()).toHaveLength(0);
		expect(await getPath(as(officer), person.id)).toMatchObject({
			evaluation: { met: 5, total: 6, hidden: 0 }
		});
		expect(await looks()).toMatchObject([{ subjectId: person.id, actorId: officer.id }]);

		const stranger = await givenPerson(world, { roles: ['mentor'] });
		await expect(getPath(as(stranger), person.id)).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(getPath(as(officer), 'nonsense')).rejects.toMatchObject({ kind: 'not_found' });
	});

	it('filter, sort and page the board within the reader’s units', async () => {
		const unit = await givenUnit(world, { nameZh: '滨江支行' });
		const inside = await givenReadyForManager(world, [], { unit, name: '安宁' });
		const short = await givenReadyForManager(world, ['certificate'], { unit, name: '白露' });
		const local = await givenPerson(world, { roles: ['hrOfficer'], unit, roleUnit: unit });
		const seen = await getBoard(as(local), board());
		expect(seen.rows.map(({ name }) => name)).toEqual(['安宁', '白露']);
		expect(seen.kpis).toMatchObject({ people: 2, eligible: 1, oneMissing: 1, certificateOnly: 1 });
		expect(seen.rows[1]).toMatchObject({
			personId: short.id,
			mayPropose: false,
			gaps: [{ key: 'tiers.gap.certificate' }]
		});
		const names = async (filter: Record<string, unknown>) =>
			(await getBoard(as(local), board(filter))).rows.map(({ name }) => name);
		expect(await names({ view: 'eligible' })).toEqual(['安宁']);
		expect(await names({ view: 'oneMissing' })).toEqual(['白露']);
		expect(await names({ sort: 'name', dir: 'desc' })).toEqual(['白露', '安宁']);
		expect(await names({ q: inside.employeeNo.toLowerCase() })).toEqual(['安宁']);
		expect(await names({ tier: 'senior' })).toEqual([]);
		expect(await names({ page: 2 })).toEqual([]);
		expect(await names({ view: 'nonsense', page: '-1', unit: 'x' })).toEqual(['安宁', '白露']);
		expect(await eligibleWithoutProposal(as(local))).toEqual({ count: 1, names: ['安宁'] });
		expect(await eligibleWithoutProposal(as(approver))).toEqual({ count: 0, names: [] });
		await expect(getBoard(as(inside), board())).rejects.toMatchObject({ kind: 'forbidden' });
	});

	it('show several ladders, lapsed tiers, exceptions and appointments that end', async () => {
		const unit = await givenUnit(world);
		const local = await givenPerson(world, { roles: ['hrOfficer'], unit, roleUnit: unit });
		const [, lapsed] = [
			await givenReadyForManager(world, [], { unit, name: '甲' }),
			await givenReadyForManager(world, [], { unit, name: '乙' })
		];
		// An assistant without the assistant certificate no longer satisfies the tier; both are without.
		const seen = await getBoard(as(local), board({ view: 'lapsed' }));
		expect(seen.rows.map((row) => row.lapsed)).toEqual([true, true]);
		expect(seen.rows.map(({ name }) => name).sort()).toEqual(['甲', '乙'].sort());
		await givenCertificate(world, lapsed!, 'assistant', '2026-05-01');
		const [decision] = await world.db.select().from(decisions).where(eq(decisions.personId, lapsed!.id));
		await world.db.insert(exceptions).values({
			...{ id: newId(NOW), personId: lapsed!.id, ladder: 'bank', tier: 'manager', ref: 'education' },
			...{ validFrom: '2026-06-01', validTo: '2026-12-31', decisionId: decision!.id, recordedAt: NOW }
		});
		await world.db.insert(candidacies).values({
			...{ id: newId(NOW), personId: lapsed!.id, ladder: 'telecom', startsOn: '2026-06-01', recordedAt: NOW }
		});
		await givenAudit(world, lapsed!.id);
		const names = async (filter: Record<string, unknown>) =>
			(await getBoard(as(local), board(filter))).rows.map(({ name }) => name);
		expect(await names({ view: 'lapsed' })).toEqual(['甲']);
		expect(await names({ view: 'excepted' })).toEqual(['乙']);
		expect(await names({ view: 'ending' })).toEqual([]);
		expect(await names({ ladder: 'telecom' })).toEqual(['乙']);
		const both = await getBoard(as(local), board());
		expect(both.ladders.map(({ id, people }) => [id, people])).toEqual([
			['bank', 2],
			['telecom', 1]
		]);
		expect(both.kpis).toMatchObject({ people: 2, lapsed: 1 });
		expect(both.counts).toMatchObject({ all: 2, lapsed: 1, excepted: 1, ending: 0 });
	});

	it('are refreshed by one instance at a time', async () => {
		const person = await givenReadyForManager(world);
		const both = await Promise.all([1, 2, 3].map(() => refreshStandings(world.ctx(undefined, NOW))));
		expect(both.some(({ state }) => state === 'done')).toBe(true);
		await givenAudit(world, person.id);
		await Promise.all(
			[1, 2, 3].map(async () => expect(await rowOf(person)).toMatchObject({ eligible: true }))
		);
	});
});
