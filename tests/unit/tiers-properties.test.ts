import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { conditions } from '$lib/features/tiers/conditions';
import { evaluate } from '$lib/features/tiers/engine/evaluate';
import {
	ENGINE_VERSION,
	type Evaluation,
	type Node,
	type Outcome
} from '$lib/features/tiers/engine/explanation';
import { factLists, noFacts, type PersonFacts } from '$lib/features/tiers/engine/facts';
import { storedFacts } from '$lib/features/tiers/engine/stored-facts';
import { redact } from '$lib/features/tiers/engine/redact';
import { hashOf, replay, seal } from '$lib/features/tiers/engine/replay.server';
import { storedEvaluation } from '$lib/features/tiers/engine/stored';
import { parsePolicy } from '$lib/features/tiers/policy/parse';
import { storedPolicy } from '$lib/features/tiers/policy/stored';
import { purposes, type Policy, type Requirement } from '$lib/features/tiers/policy/types';
import { everyRequirement, mayWaive } from '$lib/features/tiers/policy/waivable';
import { addDays } from '$lib/shared/dates';
import { canonicalJson } from '$lib/shared/json';
import * as given from './tiers-facts';
import { all, any, atLeast, called, factsOf, ladderOf, need, tierOf } from './tiers-facts';

const path = 'content/policies/bank/2026-01-01.yaml';
const bank = parsePolicy(readFileSync(path, 'utf8'), path);

/** Three years and a half with a leap day, and no day of it is special. */
const day = fc.integer({ min: 0, max: 1300 }).map((days) => addDays('2023-06-15', days));
const span = fc.tuple(day, fc.option(fc.nat(700))).map(([from, days]) => ({
	from,
	to: days === null ? null : addDays(from, days)
}));

const leaf: fc.Arbitrary<Requirement> = fc.constantFrom(
	need('education', { level: 'bachelor' }),
	need('title', { level: 'junior' }),
	need('experience', { kind: 'credit', months: 12 }),
	need('experience', { kind: 'credit', months: 7, minusLeave: true }),
	need('induction', {}),
	need('certificate', { tier: 'high' }),
	need('shadowing', { minutes: 300, withinMonths: 12 }),
	need('creditHours', { minutes: 120, withinMonths: 18 }),
	need('moduleCertificate', { ladder: 'module', module: 'one', title: { 'zh-CN': '一', en: 'One' } }),
	need('moduleCompleted', { module: 'one', title: { 'zh-CN': '一', en: 'One' } }),
	need('tenure', { tier: 'low', months: 6 }),
	need('conductClear', { years: 1 }),
	need('creditStanding', { withinMonths: 12 }),
	need('examPassed', { tier: 'high', withinMonths: 12 }),
	need('pledge', { pledge: 'loans', title: { 'zh-CN': '承诺书', en: 'Pledge' } }),
	need('endorsement', { role: 'mentor' }),
	need('rubricAverage', { minimum: 3, withinMonths: 12 }),
	need('assessmentWindow', { periods: 2, average: 70, graceMonths: 3 }),
	need('assessmentWindow', { periods: 2, noTwoBelow: 60, withinMonths: 24 }),
	need('conductRating', { minimum: 'good', withinMonths: 24 })
);
const { requirement } = fc.letrec<{ requirement: Requirement }>((tie) => ({
	requirement: fc.oneof(
		{ maxDepth: 3, withCrossShrink: true },
		{ weight: 3, arbitrary: leaf },
		{
			weight: 1,
			arbitrary: fc.array(tie('requirement'), { minLength: 1, maxLength: 3 }).map((of) => all(...of))
		},
		{
			weight: 1,
			arbitrary: fc.array(tie('requirement'), { minLength: 1, maxLength: 3 }).map((of) => any(...of))
		},
		{
			weight: 1,
			arbitrary: fc
				.array(tie('requirement'), { minLength: 1, maxLength: 4 })
				.chain((of) => fc.integer({ min: 1, max: of.length }).map((count) => atLeast(count, ...of)))
		}
	)
}));

