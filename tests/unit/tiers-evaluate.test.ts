import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { evaluate } from '$lib/features/tiers/engine/evaluate';
import { leavesOf, type Branch, type Leaf, type Outcome } from '$lib/features/tiers/engine/explanation';
import { noFacts, type PersonFacts } from '$lib/features/tiers/engine/facts';
import { allOf, areEnough, atLeastOf, countMet } from '$lib/features/tiers/engine/outcome';
import { conditions } from '$lib/features/tiers/conditions';
import { parsePolicy } from '$lib/features/tiers/policy/parse';
import type { Purpose, Requirement } from '$lib/features/tiers/policy/types';
import { addDays } from '$lib/shared/dates';
import {
	all,
	any,
	appointed,
	atLeast,
	called,
	certificate,
	check,
	completed,
	degree,
	exception,
	factsOf,
	file,
	job,
	ladderOf,
	need,
	policyOf,
	sanction,
	shadowed,
	tierOf
} from './tiers-facts';

type Answers = readonly { outcome: Outcome }[];

const TODAY = '2026-11-21';
const path = 'content/policies/bank/2026-01-01.yaml';
const bank = parsePolicy(readFileSync(path, 'utf8'), path);

const bachelor = need('education', { level: 'bachelor' });
const title = need('title', { level: 'intermediate' });
const years = (months: number) => need('experience', { kind: 'credit', months });

describe('evaluation', () => {
	it('denies by default', () => {
		expect(evaluate(policyOf(), 'high', noFacts('p'), TODAY)).toMatchObject({
			eligible: false,
			met: 0,
			total: 0,
			outlook: { date: null }
		});
		expect(evaluate(bank, 'emperor', noFacts('p'), TODAY).eligible).toBe(false);
		expect(() => evaluate(policyOf(need('charm', {})), 'high', noFacts('p'), TODAY)).toThrow(/charm/);
	});

	it('nests all and any', () => {
		const policy = policyOf(
			any(need('education', { level: 'master' }), all(any(bachelor, title), years(24)))
		);
		const facts = factsOf({ evidence: [degree('bachelor'), job('2024-11-21')] });
		const result = evaluate(policy, 'high', facts, TODAY);
		const root = result.requirements[0] as Branch;
		expect(result.eligible).toBe(true);
		expect(root).toMatchObject({ outcome: 'met', best: [1] });
		expect(root.of.map(({ outcome }) => outcome)).toEqual(['missing', 'met']);
		expect(leavesOf(result.requirements).map(({ id }) => id)).toEqual(['0.0', '0.1.0.0', '0.1.0.1', '0.1.1']);
	});

	it('leads through the branch that asks least: time before years of study', () => {
		const policy = policyOf(
			any(need('education', { level: 'master' }), all(bachelor, years(24)), all(bachelor, years(36)))
		);
		const result = evaluate(
			policy,
			'high',
			factsOf({ evidence: [degree('bachelor'), job('2025-01-01')] }),
			TODAY
		);
		expect(result).toMatchObject({
			eligible: false,
			earliest: '2027-01-01',
			outlook: { date: '2027-01-01', ifs: [] }
		});
		expect((result.requirements[0] as Branch).best).toEqual([1]);
	});

	it('tells by when time alone suffices only if nothing runs out before', () => {
		const policy = policyOf(years(24), need('certificate', { tier: 'high' }));
		const evidence = [job('2025-01-01')];
		const until = (validTo: string) =>
			evaluate(
				policy,
				'high',
				factsOf({ evidence, certificates: [certificate('high', '2026-01-01', validTo)] }),
				TODAY
			).earliest;
		expect(until('2027-01-01')).toBe('2027-01-01');
		expect(until('2026-12-31')).toBeNull();
	});

	it('names what must be done for the outlook, and no date when it takes more than that', () => {
		const policy = policyOf(
			years(24),
			need('certificate', { tier: 'high' }),
			need('shadowing', { minutes: 60 })
		);
		const result = evaluate(policy, 'high', factsOf({ evidence: [job('2025-01-01')] }), TODAY);
		expect(result.outlook).toEqual({ date: '2027-01-01', ifs: ['1', '2'] });
		expect(result.earliest).toBeNull();
		expect(evaluate(policyOf(bachelor), 'high', noFacts('p'), TODAY).outlook).toEqual({
			date: null,
			ifs: ['0']
		});
	});
});

