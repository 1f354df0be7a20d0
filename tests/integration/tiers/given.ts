import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { systemActor } from '$lib/access/can';
import { creditEntries } from '$lib/features/credit/tables.server';
import { certificates } from '$lib/features/certificates/tables.server';
import { blueprints } from '$lib/features/bank/tables.server';
import { attemptPapers, attempts, sittings } from '$lib/features/exams/tables.server';
import { pairings, shadowingEntries, shadowingSignatures } from '$lib/features/mentoring/tables.server';
import type { EvidenceData, EvidenceKind } from '$lib/features/people';
import { evidence } from '$lib/features/people/tables.server';
import { publishPolicies } from '$lib/features/tiers/index.server';
import { appointments, decisions, policyVersions } from '$lib/features/tiers/tables.server';
import { completions, enrolments, modules, moduleVersions } from '$lib/features/training/tables.server';
import { recordAudit } from '$lib/features/audit/index.server';
import { withTransaction } from '$lib/server/db/transaction';
import { addDays } from '$lib/shared/dates';
import { newId } from '$lib/shared/ids';
import { blueprint as plan } from '../exams/given';
import { givenPerson, type GivenPerson } from '../../support/world';
import type { World } from '../../support/database';

/** The day of most tests: 21 November 2026, 10:00 in Shanghai. */
export const TODAY = '2026-11-21';
export const NOW = new Date('2026-11-21T02:00:00Z');
const LONG_AGO = new Date('2024-01-01T00:00:00Z');
const text = (words: string) => ({ 'zh-CN': words, en: words });
const hash = (of: string) => createHash('sha256').update(of).digest('hex');

const once = <T>(world: World, name: string, make: () => Promise<T>): Promise<T> => {
	const known = world.made.get(name) as Promise<T> | undefined;
	if (known) return known;
	const made = make();
	world.made.set(name, made);
	return made;
};

/** The policies of content/, published. */
export const givenPolicies = (world: World) =>
	once(world, 'policies', () => publishPolicies(world.ctx(systemActor('test'), LONG_AGO)));

export async function givenEvidence<K extends EvidenceKind>(
	world: World,
	person: GivenPerson,
	kind: K,
	validFrom: string,
	data: EvidenceData[K],
	validTo: string | null = null
): Promise<void> {
	await world.db.insert(evidence).values({
		id: newId(LONG_AGO),
		personId: person.id,
		kind,
		validFrom,
		validTo,
		data,
		recordedAt: LONG_AGO
	});
}

export async function givenCompletion(
	world: World,
	person: GivenPerson,
	code: string,
	completedOn: string
): Promise<void> {
	const versionId = await once(world, `module:${code}`, async () => {
		const module = { id: newId(LONG_AGO), code, position: ++world.counter };
		await world.db.insert(modules).values(module);
		const version = {
			id: newId(LONG_AGO),
			moduleId: module.id,
			version: 1,
			contentHash: hash(code),
			publishedAt: LONG_AGO
		};
		const content = {
			code,
			title: text(code),
			summary: text(code),
			creditMinutes: 60,
			lessons: [],
			questions: []
		};
		await world.db.insert(moduleVersions).values({ ...version, content });
		return version.id;
	});
	const enrolmentId = newId(LONG_AGO);
	const common = { personId: person.id, moduleVersionId: versionId };
	await world.db.insert(enrolments).values({ id: enrolmentId, ...common, startedAt: LONG_AGO });
	const id = newId(LONG_AGO);
	await world.db.insert(completions).values({
		id,
		...common,
		enrolmentId,
		completedOn,
		creditMinutes: 60,
		recordedAt: LONG_AGO
	});
	await world.db.insert(creditEntries).values({
		...{ id, personId: person.id, sourceType: 'completion', sourceId: id, title: text(code) },
		...{ area: 'marketing', method: 'online', minutes: 60, earnedOn: completedOn, recordedAt: LONG_AGO }
	});
}

/** An active pairing; everything below it is written directly. */
export async function givenPairing(world: World, trainee: GivenPerson, mentor: GivenPerson): Promise<string> {
	const id = newId(LONG_AGO);
	await world.db.insert(pairings).values({
		...{ id, traineeId: trainee.id, mentorId: mentor.id, startsOn: '2024-01-01', endsOn: '2027-12-31' },
		...{ plannedMinutes: 2400, goal: '跟班', createdAt: LONG_AGO }
	});
	return id;
}

let position = 0;
export async function givenShadowing(
	world: World,
	pairing: { id: string; trainee: GivenPerson },
	occurredOn: string,
	minutes: number,
	signed = true
): Promise<void> {
	const id = newId(LONG_AGO);
	const contentHash = hash(id);
	await world.db.insert(shadowingEntries).values({
		...{ id, pairingId: pairing.id, occurredOn, minutes, steps: [1, 2], rubric: {}, note: '上门拜访' },
		...{ contentHash, createdAt: LONG_AGO }
	});
	if (!signed) return;
	await world.db.insert(shadowingSignatures).values({
		...{
			id: newId(LONG_AGO),
			entryId: id,
			pairingId: pairing.id,
			position: ++position,
			signerId: pairing.trainee.id
		},
		...{
			act: 'countersign',
			words: '',
			contentHash,
			prevHash: hash(''),
			hash: hash(`${id}!`),
			signedAt: LONG_AGO
		}
	});
}

