import { createHash } from 'node:crypto';
import { parsePolicy } from '$lib/features/tiers';
import { appointments, decisions, policyVersions } from '$lib/features/tiers/tables.server';
import { newId } from '$lib/shared/ids';
import { givenPerson, givenUnit, type GivenPerson, type GivenUnit } from '../../../support/world';
import type { World } from '../../../support/database';
import { givenEvidence } from '../given';

/** A Monday, 10:00 in Shanghai. */
export const MONDAY = new Date('2026-11-23T02:00:00Z');
export const on = (day: string) => new Date(`${day}T02:00:00Z`);
const LONG_AGO = new Date('2024-01-01T00:00:00Z');

export const CASE = 'case';
/** Three tiers: the first by one approver; the second by a committee, with notice, places and an exception. */
const YAML = `
ladder: case
effectiveFrom: "2024-01-01"
name: { zh-CN: 试验序列, en: Test ladder }
edition: { zh-CN: 第一版, en: First edition }
ranking:
  - { term: tenureMonths, weight: 1, full: 60 }
bottomRank: { count: 1, then: retrain }
tiers:
  - id: one
    name: { zh-CN: 一级, en: One }
    requirements:
      - induction: {}
    retain:
      - creditStanding: { withinMonths: 24 }
    lapse: { then: exit, warnDays: 5 }
  - id: two
    name: { zh-CN: 二级, en: Two }
    requirements:
      - induction: {}
      - ref: degree
        education: { level: bachelor }
      - creditStanding: { withinMonths: 24 }
    retain:
      - creditStanding: { withinMonths: 24 }
    lapse: { retrainMonths: 3, then: demote, warnDays: 5 }
    validityMonths: 12
    waivable:
      - { ref: degree, by: hrApprover, levelsUp: 1, months: 12, perYear: 1 }
    decision: { by: committee, quorum: 2, majority: half }
    noticeDays: 3
    quota: { places: 2 }
`;

/** The ladder `case`, published. */
export async function givenCasePolicy(world: World): Promise<void> {
	if (world.made.get('casePolicy')) return;
	world.made.set('casePolicy', Promise.resolve());
	const policy = parsePolicy(YAML, 'case.yaml');
	await world.db.insert(policyVersions).values({
		...{ id: newId(LONG_AGO), ladder: CASE, effectiveFrom: '2024-01-01', yaml: YAML, content: policy },
		...{ sha256: createHash('sha256').update(YAML).digest('hex'), publishedAt: LONG_AGO }
	});
}

/** Stands on a tier of the ladder since a day, or on none any more. */
export async function givenTier(
	world: World,
	person: GivenPerson,
	tier: string | null,
	startsOn: string
): Promise<void> {
	const id = newId(LONG_AGO);
	const { policyVersions: versions } = await import('$lib/features/tiers/tables.server');
	const { eq } = await import('drizzle-orm');
	const [version] = await world.db
		.select({ id: versions.id })
		.from(versions)
		.where(eq(versions.ladder, CASE));
	await world.db.insert(decisions).values({
		...{
			id,
			personId: person.id,
			ladder: CASE,
			kind: 'admission',
			toTier: tier,
			policyVersionId: version!.id
		},
		...{ asOf: startsOn, facts: {}, explanation: {}, factsHash: '', explanationHash: '', reason: '任职' },
		...{ state: 'effective', proposedAt: LONG_AGO, closedAt: LONG_AGO }
	});
	await world.db.insert(appointments).values({
		...{ id: newId(LONG_AGO), personId: person.id, ladder: CASE, tier, startsOn, decisionId: id },
		recordedAt: LONG_AGO
	});
}

export interface Team {
	unit: GivenUnit;
	officer: GivenPerson;
	approver: GivenPerson;
	members: GivenPerson[];
}

/** An officer, an approver and three members of the committee for the whole organisation, and a unit of their own. */
export async function givenTeam(world: World): Promise<Team> {
	await givenCasePolicy(world);
	const [officer, approver, ...members] = [
		await givenPerson(world, { roles: ['hrOfficer'] }),
		await givenPerson(world, { roles: ['hrApprover'] }),
		await givenPerson(world, { roles: ['committeeMember'] }),
		await givenPerson(world, { roles: ['committeeMember'] }),
		await givenPerson(world, { roles: ['committeeMember'] })
	];
	return { unit: await givenUnit(world), officer: officer!, approver: approver!, members };
}

/** Somebody on the first tier who satisfies the second, or all but what `without` names. */
export async function givenReady(
	world: World,
	options: { without?: 'degree' | 'credit'; tier?: string | null; unit?: GivenUnit } = {}
): Promise<GivenPerson> {
	const person = await givenPerson(world, { unit: options.unit ?? (await givenUnit(world)) });
	await givenEvidence(world, person, 'induction', '2024-03-01', { kind: 'induction' });
	if (options.without !== 'degree')
		await givenEvidence(world, person, 'education', '2023-07-01', {
			level: 'bachelor',
			school: '江海大学',
			major: null
		});
	if (options.without !== 'credit')
		await givenEvidence(world, person, 'creditCheck', '2026-06-01', { outcome: 'good', source: '征信中心' });
	if (options.tier !== null) await givenTier(world, person, options.tier ?? 'one', '2025-01-06');
	return person;
}
