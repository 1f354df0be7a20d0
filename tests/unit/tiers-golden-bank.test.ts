import { describe, expect, it } from 'vitest';
import type { EvidenceData } from '$lib/features/people';
import { leavesOf } from '$lib/features/tiers/engine/explanation';
import { type PersonFacts } from '$lib/features/tiers/engine/facts';
import { storedFacts } from '$lib/features/tiers/engine/stored-facts';
import { addDays, addMonths } from '$lib/shared/dates';
import { check, degree, file, job, sanction } from './tiers-facts';
import {
	assessed,
	backed,
	exception,
	held,
	judged,
	module,
	person,
	session,
	standard,
	stood
} from './tiers-golden';

// Every row of domain.md 3.1, each side of each threshold. The figures stand here as the domain prints them.
const TODAY = '2026-11-21';
const versions = ['bank/2026-01-01.yaml', 'bank/2026-07-01.yaml'];
const latest = standard('bank/2026-07-01.yaml');

type Level = EvidenceData['education']['level'];
type TitleLevel = EvidenceData['title']['level'];
type Tier = 'assistant' | 'manager' | 'senior' | 'principal';

const title = (level: TitleLevel) => file('title', '2012-01-01', { level, name: '经济师' });
const modules = [
	'knowing-the-customer',
	'developing-new-customers',
	'keeping-customers',
	'ending-a-relationship',
	'the-work-in-seven-steps'
];

/** Whatever a tier asks beside education, title and experience. */
const besides = (tier: Tier): Partial<PersonFacts> => ({
	evidence: [check('2026-06-01'), file('induction', '2015-01-31', { kind: 'induction' })],
	certificates: [held('bank', tier, '2026-01-15', '2028-01-14')],
	shadowing: [session('2026-03-01', 2160)],
	completions: modules.map((code) => module(code, '2026-02-01')),
	appointments: [stood('bank', 'manager', '2019-01-01'), stood('bank', 'senior', '2025-11-21')],
	assessments: [
		assessed('2025-07-01', '2025-12-31', 80, { risk: 70, deposits: 90 }),
		assessed('2026-01-01', '2026-06-30', 80, { risk: 70, deposits: 90 })
	],
	endorsements: [backed('bank', 'principal', 'unitHead', '2026-10-01')]
});
const bachelorFor = (years: number) => ({
	evidence: [degree('bachelor'), job(addMonths(TODAY, -12 * years))]
});
/** Somebody who satisfies everything, by the second combination. */
const ready = (tier: Tier) => person(besides(tier), tier === 'assistant' ? {} : bachelorFor(10));
const without = (facts: PersonFacts, list: keyof PersonFacts, ...instead: unknown[]) =>
	storedFacts({ ...facts, credits: undefined, [list]: instead });

