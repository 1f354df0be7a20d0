import { describe, expect, it } from 'vitest';
import { evaluate } from '$lib/features/tiers/engine/evaluate';
import type { Leaf } from '$lib/features/tiers/engine/explanation';
import { inOrder, type PersonFacts } from '$lib/features/tiers/engine/facts';
import { beforeLedger, storedFacts } from '$lib/features/tiers/engine/stored-facts';
import { hashOf, replay, seal, type Sealed } from '$lib/features/tiers/engine/replay.server';
import { earned, factsOf, need, policyOf } from './tiers-facts';

const DAY = '2026-01-01';
const module = (n: number, completedOn: string, area: string) => ({
	...{
		id: `c${n}`,
		module: `m${n}`,
		title: { 'zh-CN': `模块${n}`, en: `Module ${n}` },
		version: 1,
		completedOn
	},
	...{ creditMinutes: 50 * n, area, method: 'online' }
});
const policy = policyOf(
	need('creditHours', { minutes: 120, withinMonths: 24 }),
	need('creditHours', { minutes: 60, withinMonths: 24, area: 'law' })
);

/** What a decision stored before credit hours had a ledger: no list of them. */
const stored = {
	...{ personId: 'person', evidence: [], shadowing: [], certificates: [], exams: [], assessments: [] },
	...{ appointments: [], pledges: [], endorsements: [], exceptions: [] },
	completions: [
		module(1, '2023-12-31', 'law'),
		module(2, '2025-03-01', 'law'),
		module(3, '2025-06-01', 'marketing')
	]
} as unknown as PersonFacts;

/** Taken of the explanation that the engine gave before the ledger. */
const EXPLANATION = '686c5444893ec594584486fb76f288facafc2c9c4238d1ee9bd766c0c920d61e';

describe('a decision of before the ledger of credit hours', () => {
	const explanation = evaluate(policy, 'high', storedFacts(stored), DAY);

	it('is explained in the same bytes', () => {
		expect(hashOf(explanation)).toBe(EXPLANATION);
		const sealed: Sealed = {
			...{ facts: stored, factsHash: hashOf(stored), explanation, explanationHash: EXPLANATION }
		};
		expect(replay(policy, 'high', DAY, sealed)).toMatchObject({
			...{ identical: true, factsIntact: true, explanationIntact: true, olderEngine: false }
		});
	});

	it('is held against what is known now without the ledger where that says the same', () => {
		const now = storedFacts(stored);
		expect(hashOf(beforeLedger(inOrder(now)))).toBe(hashOf(stored));
		const corrected = { ...now, credits: now.credits.map((one) => ({ ...one, minutes: 10 })) };
		expect(hashOf(beforeLedger(inOrder(corrected)))).not.toBe(hashOf(stored));
		const more = { ...now, credits: [...now.credits, earned('class', '2025-07-01')] };
		expect(hashOf(beforeLedger(inOrder(more)))).not.toBe(hashOf(stored));
	});
});

describe('a decision that knows the ledger', () => {
	it('counts what the ledger says, whatever the completions did, and replays', () => {
		const credits = [
			earned('class', '2025-07-01', 90, { area: 'law' }),
			earned('visit', '2025-08-01', 30, { source: 'visit', method: 'visit' })
		];
		const sealed = seal(policy, 'high', { ...factsOf(stored), credits }, DAY);
		expect(sealed.explanation.eligible).toBe(true);
		expect((sealed.explanation.requirements[0] as Leaf).evidence).toMatchObject([
			{ label: { key: 'tiers.label.credit', params: { source: 'class', hours: 1.5 } } },
			{ label: { key: 'tiers.label.credit', params: { source: 'visit', hours: 0.5 } } }
		]);
		expect(replay(policy, 'high', DAY, sealed).identical).toBe(true);
		expect(storedFacts(sealed.facts).credits).toEqual(sealed.facts.credits);
		const none = seal(policy, 'high', { ...factsOf(stored), credits: [] }, DAY);
		expect(none.explanation.eligible).toBe(false);
		expect(replay(policy, 'high', DAY, none).identical).toBe(true);
	});
});
