import { and, asc, eq, gte, inArray, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import { rulesOn } from '$lib/features/mentoring/index.server';
import type { Evaluation, PersonFacts } from '$lib/features/tiers';
import { factsFor } from '$lib/features/tiers/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { pairings } from '../mentoring/tables.server';
import { people, roleGrants, units } from '../people/tables.server';
import { noOutcomes } from './outcomes';
import { outcomesOf } from './queries/outcomes.server';
import { mentorRuleOn, qualify } from './rule.server';
import type { Candidate } from './scoring';
import { mentorPauses, mentorProfiles } from './tables.server';
import type { PoolState } from './vocabulary';

/** A mentor of the pool as they stand on a day. */
export interface Mentor extends Candidate {
	name: string;
	employeeNo: string;
	post: string;
	unitId: string;
	unitName: LocalText;
	note: string;
	/** Whether they have written a profile. */
	hasProfile: boolean;
	/** Until when they are suspended or away; null while no end is known. */
	pausedUntil: IsoDate | null;
	evaluation: Evaluation;
	state: PoolState;
}

const none: Candidate['specialities'] = { steps: [], customers: [], languages: [], rubric: [] };

/** People who hold the mentor's role on a day. */
export const isMentorOn = (on: IsoDate): SQL =>
	sql`exists (select 1 from ${roleGrants} where ${and(
		eq(roleGrants.personId, people.id),
		eq(roleGrants.role, 'mentor'),
		isNull(roleGrants.revokedAt),
		lte(roleGrants.validFrom, on),
		or(isNull(roleGrants.validTo), gte(roleGrants.validTo, on))
	)})`;

/**
 * Everybody who holds the mentor's role, with load, capacity, specialities and whether the rule lets them mentor on
 * the day: seven queries however many. `where` narrows people and units. Asks no permission: the caller does.
 */
export async function loadMentors(db: Database, on: IsoDate, where?: SQL): Promise<Mentor[]> {
	const rows = await db
		.select({
			...{ id: people.id, name: people.name, employeeNo: people.employeeNo, post: people.post },
			...{ unitId: units.id, unitPath: units.path, zh: units.nameZh, en: units.nameEn },
			profile: mentorProfiles,
			load: sql<number>`(select count(*)::int from ${pairings} held where held.mentor_id = ${people.id} and held.ended_on is null)`
		})
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(mentorProfiles, eq(mentorProfiles.personId, people.id))
		.where(and(eq(people.status, 'active'), isMentorOn(on), where))
		.orderBy(asc(people.employeeNo));
	if (!rows.length) return [];
	const ids = rows.map(({ id }) => id);
	const { activePerMentor } = await rulesOn(db, on);
	const rule = await mentorRuleOn(db, on);
	const facts = await factsFor(db, ids, { on });
	const paused = await pausesOn(db, ids, on);
	const outcomes = await outcomesOf(db, ids);
	return rows.map(({ zh, en, profile, ...row }): Mentor => {
		const known = facts.get(row.id)!;
		const evaluation = qualify(rule, known, on, { brief: true });
		const pause = paused.get(row.id) ?? leaveOn(known, on);
		const barred = pause?.kind ?? (evaluation.eligible ? null : 'unqualified');
		const capacity = profile?.capacity ?? activePerMentor;
		return {
			...row,
			unitName: { 'zh-CN': zh, en },
			capacity,
			specialities: { ...none, ...profile?.specialities },
			outcomes: outcomes.get(row.id) ?? noOutcomes,
			note: profile?.note ?? '',
			hasProfile: profile !== null,
			pausedUntil: pause?.until ?? null,
			evaluation,
			barred,
			state: barred ?? (row.load >= capacity ? 'full' : 'open')
		};
	});
}

interface Pause {
	kind: 'suspended' | 'leave';
	until: IsoDate | null;
}

/** Who is suspended or on leave on a day by what was said here; a suspension comes before a leave. */
async function pausesOn(db: Database, ids: readonly string[], on: IsoDate): Promise<Map<string, Pause>> {
	const rows = await db
		.select()
		.from(mentorPauses)
		.where(
			and(
				inArray(mentorPauses.personId, [...ids]),
				lte(mentorPauses.startsOn, on),
				or(isNull(mentorPauses.endsOn), gte(mentorPauses.endsOn, on))
			)
		);
	const paused = new Map<string, Pause>();
	for (const { personId, kind, endsOn } of rows) {
		if (kind === 'suspension') paused.set(personId, { kind: 'suspended', until: endsOn });
		else if (!paused.has(personId)) paused.set(personId, { kind: 'leave', until: endsOn });
	}
	return paused;
}

/** A leave that HR recorded in the person's file; of which kind is nobody's business here. */
function leaveOn(facts: PersonFacts, on: IsoDate): Pause | null {
	const leave = facts.evidence.find(
		(one) => one.kind === 'leave' && one.validFrom <= on && (one.validTo === null || one.validTo >= on)
	);
	return leave ? { kind: 'leave', until: leave.validTo } : null;
}