describe('what is unknown or does not apply', () => {
	const unknown = need('creditStanding', { withinMonths: 12 });
	it('is not missing, and not enough', () => {
		const result = evaluate(
			policyOf(bachelor, unknown),
			'high',
			factsOf({ evidence: [degree('master')] }),
			TODAY
		);
		expect(result.requirements.map(({ outcome }) => outcome)).toEqual(['met', 'unknown']);
		expect(result).toMatchObject({ eligible: false, met: 1, total: 2, outlook: { date: TODAY, ifs: ['1'] } });
	});

	it.each([
		['all', all(bachelor, unknown), [degree('bachelor')], 'unknown'],
		['all', all(bachelor, unknown), [], 'missing'],
		['any', any(bachelor, unknown), [], 'unknown'],
		['any', any(bachelor, unknown), [degree('bachelor')], 'met'],
		['atLeast', atLeast(2, bachelor, title, unknown), [degree('bachelor')], 'unknown'],
		['atLeast', atLeast(3, bachelor, title, unknown), [degree('bachelor')], 'missing']
	] as const)('%s', (_, requirement, evidence, outcome) => {
		const facts = factsOf({ evidence: [...evidence] });
		expect(evaluate(policyOf(requirement), 'high', facts, TODAY).requirements[0]?.outcome).toBe(outcome);
	});

	it.each([
		[allOf, ['notApplicable', 'met'], 'met'],
		[allOf, ['notApplicable', 'waived'], 'waived'],
		[allOf, ['notApplicable', 'notApplicable'], 'notApplicable'],
		[allOf, ['met', 'waived'], 'met'],
		[(of: Answers) => atLeastOf(of, 1), ['notApplicable', 'missing'], 'missing'],
		[(of: Answers) => atLeastOf(of, 1), ['notApplicable', 'notApplicable'], 'notApplicable'],
		[(of: Answers) => atLeastOf(of, 2), ['met', 'waived', 'missing'], 'met'],
		[(of: Answers) => atLeastOf(of, 1), ['waived', 'unknown'], 'waived'],
		[(of: Answers) => atLeastOf(of, 2), ['notApplicable', 'met'], 'missing']
	] as const)('%s of %j is %s', (join, outcomes, expected) => {
		expect(join(outcomes.map((outcome) => ({ outcome })))).toBe(expected);
	});

	it('promotes nobody by what does not apply alone, and keeps whom nothing is asked', () => {
		const idle = [{ outcome: 'notApplicable' as const }];
		expect(areEnough(idle, 'promote')).toBe(false);
		expect(areEnough(idle, 'retain')).toBe(true);
		expect(areEnough([], 'retain')).toBe(true);
		expect(areEnough([], 'readmit')).toBe(false);
		expect(countMet([...idle, { outcome: 'waived' }, { outcome: 'unknown' }])).toEqual({ met: 1, total: 2 });
	});
});

describe('so many of several', () => {
	const policy = policyOf(
		atLeast(
			2,
			bachelor,
			years(24),
			need('shadowing', { minutes: 60 }),
			need('education', { level: 'doctor' })
		)
	);
	it('hold up by those that are met', () => {
		const facts = factsOf({ evidence: [degree('bachelor')], shadowing: [shadowed('2026-01-01', 60)] });
		const [root] = evaluate(policy, 'high', facts, TODAY).requirements as [Branch];
		expect(root).toMatchObject({ outcome: 'met', need: 2, best: [0, 2], earliest: TODAY });
	});
	it('lead through those that ask least, and come on the day of as many as must hold', () => {
		const facts = factsOf({ evidence: [job('2025-01-01')] });
		const result = evaluate(policy, 'high', facts, TODAY);
		const [root] = result.requirements as [Branch];
		expect(root).toMatchObject({ outcome: 'missing', best: [1, 2], earliest: null });
		expect(result.outlook).toEqual({ date: '2027-01-01', ifs: ['0.2'] });
		const both = factsOf({ evidence: [degree('bachelor'), job('2025-01-01')] });
		expect(evaluate(policy, 'high', both, TODAY)).toMatchObject({ earliest: '2027-01-01' });
	});
});

