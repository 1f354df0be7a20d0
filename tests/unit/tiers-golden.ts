import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conductRatings } from '$lib/features/people';
import { evaluate } from '$lib/features/tiers/engine/evaluate';
import { isBranch, leavesOf, type Evaluation } from '$lib/features/tiers/engine/explanation';
import { noFacts, type PersonFacts } from '$lib/features/tiers/engine/facts';
import { creditsOf } from '$lib/features/tiers/engine/stored-facts';
import { isSettled } from '$lib/features/tiers/engine/outcome';
import { parsePolicy } from '$lib/features/tiers/policy/parse';
import type { Policy, Purpose } from '$lib/features/tiers/policy/types';
import { file } from './tiers-facts';

const root = 'content/policies';

/** Every shipped document: `bank/2026-01-01.yaml`. */
export const shipped = readdirSync(root).flatMap((ladder) =>
	readdirSync(join(root, ladder)).map((name) => `${ladder}/${name}`)
);
export const standard = (name: string): Policy => parsePolicy(readFileSync(join(root, name), 'utf8'), name);

let counter = 0;
const id = () => `golden-${String(++counter).padStart(5, '0')}`;
const both = (text: string) => ({ 'zh-CN': text, en: text });

export const held = (
	ladder: string,
	tier: string,
	issuedOn: string,
	validTo: string,
	revokedOn: string | null = null
) => ({
	...{ id: id(), number: `JH-${tier}`, ladder, tier, issuedOn, validTo, revokedOn }
});
export const exam = (ladder: string, tier: string, passedOn: string, percent = 80) => ({
	...{ id: id(), ladder, tier, passedOn, percent }
});
export const session = (
	occurredOn: string,
	minutes: number,
	{
		steps = [1],
		rubric = {},
		state = 'countersigned' as const
	}: Partial<{
		steps: number[];
		rubric: Record<string, number>;
		state: 'waiting' | 'countersigned' | 'disputed';
	}> = {}
) => ({
	id: id(),
	occurredOn,
	minutes,
	steps,
	rubric,
	state,
	signedOn: state === 'waiting' ? null : occurredOn
});
export const module = (code: string, completedOn: string, creditMinutes = 60, area = 'marketing') => ({
	...{
		id: id(),
		module: code,
		title: both(code),
		version: 1,
		completedOn,
		creditMinutes,
		area,
		method: 'online'
	}
});
export const attended = (title: string, earnedOn: string, minutes: number) => ({
	...{
		id: id(),
		source: 'class' as const,
		title: both(title),
		area: 'law',
		method: 'classroom',
		minutes,
		earnedOn
	}
});
export const assessed = (from: string, to: string, total: number, scores: Record<string, number> = {}) => ({
	...{ id: id(), period: both(to), from, to, total, scores }
});
export const stood = (
	ladder: string,
	tier: string | null,
	startsOn: string,
	validTo: string | null = null
) => ({
	...{ id: id(), ladder, tier, startsOn, validTo }
});
export const signed = (code: string, signedOn: string, validTo: string | null = null) => ({
	...{ id: id(), code, title: both(code), version: 1, signedOn, validTo }
});
export const backed = (ladder: string, tier: string, role: string, endorsedOn: string) => ({
	...{ id: id(), ladder, tier, role, endorsedOn }
});
export const exception = (ladder: string, tier: string, ref: string, from: string, to: string) => ({
	...{ id: id(), ladder, tier, ref, from, to, decisionId: id() }
});
export const review = (from: string, to: string, rating: (typeof conductRatings)[number]) =>
	file('conductReview', from, { rating, note: null }, to);

export const person = (...parts: Partial<PersonFacts>[]): PersonFacts => {
	const whole = noFacts('person') as unknown as Record<string, unknown[]>;
	for (const part of parts)
		for (const [list, facts] of Object.entries(part))
			whole[list] = [...(whole[list] ?? []), ...(facts as unknown[])];
	const facts = whole as unknown as PersonFacts;
	const known = new Set(facts.credits.map((one) => one.id));
	const more = creditsOf(facts.completions).filter((one) => !known.has(one.id));
	return { ...facts, credits: [...facts.credits, ...more] };
};

/** The answer, and the kinds of the top-level requirements that stand in the way (a group by its leaves). */
export function judged(
	policy: Policy,
	tier: string,
	facts: PersonFacts,
	asOf: string,
	purpose: Purpose = 'promote'
) {
	const evaluation: Evaluation = evaluate(policy, tier, facts, asOf, { purpose });
	const lacks = evaluation.requirements
		.filter((node) => !isSettled(node))
		.map((node) =>
			isBranch(node) ? [...new Set(leavesOf([node]).map(({ kind }) => kind))].sort().join('+') : node.kind
		);
	return { eligible: evaluation.eligible, lacks, evaluation };
}