describe.each(versions)('%s: combinations of education or title with credit experience', (name) => {
	const policy = standard(name);
	// Months of credit work that are enough; null: none ever is.
	const rows: [Tier, Level | null, TitleLevel | null, number | null][] = [
		['manager', 'doctor', null, 0],
		['manager', 'master', null, 0],
		['manager', 'bachelor', null, 12],
		['manager', null, 'senior', 12],
		['manager', null, 'intermediate', 12],
		['manager', 'associate', null, 24],
		['manager', null, 'junior', 24],
		['manager', 'highSchool', null, null],
		['manager', null, null, null],
		['manager', 'highSchool', 'intermediate', 12],
		['manager', 'associate', 'intermediate', 12],
		['manager', 'bachelor', 'junior', 12],
		['manager', 'highSchool', 'junior', 24],
		['senior', 'doctor', null, 12],
		['senior', 'master', null, 12],
		['senior', 'bachelor', null, 24],
		['senior', null, 'senior', 24],
		['senior', null, 'intermediate', 24],
		['senior', 'associate', null, 36],
		['senior', null, 'junior', 36],
		['senior', 'highSchool', null, null],
		['senior', null, null, null],
		['senior', 'master', 'senior', 12],
		['senior', 'associate', 'intermediate', 24],
		['senior', 'highSchool', 'junior', 36],
		['principal', 'doctor', null, 24],
		['principal', 'master', null, 24],
		['principal', 'bachelor', null, 36],
		['principal', null, 'senior', 36],
		['principal', null, 'intermediate', 36],
		['principal', 'associate', null, 60],
		['principal', null, 'junior', 60],
		['principal', 'highSchool', null, null],
		['principal', null, null, null],
		['principal', 'highSchool', 'intermediate', 36],
		['principal', 'associate', 'junior', 60]
	];
	it.each(rows)('%s by %s and title %s takes %s months', (tier, level, titleLevel, months) => {
		const evidence = [...(level ? [degree(level)] : []), ...(titleLevel ? [title(titleLevel)] : [])];
		const since = (from: string | null) =>
			judged(
				policy,
				tier,
				person(besides(tier), { evidence: [...evidence, ...(from ? [job(from)] : [])] }),
				TODAY
			);
		const refused = { eligible: false, lacks: ['education+experience+title'] };
		if (months === null) {
			expect(since('1990-01-01')).toMatchObject(refused);
			return;
		}
		if (months === 0) {
			expect(since(null).eligible).toBe(true);
			return;
		}
		const full = addMonths(TODAY, -months);
		expect(since(full)).toMatchObject({ eligible: true, lacks: [] });
		expect(since(addDays(full, 1))).toMatchObject(refused);
		expect(since(addDays(full, 1)).evaluation.earliest).toBe(addDays(TODAY, 1));
	});

	it.each(['sales', 'service', 'other'] as const)('%s work is no credit experience', (kind) => {
		const facts = person(besides('senior'), {
			evidence: [degree('bachelor'), job('2000-01-01', null, kind)]
		});
		expect(judged(policy, 'senior', facts, TODAY).eligible).toBe(false);
	});
	it('a degree or title counts from its day', () => {
		const evidence = [degree('master', TODAY)];
		expect(judged(policy, 'manager', person(besides('manager'), { evidence }), TODAY).eligible).toBe(true);
		expect(
			judged(policy, 'manager', person(besides('manager'), { evidence }), addDays(TODAY, -1)).eligible
		).toBe(false);
	});
});

describe.each(versions)('%s: assistant', (name) => {
	const policy = standard(name);
	it.each(['induction', 'probation'] as const)('after %s, from its day on', (kind) => {
		const facts = person(besides('assistant'), {});
		facts.evidence = [check('2026-06-01'), file('induction', TODAY, { kind })];
		expect(judged(policy, 'assistant', facts, TODAY).eligible).toBe(true);
		expect(judged(policy, 'assistant', facts, addDays(TODAY, -1)).lacks).toEqual(['induction']);
	});
	it('asks neither education nor experience', () => {
		expect(judged(policy, 'assistant', ready('assistant'), TODAY).eligible).toBe(true);
	});
});

describe.each(versions)('%s: every tier', (name) => {
	const policy = standard(name);
	const tiers: Tier[] = ['assistant', 'manager', 'senior', 'principal'];

	it.each(tiers)(
		'%s takes its own certificate, on its first and its last day and not outside them',
		(tier) => {
			const on = (issuedOn: string, validTo: string, revokedOn: string | null = null, of: Tier = tier) =>
				judged(
					policy,
					tier,
					without(ready(tier), 'certificates', held('bank', of, issuedOn, validTo, revokedOn)),
					TODAY
				);
			expect(on(TODAY, '2028-11-20').eligible).toBe(true);
			expect(on('2024-11-22', TODAY).eligible).toBe(true);
			expect(on(addDays(TODAY, 1), '2028-11-21').lacks).toEqual(['certificate']);
			expect(on('2024-11-21', addDays(TODAY, -1)).lacks).toEqual(['certificate']);
			expect(on('2026-01-15', '2028-01-14', TODAY).lacks).toEqual(['certificate']);
			expect(on('2026-01-15', '2028-01-14', addDays(TODAY, 1)).eligible).toBe(true);
			for (const other of tiers.filter((of) => of !== tier))
				expect(on('2026-01-15', '2028-01-14', null, other).lacks).toEqual(['certificate']);
		}
	);

	it.each([
		['assistant', 24],
		['manager', 24],
		['senior', 36],
		['principal', 36]
	] as const)('%s is clear again %s months after a serious sanction', (tier, months) => {
		const anniversary = addMonths(TODAY, -months);
		const on = (date: string, severity?: 'minor') =>
			judged(policy, tier, person(ready(tier), { evidence: [sanction(date, severity)] }), TODAY);
		expect(on(anniversary).eligible).toBe(true);
		expect(on(addDays(anniversary, 1)).lacks).toEqual(['conductClear']);
		expect(on(addDays(anniversary, 1)).evaluation.earliest).toBe(addDays(TODAY, 1));
		expect(on('2026-11-01', 'minor').eligible).toBe(true);
	});

	it.each(tiers)('%s takes a good credit check of the last twelve months', (tier) => {
		const on = (date: string, outcome?: 'poor') => {
			const facts = ready(tier);
			facts.evidence = [...facts.evidence.filter(({ kind }) => kind !== 'creditCheck'), check(date, outcome)];
			return judged(policy, tier, facts, TODAY);
		};
		expect(on('2025-11-22').eligible).toBe(true);
		expect(on('2025-11-21').lacks).toEqual(['creditStanding']);
		expect(on('2026-11-01', 'poor').lacks).toEqual(['creditStanding']);
	});

	it('promotes nobody without facts, and nobody to a tier that is not there', () => {
		for (const tier of tiers) expect(judged(policy, tier, person(), TODAY).eligible).toBe(false);
		expect(judged(policy, 'emperor', ready('principal'), TODAY).eligible).toBe(false);
	});
});