/** Ladders whose requirements are named r0, r1, …; each that may be waived is. */
const policies: fc.Arbitrary<Policy> = fc
	.tuple(fc.array(requirement, { minLength: 1, maxLength: 4 }), fc.subarray(['maternity', 'sick']))
	.map(([list, pauses]) => {
		const named = list.map((one, i) => called(`r${i}`, one));
		const waivable = everyRequirement(named)
			.filter((one) => one.ref !== null && mayWaive(one))
			.map(({ ref }) => ({ ref: ref!, by: 'hrApprover' as const, levelsUp: 1, months: 12, perYear: 9 }));
		return ladderOf(tierOf('high', named, { waivable, retain: named.slice(1) }), { pauses });
	});

type Part = Partial<PersonFacts>;
const words = { 'zh-CN': '词', en: 'Words' };
const level = fc.constantFrom('highSchool', 'associate', 'bachelor', 'master' as const);
const helpful: fc.Arbitrary<Part> = fc.oneof(
	fc.tuple(level, day).map(([of, on]) => ({ evidence: [given.degree(of, on)] })),
	span.map(({ from, to }) => ({ evidence: [given.job(from, to)] })),
	day.map((on) => ({ evidence: [given.file('title', on, { level: 'junior', name: '经济师' })] })),
	day.map((on) => ({ evidence: [given.file('induction', on, { kind: 'probation' })] })),
	day.map((on) => ({ evidence: [given.check(on)] })),
	fc
		.tuple(fc.constantFrom('high', 'senior'), day)
		.map(([tier, on]) => ({ certificates: [given.certificate(tier, on, addDays(on, 730))] })),
	fc
		.tuple(day, fc.integer({ min: 60, max: 400 }))
		.map(([on, minutes]) => ({ shadowing: [given.shadowed(on, minutes)] })),
	day.map((on) => ({ completions: [given.completed('one', on, 90)] })),
	day.map((on) => ({
		exams: [{ id: `exam-${on}`, ladder: 'bank', tier: 'high', passedOn: on, percent: 80 }]
	})),
	day.map((on) => ({
		pledges: [{ id: `pledge-${on}`, code: 'loans', title: words, version: 1, signedOn: on, validTo: null }]
	})),
	day.map((on) => ({
		endorsements: [{ id: `by-${on}`, ladder: 'bank', tier: 'high', role: 'mentor', endorsedOn: on }]
	})),
	fc.tuple(fc.nat(3), span).map(([at, { from, to }]) => ({
		exceptions: [given.exception('high', `r${at}`, from, to ?? addDays(from, 365))]
	}))
);
const other: fc.Arbitrary<Part> = fc.oneof(
	day.map((on) => ({ evidence: [given.sanction(on)] })),
	day.map((on) => ({ evidence: [given.check(on, 'poor')] })),
	span.map(({ from, to }) => ({ evidence: [given.leave(from, to)] })),
	fc.tuple(day, fc.integer({ min: 1, max: 4 })).map(([on, level]) => ({
		shadowing: [
			given.shadowed(on, 60, 'countersigned', { rubric: { character: level, skill: level, work: 4 } })
		]
	})),
	fc.tuple(day, fc.integer({ min: 40, max: 100 })).map(([from, total]) => ({
		assessments: [
			{ id: `period-${from}-${total}`, period: words, from, to: addDays(from, 180), total, scores: {} }
		]
	})),
	fc.tuple(fc.constantFrom('excellent' as const, 'poor' as const), day).map(([rating, on]) => ({
		evidence: [given.file('conductReview', on, { rating, note: null }, addDays(on, 180))]
	})),
	fc.tuple(fc.constantFrom('low', 'high', null), day, fc.option(fc.nat(500))).map(([tier, on, days]) => ({
		appointments: [given.appointed(tier, on, days === null ? null : addDays(on, days))]
	}))
);
const some = fc.array(fc.oneof({ weight: 4, arbitrary: helpful }, { weight: 1, arbitrary: other }), {
	maxLength: 14
});

const merge = (parts: readonly Part[]): PersonFacts => {
	const facts = noFacts('person');
	for (const part of parts)
		for (const list of factLists) (facts[list] as unknown[]).push(...(part[list] ?? []));
	return facts;
};
const flat = (nodes: readonly Node[]): Node[] =>
	nodes.flatMap((node) => ('of' in node ? [node, ...flat(node.of)] : [node]));
