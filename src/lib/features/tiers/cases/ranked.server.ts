import { and, eq, sql } from 'drizzle-orm';
import type { PersonSubject } from '$lib/features/people/index.server';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { people, units } from '../../people/tables.server';
import type { PersonFacts } from '../engine/facts';
import { factsFor } from '../facts.server';
import type { Policy } from '../policy/types';
import { lastOf, rankByScore, rankingScore } from '../ranking';
import { appointmentsOn } from '../rules';
import { appointments } from '../tables.server';

/** People are ranked within their branch: the second unit on the way from the root, or the root itself. */
export const groupOf = (unitPath: string): string =>
	`${unitPath.split('/').slice(0, 2).filter(Boolean).join('/')}/`;

/** Active people of a group who stand on a tier today. */
export async function holdersOf(db: Database, ladder: string, tier: string, group: string, today: IsoDate) {
	return db
		.select({
			personId: people.id,
			name: people.name,
			employeeNo: people.employeeNo,
			unitPath: units.path,
			zh: units.nameZh,
			en: units.nameEn
		})
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(
			and(
				eq(people.status, 'active'),
				sql`${units.path} like ${`${group}%`}`,
				sql`${tier} = (select ${appointments.tier} from ${appointments}
					where ${appointments.personId} = ${people.id} and ${appointments.ladder} = ${ladder}
						and ${appointments.startsOn} <= ${today}
					order by ${appointments.startsOn} desc, ${appointments.id} desc limit 1)`
			)
		);
}

/** The holders of a tier in a group, ranked by the policy's formula. */
export async function rankHolders(db: Database, policy: Policy, tier: string, group: string, today: IsoDate) {
	const holders = await holdersOf(db, policy.ladder, tier, group, today);
	const facts = await factsFor(
		db,
		holders.map(({ personId }) => personId),
		{ on: today }
	);
	return rankByScore(
		holders.map((one) => ({ ...one, score: rankingScore(policy, facts.get(one.personId)!, today) }))
	);
}

/** Which of some people are among the last of the group that they are ranked in (末位淘汰). */
export async function lastOfGroup(
	db: Database,
	policy: Policy,
	chosen: readonly PersonSubject[],
	facts: ReadonlyMap<string, PersonFacts>,
	today: IsoDate
): Promise<Set<string>> {
	const last = new Set<string>();
	const asked = new Set<string>();
	for (const { id, unitPath } of chosen) {
		const tier = appointmentsOn(facts.get(id)!, policy.ladder, today).at(-1)?.tier;
		const group = groupOf(unitPath);
		if (!tier || !policy.bottomRank || asked.has(`${tier} ${group}`)) continue;
		asked.add(`${tier} ${group}`);
		const ranked = await rankHolders(db, policy, tier, group, today);
		for (const one of lastOf(ranked, policy.bottomRank.count)) last.add(one.personId);
	}
	return last;
}