describe.each(versions)('%s: ability and knowledge', (name) => {
	const policy = standard(name);
	const lacks = (tier: Tier, list: keyof PersonFacts, ...instead: unknown[]) =>
		judged(policy, tier, without(ready(tier), list, ...instead), TODAY).lacks;

	it('manager: 36 hours of signed shadowing, two credit hours in two years', () => {
		expect(lacks('manager', 'shadowing', session('2020-01-01', 2160))).toEqual([]);
		expect(lacks('manager', 'shadowing', session('2020-01-01', 2159))).toEqual(['shadowing']);
		expect(lacks('manager', 'shadowing', session('2020-01-01', 2160, { state: 'waiting' }))).toEqual([
			'shadowing'
		]);
		expect(lacks('manager', 'completions', module('a', '2024-11-22'), module('b', '2026-01-01'))).toEqual([]);
		expect(lacks('manager', 'completions', module('a', '2024-11-21'), module('b', '2026-01-01'))).toEqual([
			'creditHours'
		]);
	});
	it('senior: shadowing of three years, one field of marketing, four credit hours in two years', () => {
		expect(lacks('senior', 'shadowing', session('2023-11-22', 2160))).toEqual([]);
		expect(lacks('senior', 'shadowing', session('2023-11-21', 2160))).toEqual(['shadowing']);
		const four = modules.slice(0, 4).map((code) => module(code, '2025-01-01'));
		expect(lacks('senior', 'completions', ...four)).toEqual([]);
		expect(lacks('senior', 'completions', ...four.slice(1))).toEqual(['creditHours']);
		const other = [...four.slice(0, 3), module(modules[4]!, '2025-01-01')];
		expect(lacks('senior', 'completions', ...other)).toEqual(['moduleCompleted']);
	});
	it('principal: every field of marketing, and a year as senior', () => {
		for (const left of modules) {
			const others = modules.filter((code) => code !== left).map((code) => module(code, '2026-01-01'));
			expect(lacks('principal', 'completions', ...others)).toEqual(['moduleCompleted']);
		}
		expect(lacks('principal', 'appointments', stood('bank', 'senior', '2025-11-21'))).toEqual([]);
		expect(lacks('principal', 'appointments', stood('bank', 'senior', '2025-11-22'))).toEqual(['tenure']);
	});
});