const isMet = ({ outcome }: { outcome: Outcome }) => outcome === 'met' || outcome === 'waived';
const purpose = fc.constantFrom(...purposes);

describe('for any standard and any facts', () => {
	it('helpful evidence never makes any answer worse', () => {
		fc.assert(
			fc.property(policies, some, helpful, day, (policy, parts, more, asOf) => {
				const before = evaluate(policy, 'high', merge(parts), asOf);
				const after = evaluate(policy, 'high', merge([...parts, more]), asOf);
				const now = new Map(flat(after.requirements).map((node) => [node.id, node]));
				for (const node of flat(before.requirements)) {
					if (isMet(node)) expect(isMet(now.get(node.id)!)).toBe(true);
					if (node.outcome === 'met') expect(now.get(node.id)?.outcome).toBe('met');
				}
				expect(after.met).toBeGreaterThanOrEqual(before.met);
				if (before.eligible) expect(after.eligible).toBe(true);
			}),
			{ numRuns: 150 }
		);
	});

	it('the order of facts does not matter and the same input gives the same bytes', () => {
		fc.assert(
			fc.property(policies, some, day, purpose, (policy, parts, asOf, purpose) => {
				const bytes = (of: readonly Part[]) =>
					canonicalJson(evaluate(policy, 'high', merge(of), asOf, { purpose }));
				const once = bytes(parts);
				expect(bytes(parts)).toBe(once);
				expect(bytes([...parts].reverse())).toBe(once);
			}),
			{ numRuns: 150 }
		);
	});

	/** What leaves and exceptions make of a node, told without the engine. */
	const account = (node: Node): Outcome => {
		if (node.waiver) return 'waived';
		if (!('of' in node)) return node.outcome;
		const parts = node.of.map(account).filter((outcome) => outcome !== 'notApplicable');
		if (!parts.length) return 'notApplicable';
		const required = node.kind === 'all' ? parts.length : node.need;
		const have = (...outcomes: Outcome[]) => parts.filter((outcome) => outcomes.includes(outcome)).length;
		if (have('met', 'waived') >= required) return have('met') ? 'met' : 'waived';
		return have('met', 'waived', 'unknown') >= required ? 'unknown' : 'missing';
	};

	it('the leaves always account for the root', () => {
		fc.assert(
			fc.property(policies, some, day, purpose, (policy, parts, asOf, purpose) => {
				const result = evaluate(policy, 'high', merge(parts), asOf, { purpose });
				for (const node of flat(result.requirements)) expect(node.outcome).toBe(account(node));
				const roots = result.requirements.map(account);
				const settled = roots.every((outcome) => outcome !== 'missing' && outcome !== 'unknown');
				const some = roots.includes('met') || roots.includes('waived');
				expect(result.eligible).toBe(settled && (purpose === 'retain' || some));
				expect(result.met).toBe(roots.filter((outcome) => isMet({ outcome })).length);
			}),
			{ numRuns: 150 }
		);
	});

	/** What can be known on a day: nothing begins after it. */
	const knownOn = (asOf: string, facts: PersonFacts): PersonFacts => {
		const known = noFacts(facts.personId);
		for (const list of factLists) {
			const kept = facts[list].filter((fact) => {
				const dates = fact as unknown as Record<string, string | undefined>;
				const first = ['validFrom', 'issuedOn', 'occurredOn', 'completedOn', 'startsOn', 'from'];
				return first.every((name) => (dates[name] ?? '') <= asOf);
			});
			(known[list] as unknown[]).push(...kept);
		}
		return known;
	};

	it('the promised day keeps its promise, and no earlier day does', () => {
		fc.assert(
			fc.property(policies, some, day, (policy, parts, asOf) => {
				const facts = knownOn(asOf, merge(parts));
				const { earliest, eligible } = evaluate(policy, 'high', facts, asOf);
				if (!earliest) return;
				expect(evaluate(policy, 'high', facts, earliest).eligible).toBe(true);
				if (!eligible) expect(evaluate(policy, 'high', facts, addDays(earliest, -1)).eligible).toBe(false);
			}),
			{ numRuns: 150 }
		);
	});

	it('the best way through is enough: whoever does what it names gets there', () => {
		fc.assert(
			fc.property(policies, some, day, (policy, parts, asOf) => {
				const facts = merge(parts);
				const { outlook, eligible } = evaluate(policy, 'high', facts, asOf);
				if (eligible || outlook.date !== asOf) return;
				const suppose = new Set(outlook.ifs);
				expect(evaluate(policy, 'high', facts, asOf, { suppose }).eligible).toBe(true);
			}),
			{ numRuns: 150 }
		);
	});

	it('without the evidence the verdict is the same', () => {
		fc.assert(
			fc.property(policies, some, day, (policy, parts, asOf) => {
				const full = evaluate(policy, 'high', merge(parts), asOf);
				const brief = evaluate(policy, 'high', merge(parts), asOf, { brief: true });
				const bare = JSON.parse(JSON.stringify(full), (key, value: unknown) =>
					key === 'evidence' ? [] : value
				);
				expect(brief).toEqual(bare);
			}),
			{ numRuns: 50 }
		);
	});

	it('who may not read the file is told no more than the answers', () => {
		fc.assert(
			fc.property(policies, some, day, (policy, parts, asOf) => {
				const seen = redact(evaluate(policy, 'high', merge(parts), asOf), {
					evidence: false,
					sensitive: false
				});
				for (const node of flat(seen.requirements)) {
					if ('of' in node || node.privacy === 'plain') continue;
					expect(node.privacy).toBe('evidence');
					expect(node).toMatchObject({ evidence: [], measure: null, next: null });
				}
				expect(seen.earliest).toBeNull();
				const applies = seen.requirements.filter(({ outcome }) => outcome !== 'notApplicable');
				expect(seen.total).toBe(applies.length);
			}),
			{ numRuns: 50 }
		);
	});

	it('a sealed decision replays to the same bytes, and an altered one does not', () => {
		fc.assert(
			fc.property(policies, some, day, purpose, (policy, parts, asOf, purpose) => {
				const sealed = seal(policy, 'high', merge(parts), asOf, { purpose });
				const stored = JSON.parse(JSON.stringify(sealed)) as typeof sealed;
				const version = storedPolicy(JSON.parse(JSON.stringify(policy)));
				expect(replay(version, 'high', asOf, stored)).toEqual({
					identical: true,
					factsIntact: true,
					explanationIntact: true,
					engine: ENGINE_VERSION,
					olderEngine: false
				});
				stored.facts.evidence.push(given.degree('master'));
				expect(replay(version, 'high', asOf, stored).factsIntact).toBe(false);
			}),
			{ numRuns: 50 }
		);
	});
});

