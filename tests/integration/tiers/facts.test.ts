import { beforeAll, expect, it } from 'vitest';
import { assessmentPeriods, assessmentResults } from '$lib/features/assessments/tables.server';
import { creditEntries } from '$lib/features/credit/tables.server';
import { certificateRevocations } from '$lib/features/certificates/tables.server';
import { shadowingEntries, shadowingSignatures } from '$lib/features/mentoring/tables.server';
import { evidence, evidenceRetractions } from '$lib/features/people/tables.server';
import { eachFacts, factsFor } from '$lib/features/tiers/index.server';
import { endorsements } from '$lib/features/tiers/tables.server';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { givenCertificate, givenCompletion, givenEvidence, givenPairing, givenPolicies } from './given';

const at = (day: string) => new Date(`${day}T02:00:00Z`);

onEveryDatabase('facts', (world) => {
	let hr: GivenPerson;
	beforeAll(async () => {
		await givenPolicies(world);
		hr = await givenPerson(world, { roles: ['hrOfficer'] });
	});
	const known = async (person: GivenPerson, on: string, recordedBefore?: Date) =>
		(await factsFor(world.db, [person.id], { on, ...(recordedBefore ? { recordedBefore } : {}) })).get(
			person.id
		)!;

	it('are as known at a date: corrections and retractions of later are not seen', async () => {
		const person = await givenPerson(world);
		const id = newId(at('2026-02-01'));
		await world.db.insert(evidence).values({
			...{ id, personId: person.id, kind: 'title', validFrom: '2026-01-15', recordedAt: at('2026-02-01') },
			data: { level: 'junior', name: '经济师' }
		});
		await world.db.insert(evidenceRetractions).values({
			...{ evidenceId: id, reason: '录入有误', recordedAt: at('2026-04-01'), recordedBy: hr.id }
		});
		const count = async (on: string, before?: Date) => (await known(person, on, before)).evidence.length;
		expect(await count('2026-03-31', at('2026-01-31'))).toBe(0);
		expect(await count('2026-03-31', at('2026-03-31'))).toBe(1);
		expect(await count('2026-01-14', at('2026-03-31'))).toBe(0);
		expect(await count('2026-03-31')).toBe(0);
	});

	it('have a session wait until the day of its signature, and until it was known', async () => {
		const person = await givenPerson(world);
		const mentor = await givenPerson(world, { roles: ['mentor'] });
		const pairingId = await givenPairing(world, person, mentor);
		const id = newId(at('2026-03-10'));
		await world.db.insert(shadowingEntries).values({
			...{
				id,
				pairingId,
				occurredOn: '2026-03-10',
				minutes: 120,
				steps: [1, 3],
				note: '走访',
				contentHash: 'x'
			},
			...{ rubric: { character: 3, skill: 2, work: 4 }, createdAt: at('2026-03-10') }
		});
		await world.db.insert(shadowingSignatures).values({
			...{ id: newId(at('2026-04-02')), entryId: id, pairingId, position: 1, signerId: person.id, words: '' },
			...{
				act: 'countersign',
				contentHash: 'x',
				prevHash: 'x',
				hash: 'x',
				signedAt: new Date('2026-04-01T17:00:00Z')
			}
		});
		const state = async (on: string, before?: Date) => (await known(person, on, before)).shadowing[0];
		expect(await state('2026-04-01')).toMatchObject({ state: 'waiting', signedOn: null });
		// 17:00 UTC is the next day in Shanghai.
		expect(await state('2026-04-02')).toMatchObject({
			...{ state: 'countersigned', signedOn: '2026-04-02', steps: [1, 3], rubric: { skill: 2 } }
		});
		expect(await state('2026-04-30', at('2026-03-31'))).toMatchObject({ state: 'waiting' });
	});

	it('take the newest result of a period that was known then, as points', async () => {
		const person = await givenPerson(world);
		const periodId = newId(at('2026-01-01'));
		await world.db.insert(assessmentPeriods).values({
			...{ id: periodId, nameZh: '下半年', nameEn: 'H2', startsOn: '2025-07-01', endsOn: '2025-12-31' },
			...{ indicators: [], createdAt: at('2026-01-01') }
		});
		for (const [total, day] of [
			[7150, '2026-01-20'],
			[6800, '2026-03-05']
		] as const) {
			await world.db.insert(assessmentResults).values({
				...{ id: newId(at(day)), periodId, personId: person.id, scores: { risk: 80 }, total },
				...{ source: '绩效系统', recordedAt: at(day) }
			});
		}
		const totals = async (on: string, before?: Date) =>
			(await known(person, on, before)).assessments.map(({ total }) => total);
		expect(await totals('2026-03-31')).toEqual([68]);
		expect(await totals('2026-03-31', at('2026-02-01'))).toEqual([71.5]);
		expect(await totals('2026-03-31', at('2026-01-01'))).toEqual([]);
		expect(await totals('2025-12-30')).toEqual([]);
	});

	it('take an endorsement back when it was withdrawn, and a certificate from its revocation on', async () => {
		const person = await givenPerson(world);
		for (const [withdrawn, day] of [
			[false, '2026-01-10'],
			[true, '2026-05-10']
		] as const) {
			await world.db.insert(endorsements).values({
				...{ id: newId(at(day)), personId: person.id, ladder: 'bank', tier: 'manager', role: 'unitHead' },
				...{ endorsedBy: hr.id, words: '推荐', endorsedOn: day, withdrawn, recordedAt: at(day) }
			});
		}
		const certificateId = await givenCertificate(world, person, 'manager', '2026-02-01');
		await world.db.insert(certificateRevocations).values({
			...{
				certificateId,
				category: 'issuedInError',
				reason: '有误',
				revokedOn: '2026-06-01',
				revokedAt: at('2026-06-01')
			}
		});
		const spring = await known(person, '2026-04-01');
		expect(spring.endorsements).toMatchObject([{ role: 'unitHead', endorsedOn: '2026-01-10' }]);
		expect(spring.certificates).toMatchObject([{ tier: 'manager', revokedOn: null }]);
		const summer = await known(person, '2026-07-01');
		expect(summer.endorsements).toEqual([]);
		expect(summer.certificates).toMatchObject([{ revokedOn: '2026-06-01' }]);
		expect((await known(person, '2026-07-01', at('2026-05-20'))).certificates).toMatchObject([
			{ revokedOn: null }
		]);
	});

	it('take credit as the ledger stood then, and none that was taken away', async () => {
		const person = await givenPerson(world);
		const [id, other] = [newId(at('2026-02-01')), newId(at('2026-02-01'))];
		const entry = {
			...{
				personId: person.id,
				sourceType: 'class' as const,
				title: { 'zh-CN': '合规课', en: 'Compliance' }
			},
			...{
				area: 'law',
				method: 'classroom',
				minutes: 120,
				earnedOn: '2026-02-01',
				recordedAt: at('2026-02-02')
			}
		};
		const correction = (correctsId: string, minutes: number, day: string) => ({
			...{ ...entry, id: newId(at(day)), sourceType: 'correction' as const, sourceId: newId(at(day)) },
			...{ correctsId, minutes, acceptedBy: hr.id, reason: '提前离场', recordedAt: at(day) }
		});
		await world.db
			.insert(creditEntries)
			.values([
				{ ...entry, id, sourceId: id },
				{ ...entry, id: other, sourceId: other },
				correction(id, -30, '2026-04-01'),
				correction(id, -30, '2026-05-01'),
				correction(other, -120, '2026-05-01')
			]);
		const minutes = async (on: string, before?: Date) =>
			(await known(person, on, before)).credits.map((one) => one.minutes);
		expect(await minutes('2026-03-01')).toEqual([60]);
		expect(await minutes('2026-03-01', at('2026-03-01'))).toEqual([120, 120]);
		expect(await minutes('2026-03-01', at('2026-04-15'))).toEqual([90, 120]);
		expect(await minutes('2026-01-31')).toEqual([]);
		expect(await minutes('2026-03-01', at('2026-02-01'))).toEqual([]);
		expect((await known(person, '2026-12-01')).credits).toMatchObject([
			{ id, source: 'class', title: { en: 'Compliance' }, area: 'law', method: 'classroom' }
		]);
	});

	it('are the same for one, for some and for everybody, in steps', async () => {
		const people = await Promise.all([1, 2, 3].map(() => givenPerson(world)));
		for (const person of people) {
			await givenEvidence(world, person, 'induction', '2025-03-01', { kind: 'induction' });
			await givenCompletion(world, person, 'knowing-the-customer', '2026-02-01');
		}
		const ids = people.map(({ id }) => id);
		const some = await factsFor(world.db, ids, { on: '2026-11-21' });
		const seen = new Map<string, unknown>();
		let steps = 0;
		await eachFacts(
			world.db,
			{ on: '2026-11-21' },
			(facts) => {
				steps++;
				for (const [id, one] of facts) seen.set(id, one);
			},
			2
		);
		expect(steps).toBeGreaterThan(1);
		for (const id of ids) {
			expect(seen.get(id)).toEqual(some.get(id));
			expect((await factsFor(world.db, [id], { on: '2026-11-21' })).get(id)).toEqual(some.get(id));
		}
		expect(some.get(ids[0]!)).toMatchObject({
			completions: [{ module: 'knowing-the-customer', method: 'online', creditMinutes: 60 }],
			credits: [{ source: 'completion', method: 'online', minutes: 60 }],
			...{ exams: [], pledges: [], exceptions: [] }
		});
	});
});