describe('bank/2026-07-01.yaml: what principal asks besides', () => {
	const by = (list: 'assessments' | 'endorsements', ...facts: unknown[]) =>
		judged(latest, 'principal', without(ready('principal'), list, ...facts), TODAY);
	const [h1, h2] = [
		['2025-07-01', '2025-12-31'],
		['2026-01-01', '2026-06-30']
	] as const;
	it('an average of 80 over the last two periods, no indicator below 70; too few say nothing yet', () => {
		expect(by('assessments', assessed(...h1, 79.99), assessed(...h2, 80)).lacks).toEqual([
			'assessmentWindow'
		]);
		expect(by('assessments', assessed(...h1, 70), assessed(...h2, 90, { risk: 70 })).eligible).toBe(true);
		expect(by('assessments', assessed(...h1, 80), assessed(...h2, 90, { risk: 69.99 })).lacks).toEqual([
			'assessmentWindow'
		]);
		const one = by('assessments', assessed(...h2, 99));
		expect(one.eligible).toBe(false);
		expect(one.evaluation.requirements.find(({ kind }) => kind === 'assessmentWindow')?.outcome).toBe(
			'unknown'
		);
	});
	it('a recommendation for this tier by the head of the unit in the last year', () => {
		expect(by('endorsements', backed('bank', 'principal', 'unitHead', '2025-11-22')).eligible).toBe(true);
		for (const other of [
			backed('bank', 'principal', 'unitHead', '2025-11-21'),
			backed('bank', 'senior', 'unitHead', '2026-10-01'),
			backed('bank', 'principal', 'mentor', '2026-10-01'),
			backed('telecom', 'principal', 'unitHead', '2026-10-01')
		])
			expect(by('endorsements', other).lacks).toEqual(['endorsement']);
	});
});

describe('bank/2026-07-01.yaml: the exception on education', () => {
	const granted = (tier: Tier, ref = 'education', from = '2026-11-01', to = '2026-12-31') => ({
		exceptions: [exception('bank', tier, ref, from, to)]
	});
	const school = (months: number, from = addMonths(TODAY, -months)) => ({
		evidence: [degree('highSchool'), job(from)]
	});

	it.each([
		['manager', 24],
		['senior', 36],
		['principal', 60]
	] as const)('%s: stands in for the degree, and still asks %s months', (tier, months) => {
		const facts = (part: Partial<PersonFacts>) => person(besides(tier), granted(tier), part);
		const { eligible, evaluation } = judged(latest, tier, facts(school(months)), TODAY);
		expect(eligible).toBe(true);
		const degreeOrTitle = evaluation.requirements[0];
		expect(degreeOrTitle && 'of' in degreeOrTitle && degreeOrTitle.of[2]).toMatchObject({
			of: [{ ref: 'education', outcome: 'waived', waiver: { to: '2026-12-31' } }, { outcome: 'met' }]
		});
		const early = judged(latest, tier, facts(school(0, addDays(addMonths(TODAY, -months), 1))), TODAY);
		expect(early).toMatchObject({ eligible: false, lacks: ['education+experience+title'] });
		// It never turns into the short way of a master's degree.
		expect(judged(latest, tier, facts(school(months - 12)), TODAY).eligible).toBe(false);
	});

	it('holds from its first to its last day, for its tier and ladder', () => {
		const on = (asOf: string, part: Partial<PersonFacts> = granted('senior')) =>
			judged(latest, 'senior', person(besides('senior'), school(60), part), asOf).eligible;
		expect([on('2026-10-31'), on('2026-11-01'), on('2026-12-31'), on('2027-01-01')]).toEqual([
			...[false, true, true, false]
		]);
		expect(on(TODAY, granted('manager'))).toBe(false);
		expect(
			on(TODAY, { exceptions: [exception('telecom', 'senior', 'education', '2026-11-01', '2026-12-31')] })
		).toBe(false);
	});

	it.each(['certificate', 'conductClear', 'creditStanding', 'shadowing'])('never waives %s', (kind) => {
		const spoilt = person(besides('senior'), school(60), granted('senior'), granted('senior', kind));
		if (kind === 'certificate') spoilt.certificates = [];
		if (kind === 'shadowing') spoilt.shadowing = [];
		if (kind === 'conductClear') spoilt.evidence = [...spoilt.evidence, sanction('2026-10-01')];
		if (kind === 'creditStanding')
			spoilt.evidence = spoilt.evidence.filter((fact) => fact.kind !== 'creditCheck');
		const { eligible, lacks, evaluation } = judged(latest, 'senior', spoilt, TODAY);
		expect({ eligible, lacks }).toEqual({ eligible: false, lacks: [kind] });
		expect(leavesOf(evaluation.requirements).find((leaf) => leaf.kind === kind)?.waiver).toBeNull();
	});

	it('is not to be had for an assistant, nor under the standard before', () => {
		expect(latest.tiers.map(({ waivable }) => waivable.map(({ ref }) => ref))).toEqual([
			...[[], ['education'], ['education'], ['education']]
		]);
		const before = standard('bank/2026-01-01.yaml');
		const facts = person(besides('senior'), school(60), granted('senior'));
		expect(judged(before, 'senior', facts, TODAY).eligible).toBe(false);
	});
});