describe('exceptions', () => {
	const waivable = { ref: 'education', by: 'hrApprover', levelsUp: 1, months: 12, perYear: 3 } as const;
	const withWaivable = (...requirements: Requirement[]) =>
		ladderOf(tierOf('high', requirements, { waivable: [waivable] }));
	const policy = withWaivable(
		called('education', any(bachelor, title)),
		need('certificate', { tier: 'high' })
	);
	const certificates = [certificate('high', '2026-01-01', '2027-12-31')];
	const granted = exception('high', 'education', '2026-11-01', '2027-10-31');
	const on = (asOf: string, exceptions = [granted]) =>
		evaluate(policy, 'high', factsOf({ certificates, exceptions }), asOf);

	it('stand in for evidence from their first to their last day, and are shown', () => {
		expect(on('2026-10-31').eligible).toBe(false);
		expect(on('2026-11-01')).toMatchObject({
			eligible: true,
			met: 2,
			says: { key: 'tiers.whole.eligible', params: { waived: 1 } }
		});
		expect(on('2027-10-31').requirements[0]).toMatchObject({
			outcome: 'waived',
			waiver: { exceptionId: granted.id, decisionId: 'decision-education', to: '2027-10-31' }
		});
		expect(on('2027-11-01').eligible).toBe(false);
	});
	it('give way to the evidence itself', () => {
		const facts = factsOf({ certificates, exceptions: [granted], evidence: [degree('bachelor')] });
		expect(evaluate(policy, 'high', facts, TODAY).requirements[0]).toMatchObject({
			outcome: 'met',
			waiver: null
		});
	});
	it('count for their own tier, ladder and requirement, and only what the policy names', () => {
		expect(on(TODAY, [{ ...granted, tier: 'low' }]).eligible).toBe(false);
		expect(on(TODAY, [{ ...granted, ladder: 'other' }]).eligible).toBe(false);
		expect(on(TODAY, [{ ...granted, ref: 'other' }]).eligible).toBe(false);
		const closed = policyOf(called('education', bachelor), need('certificate', { tier: 'high' }));
		const facts = factsOf({ certificates, exceptions: [granted] });
		expect(evaluate(closed, 'high', facts, TODAY).eligible).toBe(false);
	});
	it('never waive certificate or conduct, whatever a document says', () => {
		for (const kind of ['certificate', 'conductClear', 'creditStanding']) {
			expect(conditions.get(kind)?.waivable).toBe(false);
		}
		const forged = withWaivable(called('education', all(bachelor, need('certificate', { tier: 'high' }))));
		const result = evaluate(forged, 'high', factsOf({ exceptions: [granted] }), TODAY);
		expect(result).toMatchObject({ eligible: false, requirements: [{ outcome: 'missing', waiver: null }] });
	});
});

describe('purposes', () => {
	const policy = ladderOf(
		tierOf('high', [bachelor, years(24)], {
			retain: [need('shadowing', { minutes: 60, withinMonths: 12 })],
			readmit: [bachelor]
		})
	);
	it('have requirements of their own', () => {
		const facts = factsOf({ evidence: [degree('bachelor')] });
		const eligible = (purpose: Purpose) => evaluate(policy, 'high', facts, TODAY, { purpose }).eligible;
		expect([eligible('promote'), eligible('retain'), eligible('readmit')]).toEqual([false, false, true]);
		// Where nothing is asked for staying, everybody stays; to come back asks what appointment asks.
		expect(evaluate(policy, 'low', facts, TODAY, { purpose: 'retain' }).eligible).toBe(true);
		expect(evaluate(policy, 'low', facts, TODAY, { purpose: 'readmit' }).total).toBe(1);
		expect(evaluate(policy, 'emperor', facts, TODAY, { purpose: 'retain' }).eligible).toBe(false);
	});
});

