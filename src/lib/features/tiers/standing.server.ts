import { and, eq, inArray, sql } from 'drizzle-orm';
import type { LocalText } from '$lib/i18n/locales';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { people, roleGrants, units } from '../people/tables.server';
import { evaluate } from './engine/evaluate';
import type { Evaluation } from './engine/explanation';
import { noFacts, type PersonFacts } from './engine/facts';
import { factsFor } from './facts.server';
import { tierAfter, type Policy } from './policy/types';
import { appointmentsOn, LADDER } from './rules';
import { decisions } from './tables.server';

/** One person on the ladder on a date: who, where, with which evidence, and what stands before the next tier. */
export interface Standing {
	personId: string;
	name: string;
	employeeNo: string;
	unitId: string;
	unitPath: string;
	unitName: LocalText;
	active: boolean;
	/** Whether the ladder concerns them at all: they stand on it or are in training for it. */
	onLadder: boolean;
	facts: PersonFacts;
	tier: string | null;
	target: string | null;
	/** Of the target; null when there is none. */
	evaluation: Evaluation | null;
	/** A proposal that waits for approval. */
	openDecisionId: string | null;
}

/**
 * The standings of people (null: of everybody who is active) on a date: seven queries however many they are.
 * Asks no permission: the caller does.
 */
export async function loadStandings(
	db: Database,
	personIds: readonly string[] | null,
	asOf: IsoDate,
	policy: Policy | null
): Promise<Map<string, Standing>> {
	const found = new Map<string, Standing>();
	if (personIds?.length === 0) return found;
	const trainee = sql<boolean>`exists (select 1 from ${roleGrants} where ${roleGrants.personId} = ${people.id}
		and ${roleGrants.role} = 'trainee' and ${roleGrants.revokedAt} is null and ${roleGrants.validFrom} <= ${asOf}
		and (${roleGrants.validTo} is null or ${roleGrants.validTo} >= ${asOf}))`;
	const rows = await db
		.select({
			personId: people.id,
			name: people.name,
			employeeNo: people.employeeNo,
			status: people.status,
			unitId: people.unitId,
			unitPath: units.path,
			zh: units.nameZh,
			en: units.nameEn,
			trainee
		})
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(personIds ? inArray(people.id, [...personIds]) : eq(people.status, 'active'));
	const facts = await factsFor(db, personIds, { on: asOf });
	const open = await db
		.select({ id: decisions.id, personId: decisions.personId })
		.from(decisions)
		.where(
			and(
				eq(decisions.state, 'proposed'),
				eq(decisions.ladder, LADDER),
				personIds ? inArray(decisions.personId, [...personIds]) : undefined
			)
		);
	const proposed = new Map(open.map(({ id, personId }) => [personId, id]));
	for (const { status, zh, en, trainee, ...person } of rows) {
		const known = facts.get(person.personId) ?? noFacts(person.personId);
		found.set(person.personId, {
			...person,
			unitName: { 'zh-CN': zh, en },
			active: status === 'active',
			openDecisionId: proposed.get(person.personId) ?? null,
			...standOn(policy, known, trainee, asOf)
		});
	}
	return found;
}

/** Where facts put a person on a policy's ladder, and how far they are from the next tier. */
export function standOn(policy: Policy | null, facts: PersonFacts, trainee: boolean, asOf: IsoDate) {
	const tier = appointmentsOn(facts, LADDER, asOf).at(-1)?.tier ?? null;
	const onLadder = trainee || tier !== null;
	const target = policy && onLadder ? (tierAfter(policy, tier)?.id ?? null) : null;
	return {
		facts,
		tier,
		onLadder,
		target,
		evaluation: policy && target ? evaluate(policy, target, facts, asOf) : null
	};
}