describe('bank/2026-07-01.yaml: keeping a grade, and coming back to it', () => {
	const holding = (since: string, part: Partial<PersonFacts> = {}) =>
		({ ...ready('senior'), appointments: [stood('bank', 'senior', since)], ...part }) as PersonFacts;
	const keeps = (facts: PersonFacts, asOf = TODAY) => judged(latest, 'senior', facts, asOf, 'retain');

	it('asks the certificate to its last day, then retraining for three months before demotion', () => {
		expect(keeps(holding('2024-01-01')).eligible).toBe(true);
		const ending = holding('2024-01-01', { certificates: [held('bank', 'senior', '2024-11-22', TODAY)] });
		expect(keeps(ending).eligible).toBe(true);
		expect(keeps(ending, addDays(TODAY, 1)).lacks).toEqual(['certificate']);
		expect(latest.tiers.map(({ lapse }) => lapse)).toEqual([
			{ retrainMonths: 3, then: 'exit', warnDays: 10 },
			...Array.from({ length: 3 }, () => ({ retrainMonths: 3, then: 'demote', warnDays: 10 }))
		]);
	});
	it('leaves assessments alone for a year after the appointment', () => {
		const unassessed = (since: string) => holding(since, { assessments: [] });
		expect(keeps(unassessed('2025-11-22')).eligible).toBe(true);
		expect(keeps(unassessed('2025-11-21')).lacks).toEqual(['assessmentWindow']);
		// Renewed for another two years: no new beginning.
		const renewed = {
			...unassessed('2024-06-01'),
			appointments: [stood('bank', 'senior', '2024-06-01'), stood('bank', 'senior', '2026-06-01')]
		};
		expect(keeps(renewed).lacks).toEqual(['assessmentWindow']);
	});
	it('loses it by two weak half-years, one very weak one, or one indicator', () => {
		const after = (first: number, second: number, scores: Record<string, number> = {}) =>
			keeps(
				holding('2024-01-01', {
					assessments: [
						assessed('2025-07-01', '2025-12-31', first),
						assessed('2026-01-01', '2026-06-30', second, scores)
					]
				})
			).lacks;
		expect(after(69.99, 70)).toEqual([]);
		expect(after(69.99, 69.99)).toEqual(['assessmentWindow']);
		expect(after(60, 90)).toEqual([]);
		expect(after(59.99, 90)).toEqual(['assessmentWindow']);
		expect(after(90, 90, { risk: 50 })).toEqual([]);
		expect(after(90, 90, { risk: 49.99 })).toEqual(['assessmentWindow']);
	});
	it('takes whoever comes back without degree or years, with what may have changed', () => {
		const facts = person(besides('senior'));
		expect(judged(latest, 'senior', facts, TODAY, 'readmit').eligible).toBe(true);
		expect(judged(latest, 'senior', facts, TODAY).eligible).toBe(false);
		expect(judged(latest, 'senior', { ...facts, certificates: [] }, TODAY, 'readmit').lacks).toEqual([
			'certificate'
		]);
	});
	it('decides as the domain asks: an approver below, a committee with notice above', () => {
		const committee = { by: 'committee', quorum: 3, majority: 'half' };
		expect(
			latest.tiers.map(({ decision, noticeDays, validityMonths }) => [decision, noticeDays, validityMonths])
		).toEqual([
			[{ by: 'approver' }, 0, null],
			[{ by: 'approver' }, 0, null],
			[committee, 7, 24],
			[committee, 7, 24]
		]);
		const credit = latest.tiers.map(
			({ authority }) => authority.find(({ id }) => id === 'proposeCredit')?.limit?.amount
		);
		expect(credit).toEqual([undefined, 3_000_000, 20_000_000, 100_000_000]);
	});
});