export async function givenCertificate(
	world: World,
	person: GivenPerson,
	tier: string,
	issuedOn: string
): Promise<string> {
	const sittingId = await once(world, `sitting:${tier}`, async () => {
		const blueprintId = newId(LONG_AGO);
		await world.db
			.insert(blueprints)
			.values({ id: blueprintId, code: `tier-${tier}`, version: 1, content: plan, createdAt: LONG_AGO });
		const id = newId(LONG_AGO);
		await world.db.insert(sittings).values({
			...{
				id,
				titleZh: '考试',
				titleEn: 'Exam',
				ladder: 'bank',
				tier,
				blueprintId,
				minutes: 60,
				passPercent: 60
			},
			registrationOpensAt: new Date('2024-01-01T00:00:00Z'),
			registrationClosesAt: new Date('2024-02-01T00:00:00Z'),
			opensAt: new Date('2024-02-02T00:00:00Z'),
			...{ closesAt: new Date('2024-02-03T00:00:00Z'), createdAt: LONG_AGO }
		});
		return id;
	});
	const attemptId = newId(LONG_AGO);
	const endsAt = new Date('2024-02-02T01:00:00Z');
	const drawn = { id: attemptId, sittingId, personId: person.id, seed: 's', drawnAt: LONG_AGO };
	await world.db.insert(attemptPapers).values(drawn);
	await world.db.insert(attempts).values({
		id: attemptId,
		sittingId,
		personId: person.id,
		startedAt: LONG_AGO,
		endsAt,
		handedInAt: endsAt,
		handedInBy: 'candidate'
	});
	const id = newId(LONG_AGO);
	await world.db.insert(certificates).values({
		...{ id, number: `T-${tier}-${++world.counter}`, personId: person.id, ladder: 'bank', tier, attemptId },
		...{ printed: {}, issuedOn, validTo: addDays(issuedOn, 730), recordedAt: LONG_AGO }
	});
	return id;
}

/** Stands on a tier since a day, by a decision of long ago. */
export async function givenAppointment(
	world: World,
	person: GivenPerson,
	tier: string,
	startsOn: string
): Promise<void> {
	await givenPolicies(world);
	const [policy] = await world.db.select({ id: policyVersions.id }).from(policyVersions).limit(1);
	const id = newId(LONG_AGO);
	await world.db.insert(decisions).values({
		...{
			id,
			personId: person.id,
			ladder: 'bank',
			kind: 'admission',
			toTier: tier,
			policyVersionId: policy!.id
		},
		...{
			asOf: startsOn,
			facts: {},
			explanation: {},
			factsHash: '',
			explanationHash: '',
			reason: '任职',
			state: 'effective'
		},
		...{ proposedAt: LONG_AGO, closedAt: LONG_AGO }
	});
	await world.db.insert(appointments).values({
		id: newId(LONG_AGO),
		personId: person.id,
		ladder: 'bank',
		tier,
		startsOn,
		decisionId: id,
		recordedAt: LONG_AGO
	});
}

/** Everything that manager wants under the 2026 standard, except what `without` names. */
export async function givenReadyForManager(
	world: World,
	without: readonly ('certificate' | 'creditCheck' | 'shadowing')[] = [],
	options: Parameters<typeof givenPerson>[1] = {}
): Promise<GivenPerson> {
	await givenPolicies(world);
	const person = await givenPerson(world, options);
	await givenAppointment(world, person, 'assistant', '2025-01-06');
	await givenEvidence(world, person, 'education', '2023-07-01', {
		level: 'bachelor',
		school: '江海大学',
		major: null
	});
	await givenEvidence(world, person, 'experience', '2024-01-02', {
		kind: 'credit',
		employer: '江海银行',
		post: '助理'
	});
	if (!without.includes('creditCheck')) {
		await givenEvidence(world, person, 'creditCheck', '2026-10-01', { outcome: 'good', source: '征信中心' });
	}
	if (!without.includes('certificate')) await givenCertificate(world, person, 'manager', '2026-03-01');
	const mentor = await givenPerson(world, { roles: ['mentor'] });
	const pairing = { id: await givenPairing(world, person, mentor), trainee: person };
	for (let i = 0; i < (without.includes('shadowing') ? 2 : 6); i++)
		await givenShadowing(world, pairing, `2026-0${i + 1}-10`, 360);
	await givenCompletion(world, person, 'knowing-the-customer', '2026-02-01');
	await givenCompletion(world, person, 'keeping-customers', '2026-03-01');
	// Written past the audit log: the snapshot does not know of it.
	await forgetStandings(world);
	return person;
}

/** Has the snapshot look at everybody again: for what was written past the audit log. */
export const forgetStandings = (world: World) => world.db.execute(sql`delete from standings_cursor`);

/** An audit entry about somebody, as each command leaves one. */
export const givenAudit = (world: World, personId: string | null, action = 'people.evidence.record') => {
	const ctx = world.ctx();
	return withTransaction(ctx, (tx) =>
		recordAudit(tx, ctx, { action, subject: { type: 'test', id: 'x' }, personId })
	);
};