describe('facts that are odd', () => {
	it('none at all: nobody is admitted, nothing throws', () => {
		for (const tier of bank.tiers) {
			const result = evaluate(bank, tier.id, noFacts('nobody'), '2026-11-21');
			expect(result).toMatchObject({ eligible: false, earliest: null });
			expect(result.outlook.date).toBeNull();
		}
	});

	it('in the future: they do not count before their day', () => {
		fc.assert(
			fc.property(policies, fc.array(helpful, { maxLength: 10 }), (policy, parts) => {
				const before = '2023-06-14';
				const future = merge(parts);
				const seen = evaluate(policy, 'high', future, before);
				const none = evaluate(policy, 'high', noFacts('person'), before);
				expect(seen.requirements.map(({ outcome }) => outcome)).toEqual(
					none.requirements.map(({ outcome }) => outcome)
				);
			}),
			{ numRuns: 100 }
		);
	});

	it.each([
		['a month after 31 January is the last of February', '2025-01-31', 1, '2025-02-28'],
		['in a leap year the 29th', '2024-01-31', 1, '2024-02-29'],
		['a year after a leap day is 28 February', '2024-02-29', 12, '2025-02-28'],
		['and four years after it is a leap day again', '2024-02-29', 48, '2028-02-29']
	])('%s', (_, from, months, full) => {
		const policy = ladderOf(tierOf('high', [need('experience', { kind: 'credit', months })]));
		const facts = factsOf({ evidence: [given.job(from), given.job(from)] });
		expect(evaluate(policy, 'high', facts, addDays(full, -1))).toMatchObject({
			eligible: false,
			earliest: full
		});
		expect(evaluate(policy, 'high', facts, full).eligible).toBe(true);
	});

	it('that overlap count once', () => {
		const policy = ladderOf(tierOf('high', [need('experience', { kind: 'credit', months: 12 })]));
		const jobs = [given.job('2025-01-01', '2025-08-31'), given.job('2025-03-01', '2025-12-31')];
		const last = factsOf({ evidence: jobs });
		expect(evaluate(policy, 'high', last, '2026-01-01').eligible).toBe(true);
		expect(evaluate(policy, 'high', last, '2025-12-31').eligible).toBe(false);
	});
});

