import { sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { within } from '$lib/server/db/facts';
import { addMonths, dateIn, type IsoDate } from '$lib/shared/dates';
import { newId } from '$lib/shared/ids';
import { evaluate } from '../engine/evaluate';
import { inOrder, noFacts, type AppointmentFact, type PersonFacts } from '../engine/facts';
import { beforeLedger, storedFacts } from '../engine/stored-facts';
import { hashOf } from '../engine/replay.server';
import { factsFor } from '../facts.server';
import { policiesById } from '../policies-in-force.server';
import { reevaluations } from '../tables.server';

/** Decisions that took effect are looked at again for so many months. */
const MONTHS = 36;
const STEP = 500;

interface Rested {
	id: string;
	personId: string;
	policyVersionId: string;
	purpose: 'promote' | 'retain' | 'readmit';
	asOf: IsoDate;
	tier: string | null;
	held: boolean | null;
	appointments: AppointmentFact[] | null;
	/** Its facts hold credit hours by themselves. */
	knewCredits: boolean;
}

/**
 * Evaluates again, as of its own date and under its own standard, every decision about these people that took
 * effect in the last three years. Where what is known now gives another answer, the decision is put on the list of
 * those that a person looks at; the decision itself never changes.
 */
export async function reevaluate(tx: Database, ctx: Context, people: readonly string[]): Promise<void> {
	const since = addMonths(dateIn(ctx.now), -MONTHS);
	for (let from = 0; from < people.length; from += STEP) {
		const rows = await rowsOf<Rested>(
			tx,
			sql`select id, person_id as "personId", policy_version_id as "policyVersionId", purpose,
				as_of::text as "asOf", explanation ->> 'tier' as tier, (explanation ->> 'eligible')::boolean as held,
				facts -> 'appointments' as appointments, facts -> 'credits' is not null as "knewCredits"
				from decisions where ${within(sql`person_id`, people.slice(from, from + STEP))}
				and state = 'effective' and as_of >= ${since}`
		);
		const days = new Map<IsoDate, Rested[]>();
		for (const row of rows) days.set(row.asOf, [...(days.get(row.asOf) ?? []), row]);
		for (const [asOf, rested] of days) await lookAgain(tx, ctx, asOf, rested);
	}
}

async function lookAgain(tx: Database, ctx: Context, asOf: IsoDate, rested: Rested[]): Promise<void> {
	const ids = [...new Set(rested.map(({ personId }) => personId))];
	const known = await factsFor(tx, ids, { on: asOf });
	const versions = await policiesById(
		tx,
		rested.map(({ policyVersionId }) => policyVersionId)
	);
	for (const decision of rested) {
		const { id, personId, tier, held, purpose } = decision;
		const version = versions.get(decision.policyVersionId);
		if (!version || tier === null || held === null) continue;
		const facts = withoutItsEffects(known.get(personId) ?? noFacts(personId), decision);
		const holds = evaluate(version.policy, tier, facts, asOf, { purpose }).eligible;
		if (holds === held) continue;
		const rest = decision.knewCredits ? inOrder(facts) : beforeLedger(inOrder(facts));
		const row = { id: newId(ctx.now), decisionId: id, personId, factsHash: hashOf(rest) };
		await tx
			.insert(reevaluations)
			.values({ ...row, held, holds, foundAt: ctx.now })
			.onConflictDoNothing();
	}
}

/** Facts as known now without what the decision itself led to: it was no evidence for it. */
export const withoutItsEffects = (
	facts: PersonFacts,
	decision: { id: string; appointments: AppointmentFact[] | null }
): PersonFacts => ({
	...facts,
	appointments: storedFacts({ appointments: decision.appointments ?? [] }).appointments,
	exceptions: facts.exceptions.filter(({ decisionId }) => decisionId !== decision.id)
});
