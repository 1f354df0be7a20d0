import { and, eq, sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import { correctEntry } from '$lib/features/credit/index.server';
import { creditEntries } from '$lib/features/credit/tables.server';
import { evidence, evidenceRetractions } from '$lib/features/people/tables.server';
import {
	approveDecision,
	compareDecision,
	countReevaluations,
	getReevaluation,
	listReevaluations,
	proposeDecision,
	refreshStandings,
	replayDecisions,
	settleReevaluation
} from '$lib/features/tiers/index.server';
import type { PersonFacts } from '$lib/features/tiers/engine/facts';
import { hashOf } from '$lib/features/tiers/engine/replay.server';
import { decisions, reevaluations } from '$lib/features/tiers/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson, type GivenUnit } from '../../support/world';
import { forgetStandings, givenAudit, givenPolicies, givenReadyForManager, NOW } from './given';

const LATER = new Date('2026-12-15T02:00:00Z');

onEveryDatabase('re-evaluation, comparison and replay', (world) => {
	let officer: GivenPerson;
	let approver: GivenPerson;
	let unit: GivenUnit;
	beforeAll(async () => {
		await givenPolicies(world);
		unit = await givenUnit(world);
		officer = await givenPerson(world, { roles: ['hrOfficer'] });
		approver = await givenPerson(world, { roles: ['hrApprover'] });
	});
	const as = (who: GivenPerson, now = LATER) => world.ctx(who, now);
	const refresh = (now = LATER) => refreshStandings(world.ctx(undefined, now));

	async function givenManager(): Promise<{ person: GivenPerson; decisionId: string }> {
		const person = await givenReadyForManager(world, [], { unit });
		await refresh(NOW);
		const decisionId = await proposeDecision(as(officer, NOW), { personId: person.id, reason: '评定' });
		await approveDecision(as(approver, NOW), { decisionId });
		await refresh(NOW);
		return { person, decisionId };
	}

	async function retract(person: GivenPerson, kind: 'creditCheck' | 'education'): Promise<void> {
		const [row] = await world.db
			.select()
			.from(evidence)
			.where(and(eq(evidence.personId, person.id), eq(evidence.kind, kind)));
		await world.db.insert(evidenceRetractions).values({
			...{ evidenceId: row!.id, reason: '录入有误', recordedAt: LATER, recordedBy: officer.id }
		});
		await givenAudit(world, person.id, 'people.evidence.retract');
	}
	const listed = (personId: string) =>
		world.db.select().from(reevaluations).where(eq(reevaluations.personId, personId));

	it('lists a decision whose facts were corrected late, once, and leaves it as it is', async () => {
		const { person, decisionId } = await givenManager();
		await refresh();
		expect(await listed(person.id)).toEqual([]);
		const decision = () => world.db.select().from(decisions).where(eq(decisions.id, decisionId));
		const before = await decision();
		await retract(person, 'creditCheck');
		expect(await refresh()).toEqual({ state: 'done', people: 1 });
		expect(await listed(person.id)).toMatchObject([
			{ decisionId, held: true, holds: false, settledAt: null }
		]);
		await givenAudit(world, person.id);
		await refresh();
		expect(await listed(person.id)).toHaveLength(1);
		expect(await decision()).toEqual(before);
		// Something else was wrong as well: other facts, another look.
		await retract(person, 'education');
		await refresh();
		expect(await listed(person.id)).toHaveLength(2);
	});

	it('lists one whose credit hours were corrected late; one of before the ledger is compared without it', async () => {
		const { person, decisionId } = await givenManager();
		const trainer = await givenPerson(world, { roles: ['trainingOfficer'] });
		const facts = await compareDecision(as(officer, NOW), decisionId);
		expect(facts.facts).toMatchObject({ same: true, answer: { eligible: true } });
		// As it would have been stored before there was a ledger.
		const [row] = await world.db.select().from(decisions).where(eq(decisions.id, decisionId));
		const { credits: _, ...old } = row!.facts as PersonFacts;
		await world.db.transaction(async (tx) => {
			// What a decision says is guarded.
			await tx.execute(sql`set local session_replication_role = replica`);
			await tx
				.update(decisions)
				.set({ facts: old, factsHash: hashOf(old) })
				.where(eq(decisions.id, decisionId));
		});
		expect(await compareDecision(as(officer, NOW), decisionId)).toMatchObject({
			...{ facts: { same: true }, replay: { identical: true, factsIntact: true, explanationIntact: true } }
		});
		await refresh();
		const [entry] = await world.db.select().from(creditEntries).where(eq(creditEntries.personId, person.id));
		await correctEntry(as(trainer), { entryId: entry!.id, minutes: 30, seen: 60, reason: '未完成' });
		expect(await refresh()).toEqual({ state: 'done', people: 1 });
		expect(await listed(person.id)).toMatchObject([{ decisionId, held: true, holds: false }]);
		expect(await compareDecision(as(officer), decisionId)).toMatchObject({
			...{ facts: { same: false, answer: { eligible: false } }, replay: { identical: true } }
		});
	});

	it('shows both answers side by side, and is settled once by whoever may', async () => {
		const { person, decisionId } = await givenManager();
		const waiting = await countReevaluations(as(officer));
		await retract(person, 'creditCheck');
		await refresh();
		expect(await countReevaluations(as(officer))).toBe(waiting + 1);
		const { rows } = await listReevaluations(as(officer), { state: 'open', page: 1 });
		const row = rows.find((one) => one.decisionId === decisionId)!;
		expect(row).toMatchObject({ held: true, holds: false, tier: { 'zh-CN': '客户经理' } });
		const one = await getReevaluation(as(officer), row.id);
		expect(one).toMatchObject({
			maySettle: true,
			compared: {
				asOf: '2026-11-21',
				stored: { eligible: true },
				replay: { identical: true, factsIntact: true, explanationIntact: true },
				facts: { same: false, answer: { eligible: false } },
				standard: { same: true, answer: { eligible: true } }
			}
		});
		const settle = (who: GivenPerson) =>
			settleReevaluation(as(who), { reevaluationId: row.id, note: '已补查，任职不变' });
		for (const who of [approver, person])
			await expect(settle(who)).rejects.toMatchObject({ kind: 'forbidden' });
		const both = await Promise.allSettled([settle(officer), settle(officer)]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await expect(settle(officer)).rejects.toMatchObject({ code: 'tiers.reevaluation.settled' });
		expect(await getReevaluation(as(officer), row.id)).toMatchObject({
			...{ maySettle: false, note: '已补查，任职不变', settler: officer.name }
		});
		const entries = await world.db
			.select()
			.from(auditLog)
			.where(eq(auditLog.action, 'tiers.reevaluation.settle'));
		expect(entries).toMatchObject([{ personId: person.id, subjectId: row.id, actorId: officer.id }]);
		await expect(listReevaluations(as(person), { state: 'open', page: 1 })).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await expect(getReevaluation(as(officer), decisionId)).rejects.toMatchObject({ kind: 'not_found' });
	});

	it('is seen by staff of the person’s unit only', async () => {
		const elsewhere = await givenUnit(world);
		const stranger = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: elsewhere });
		const { rows } = await listReevaluations(as(officer), { state: 'settled', page: 1 });
		expect(rows.length).toBeGreaterThan(0);
		expect(await listReevaluations(as(stranger), { state: 'settled', page: 1 })).toMatchObject({ rows: [] });
		await expect(getReevaluation(as(stranger), rows[0]!.id)).rejects.toMatchObject({ kind: 'forbidden' });
	});

	it('compares with what is known now of the day, without what the decision led to', async () => {
		const { decisionId } = await givenManager();
		expect(await compareDecision(as(officer), decisionId)).toMatchObject({
			facts: { same: true, answer: { eligible: true } }
		});
	});

	it('replays every decision and step, or one', async () => {
		const { decisionId } = await givenManager();
		await forgetStandings(world);
		const one = await replayDecisions(world.db, decisionId);
		expect(one).toMatchObject({ decisions: 1, differing: [] });
		const all = await replayDecisions(world.db, null);
		expect(all.decisions).toBeGreaterThan(one.decisions);
		// Appointments of long ago, which tests write directly, are sealed by nothing.
		const sealed = await world.db
			.select({ id: decisions.id })
			.from(decisions)
			.where(eq(decisions.reason, '任职'));
		expect(all.differing.map((row) => row.decisionId).sort()).toEqual(sealed.map(({ id }) => id).sort());
	});
});
