import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { evaluate } from '$lib/features/tiers/engine/evaluate';
import { leavesOf, type Branch, type Leaf, type Node } from '$lib/features/tiers/engine/explanation';
import { noFacts, type PersonFacts } from '$lib/features/tiers/engine/facts';
import { replay, seal } from '$lib/features/tiers/engine/replay.server';
import { parsePolicy } from '$lib/features/tiers/policy/parse';
import { addDays } from '$lib/shared/dates';
import { canonicalJson } from '$lib/shared/json';
import {
	all,
	any,
	appointed,
	certificate,
	check,
	completed,
	degree,
	factsOf,
	file,
	job,
	need,
	policyOf,
	sanction,
	shadowed
} from './tiers-facts';

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
		expect(root).toMatchObject({ outcome: 'met', best: 1 });
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
		expect((result.requirements[0] as Branch).best).toBe(1);
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

const day = fc.integer({ min: 0, max: 1500 }).map((days) => addDays('2023-01-01', days));
const level = fc.constantFrom('highSchool', 'associate', 'bachelor', 'master', 'doctor' as const);
const helpful = fc.oneof(
	fc.tuple(level, day).map(([of, on]) => ({ evidence: [degree(of, on)] })),
	fc
		.tuple(day, fc.option(fc.nat(700)))
		.map(([from, days]) => ({ evidence: [job(from, days === null ? null : addDays(from, days))] })),
	day.map((on) => ({ evidence: [check(on)] })),
	day.map((on) => ({ certificates: [certificate('senior', on, addDays(on, 730))] })),
	fc
		.tuple(day, fc.integer({ min: 15, max: 720 }))
		.map(([on, minutes]) => ({ shadowing: [shadowed(on, minutes)] })),
	fc
		.tuple(fc.constantFrom('ending-a-relationship', 'keeping-customers'), day)
		.map(([code, on]) => ({ completions: [completed(code, on)] }))
) as fc.Arbitrary<Partial<PersonFacts>>;
const harmful = fc.oneof(
	day.map((on) => ({ evidence: [sanction(on)] })),
	day.map((on) => ({ evidence: [check(on, 'poor')] }))
) as fc.Arbitrary<Partial<PersonFacts>>;
const merge = (parts: Partial<PersonFacts>[]): PersonFacts =>
	parts.reduce<PersonFacts>(
		(sum, part) => {
			for (const key of ['evidence', 'certificates', 'shadowing', 'completions'] as const)
				(sum[key] as unknown[]).push(...(part[key] ?? []));
			return sum;
		},
		factsOf({ evidence: [], certificates: [], shadowing: [], completions: [] })
	);
const flat = (nodes: Node[]): Node[] =>
	nodes.flatMap((node) => ('of' in node ? [node, ...flat(node.of)] : [node]));

describe('for any facts', () => {
	const some = fc.array(fc.oneof({ weight: 5, arbitrary: helpful }, { weight: 1, arbitrary: harmful }), {
		maxLength: 14
	});

	it('helpful evidence never makes any answer worse', () => {
		fc.assert(
			fc.property(some, helpful, day, (parts, more, asOf) => {
				const before = evaluate(bank, 'senior', merge(parts), asOf);
				const after = evaluate(bank, 'senior', merge([...parts, more]), asOf);
				const now = new Map(flat(after.requirements).map((node) => [node.id, node]));
				for (const node of flat(before.requirements))
					if (node.outcome === 'met') expect(now.get(node.id)?.outcome).toBe('met');
				expect(after.met).toBeGreaterThanOrEqual(before.met);
			})
		);
	});

	it('their order does not matter and the same input gives the same bytes', () => {
		fc.assert(
			fc.property(some, day, (parts, asOf) => {
				const once = canonicalJson(evaluate(bank, 'senior', merge(parts), asOf));
				expect(canonicalJson(evaluate(bank, 'senior', merge([...parts].reverse()), asOf))).toBe(once);
			})
		);
	});

	it('the leaves account for the root, and the promised day keeps its promise', () => {
		const settled = (node: Node): boolean =>
			'of' in node
				? node.kind === 'all'
					? node.of.every(settled)
					: node.of.some(settled)
				: node.outcome !== 'missing';
		fc.assert(
			fc.property(some, day, (parts, asOf) => {
				const facts = merge(parts);
				const result = evaluate(bank, 'senior', facts, asOf);
				for (const node of flat(result.requirements)) expect(settled(node)).toBe(node.outcome !== 'missing');
				expect(result.eligible).toBe(result.requirements.every(settled));
				if (result.earliest) expect(evaluate(bank, 'senior', facts, result.earliest).eligible).toBe(true);
			})
		);
	});

	it('a sealed decision replays to the same bytes, and an altered one does not', () => {
		fc.assert(
			fc.property(some, day, (parts, asOf) => {
				const sealed = seal(bank, 'senior', merge(parts), asOf);
				const stored = JSON.parse(JSON.stringify(sealed)) as typeof sealed;
				expect(replay(bank, 'senior', asOf, stored)).toEqual({
					identical: true,
					factsIntact: true,
					explanationIntact: true
				});
				stored.facts.shadowing.push(shadowed(asOf, 60));
				expect(replay(bank, 'senior', asOf, stored)).toMatchObject({ identical: false, factsIntact: false });
			}),
			{ numRuns: 30 }
		);
	});
});
