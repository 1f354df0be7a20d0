import { describe, expect, it } from 'vitest';
import { needsOf, pathOfTier } from '$lib/features/paths/from-standard';
import { evaluate, type Policy, type Requirement } from '$lib/features/tiers';
import { noFacts } from '$lib/features/tiers/engine/facts';
import { parsePolicy } from '$lib/features/tiers';

const yaml = `
ladder: trial
effectiveFrom: 2026-01-01
name: { zh-CN: 试行, en: Trial }
edition: { zh-CN: 试行, en: Trial }
tiers:
  - id: first
    name: { zh-CN: 一级, en: First }
    requirements:
      - moduleCompleted: { module: a, title: { zh-CN: 甲, en: A } }
      - atLeast:
          count: 2
          of:
            - moduleCompleted: { module: b, title: { zh-CN: 乙, en: B } }
            - moduleCompleted: { module: c, title: { zh-CN: 丙, en: C } }
            - moduleCompleted: { module: d, title: { zh-CN: 丁, en: D } }
      - any:
          - moduleCompleted: { module: e, title: { zh-CN: 戊, en: E } }
          - conductClear: { years: 2 }
      - creditHours: { minutes: 120, withinMonths: 24, area: law }
      - conductClear: { years: 2 }
`;
const policy: Policy = parsePolicy(yaml, 'trial.yaml');
const requirements: Requirement[] = policy.tiers[0]!.requirements;

describe('the path of a tier', () => {
	it('is what its standard asks to be learned: for all, of a choice, and in hours', () => {
		expect(pathOfTier(requirements)).toEqual([
			{ rule: { kind: 'all' }, items: [{ module: 'a' }] },
			{ rule: { kind: 'atLeast', count: 2 }, items: [{ module: 'b' }, { module: 'c' }, { module: 'd' }] },
			{ rule: { kind: 'all' }, items: [{ hours: { minutes: 120, withinMonths: 24, area: 'law' } }] }
		]);
	});
});

describe('what learning has still to bring', () => {
	const done = (module: string) => ({
		...{ id: module, module, title: { 'zh-CN': module, en: module }, version: 1 },
		...{ completedOn: '2026-02-01', creditMinutes: 60, area: 'marketing', method: 'online' }
	});
	const needs = (...completed: string[]) => {
		const facts = { ...noFacts('p'), completions: completed.map(done) };
		return needsOf(requirements, evaluate(policy, 'first', facts, '2026-03-01').requirements);
	};

	it('is all of it for whoever has nothing', () => {
		expect(needs()).toEqual([
			{ kind: 'module', module: 'a' },
			{ kind: 'some', count: 2, of: ['b', 'c', 'd'].map((module) => ({ kind: 'module', module })) },
			{ kind: 'hours', hours: { minutes: 120, area: 'law' } }
		]);
	});

	it('is the rest of a choice for whoever has begun it', () => {
		expect(needs('a', 'c')).toContainEqual({
			kind: 'some',
			count: 1,
			of: [
				{ kind: 'module', module: 'b' },
				{ kind: 'module', module: 'd' }
			]
		});
	});
});
