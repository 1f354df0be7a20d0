import { noFacts, type CompletionFact, type CreditFact, type PersonFacts } from './facts';

/** What completions earned, before credit hours had a ledger of their own. */
export const creditsOf = (completions: readonly CompletionFact[]): CreditFact[] =>
	completions.map(({ id, title, area, method, creditMinutes, completedOn }) => ({
		...{ id, source: 'completion' as const, title, area, method },
		...{ minutes: creditMinutes, earnedOn: completedOn }
	}));

/**
 * Facts as a decision of before the ledger would hold them, to be compared with it: credit is left out where it is
 * just what the completions say.
 */
export function beforeLedger(facts: PersonFacts): Partial<PersonFacts> {
	const { credits, ...rest } = facts;
	const said = new Map(creditsOf(facts.completions).map((one) => [one.id, one.minutes]));
	const earned = [...said.values()].filter((minutes) => minutes > 0).length;
	const same = credits.length === earned && credits.every(({ id, minutes }) => said.get(id) === minutes);
	return same ? rest : facts;
}

/** Facts as a decision stored them, before a list or a field was kept: what is not there was not looked at. */
export function storedFacts(content: unknown): PersonFacts {
	const facts = content as Partial<PersonFacts>;
	const whole = { ...noFacts(facts.personId ?? ''), ...facts };
	const completions = whole.completions.map((fact) => ({
		...fact,
		area: fact.area ?? '',
		method: fact.method ?? ''
	}));
	return {
		...whole,
		completions,
		credits: facts.credits ?? creditsOf(completions),
		shadowing: whole.shadowing.map((fact) => ({ ...fact, rubric: fact.rubric ?? {} })),
		appointments: whole.appointments.map((fact) => ({ ...fact, validTo: fact.validTo ?? null }))
	};
}