describe('decisions of the first engine', () => {
	const facts = {
		personId: 'person',
		evidence: [given.degree('bachelor')],
		completions: [{ id: 'c', module: 'one', completedOn: '2026-01-01', creditMinutes: 60 }],
		shadowing: [{ id: 's', occurredOn: '2026-01-01', minutes: 60, state: 'waiting', steps: [] }],
		certificates: [],
		appointments: [{ id: 'a', ladder: 'bank', tier: 'low', startsOn: '2025-01-01' }]
	};
	const says = { key: 'tiers.says.any', params: { count: 2 } };
	const old = (kind: string) => ({ id: '0.0', label: null, kind, privacy: 'evidence', says, outcome: 'met' });
	const explanation = {
		engine: 1,
		tier: 'high',
		asOf: '2026-01-01',
		eligible: true,
		met: 1,
		total: 1,
		earliest: '2026-01-01',
		outlook: { date: '2026-01-01', ifs: [] },
		requirements: [
			{
				id: '0',
				label: null,
				kind: 'any',
				says,
				outcome: 'met',
				of: [old('education'), old('title')],
				best: 0
			}
		]
	} as unknown as Evaluation;
	const policy = storedPolicy({
		ladder: 'bank',
		effectiveFrom: '2024-01-01',
		tiers: [
			{ id: 'low', requirements: [{ label: null, kind: 'induction', args: {} }] },
			{ id: 'high', requirements: [{ label: null, kind: 'education', args: { level: 'bachelor' } }] }
		]
	});

	it('are read with what was not kept left empty', () => {
		const whole = storedFacts(facts);
		expect(whole.exams).toEqual([]);
		expect(whole.completions[0]).toMatchObject({ area: '', method: '' });
		expect(whole.shadowing[0]?.rubric).toEqual({});
		expect(whole.appointments[0]?.validTo).toBeNull();
		const shown = storedEvaluation(explanation, { 'zh-CN': '高', en: 'High' });
		expect(shown).toMatchObject({
			purpose: 'promote',
			says: { key: 'tiers.whole.eligible' },
			requirements: [{ ref: null, waiver: null, need: 1, best: [0], of: [{ waiver: null }, { ref: null }] }]
		});
	});

	it('replay to the same verdict, and say by which engine', () => {
		const stored = {
			facts: facts as unknown as PersonFacts,
			explanation,
			factsHash: hashOf(facts),
			explanationHash: hashOf(explanation)
		};
		expect(replay(policy, 'high', '2026-01-01', stored)).toEqual({
			identical: true,
			factsIntact: true,
			explanationIntact: true,
			engine: 1,
			olderEngine: true
		});
		const refused = { ...stored, explanation: { ...explanation, eligible: false } };
		expect(replay(policy, 'high', '2026-01-01', refused)).toMatchObject({
			identical: false,
			olderEngine: true
		});
	});
});

it('every condition says whether it may be waived, and those about certificate and conduct may not', () => {
	const fixed = [...conditions.values()].filter(({ waivable }) => !waivable).map(({ kind }) => kind);
	expect(fixed.sort()).toEqual([
		'certificate',
		'conductClear',
		'conductRating',
		'creditStanding',
		'examPassed',
		'moduleCertificate',
		'pledge'
	]);
});