describe('what if', () => {
	it('takes leaves as met from the day on', () => {
		const policy = policyOf(years(24), need('certificate', { tier: 'high' }));
		const facts = factsOf({ evidence: [job('2025-01-01')] });
		const suppose = new Set(['1']);
		expect(evaluate(policy, 'high', facts, TODAY, { suppose })).toMatchObject({
			eligible: false,
			earliest: '2027-01-01',
			requirements: [{ outcome: 'missing' }, { outcome: 'met', found: { key: 'tiers.found.supposed' } }]
		});
	});
	it('can be judged in brief, without the evidence', () => {
		const full = evaluate(bank, 'senior', ready(), TODAY);
		const brief = evaluate(bank, 'senior', ready(), TODAY, { brief: true });
		expect(leavesOf(brief.requirements).flatMap(({ evidence }) => evidence)).toEqual([]);
		expect({ ...brief, requirements: [] }).toEqual({ ...full, requirements: [] });
	});
});

/** Somebody with everything for senior, on the exact day. */
const ready = (): PersonFacts =>
	factsOf({
		evidence: [
			degree('bachelor'),
			job('2024-11-21'),
			check('2026-10-01'),
			file('induction', '2023-09-01', { kind: 'induction' })
		],
		certificates: [certificate('senior', '2026-11-01', '2028-10-31')],
		shadowing: [shadowed('2026-03-01', 720), shadowed('2026-04-01', 720), shadowed('2026-05-01', 720)],
		completions: [
			'knowing-the-customer',
			'developing-new-customers',
			'keeping-customers',
			'ending-a-relationship'
		].map((code) => completed(code, '2026-06-01')),
		appointments: [appointed('assistant', '2023-07-01'), appointed('manager', '2024-09-01')]
	});

describe('the bank’s ladder (domain, 3.1)', () => {
	it('makes senior on the day, not the day before', () => {
		expect(evaluate(bank, 'senior', ready(), TODAY)).toMatchObject({
			eligible: true,
			met: 7,
			total: 7,
			earliest: TODAY
		});
		expect(evaluate(bank, 'senior', ready(), '2026-11-20')).toMatchObject({
			eligible: false,
			met: 6,
			earliest: TODAY
		});
	});

	it.each([
		['manager', 'master', 0],
		['manager', 'bachelor', 12],
		['manager', 'associate', 24],
		['senior', 'master', 12],
		['senior', 'bachelor', 24],
		['senior', 'associate', 36],
		['principal', 'master', 24],
		['principal', 'bachelor', 36],
		['principal', 'associate', 60]
	] as const)('%s with %s wants %i months of credit experience', (tier, level, months) => {
		const first = (from: string) =>
			evaluate(bank, tier, factsOf({ evidence: [degree(level), job(from)] }), TODAY).requirements[0]?.outcome;
		const began = new Date(Date.UTC(2026, 10 - months, 21)).toISOString().slice(0, 10);
		expect(first(began)).toBe('met');
		if (months) expect(first(addDays(began, 1))).toBe('missing');
	});

	it('never lets a degree stand in for certificate or conduct', () => {
		const facts = { ...ready(), certificates: [] };
		facts.evidence = [...facts.evidence, degree('doctor'), sanction('2026-01-01')];
		const result = evaluate(bank, 'senior', facts, TODAY);
		expect(
			result.requirements.filter(({ outcome }) => outcome === 'missing').map((node) => (node as Leaf).kind)
		).toEqual(['certificate', 'conductClear']);
	});
});
