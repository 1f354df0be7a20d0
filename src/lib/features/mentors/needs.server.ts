import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { rubricDimensions, workSteps, type RubricDimension, type WorkStep } from '$lib/features/mentoring';
import { shadowingFacts, type ShadowingFact } from '$lib/features/mentoring/index.server';
import type { LocalText } from '$lib/i18n/locales';
import { rowsOf, type Database } from '$lib/server/db/database';
import { within } from '$lib/server/db/facts';
import type { IsoDate } from '$lib/shared/dates';
import { pairings } from '../mentoring/tables.server';
import { people, units } from '../people/tables.server';
import type { Need } from './scoring';
import { traineeWishes } from './tables.server';
import type { Exclusion } from './vocabulary';

export interface Trainee extends Need {
	name: string;
	employeeNo: string;
	post: string;
	unitName: LocalText;
}

/** Observations that say where a trainee stands now. */
const LATEST = 6;
const FEWEST_STEPS = 3;

/** The dimensions in which the last observations are lowest on average; none when nothing sets them apart. */
export function weakestOf(sessions: readonly ShadowingFact[]): RubricDimension[] {
	const averages = rubricDimensions.flatMap((dimension) => {
		const levels = sessions.flatMap(({ rubric }) => rubric[dimension] ?? []).slice(-LATEST);
		if (!levels.length) return [];
		return [{ dimension, level: levels.reduce((sum, level) => sum + level, 0) / levels.length }];
	});
	const lowest = Math.min(...averages.map(({ level }) => level));
	const weakest = averages.filter(({ level }) => level === lowest);
	return weakest.length < averages.length ? weakest.map(({ dimension }) => dimension) : [];
}

/** The three work steps with the least countersigned time, in their order; none before the first session. */
export function leastPractised(sessions: readonly ShadowingFact[]): WorkStep[] {
	if (!sessions.length) return [];
	const minutes = (step: WorkStep) =>
		sessions.reduce((sum, session) => (session.steps.includes(step) ? sum + session.minutes : sum), 0);
	return [...workSteps]
		.map((step) => ({ step, minutes: minutes(step) }))
		.sort((a, b) => a.minutes - b.minutes || a.step - b.step)
		.slice(0, FEWEST_STEPS)
		.map(({ step }) => step)
		.sort();
}

/**
 * What trainees need of a mentor, by what is known on a day: five queries however many. Asks no permission: the
 * caller does.
 */
export async function loadNeeds(db: Database, ids: readonly string[], on: IsoDate): Promise<Trainee[]> {
	if (!ids.length) return [];
	const rows = await db
		.select({
			...{ id: people.id, name: people.name, employeeNo: people.employeeNo, post: people.post },
			...{ unitPath: units.path, zh: units.nameZh, en: units.nameEn },
			wish: traineeWishes
		})
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(traineeWishes, eq(traineeWishes.personId, people.id))
		.where(inArray(people.id, [...ids]))
		.orderBy(people.employeeNo);
	const shadowing = await shadowingFacts(db, ids, { on });
	const conflicts = await loadConflicts(db, ids);
	const headOf = await loadHeads(db);
	return rows.map(({ zh, en, wish, ...row }): Trainee => {
		const sessions = (shadowing.get(row.id) ?? []).filter(({ state }) => state === 'countersigned');
		const against = conflicts.get(row.id) ?? new Map<string, Exclusion>();
		const head = headOf(row.id, row.unitPath);
		if (head) against.set(head, 'manager');
		return {
			...row,
			unitName: { 'zh-CN': zh, en },
			customers: wish?.customers ?? [],
			languages: wish?.languages ?? [],
			weakest: weakestOf(sessions),
			leastSteps: leastPractised(sessions),
			conflicts: against
		};
	});
}

/** Pairs who disputed a session and never settled it between themselves, and whoever is the other's trainee now. */
async function loadConflicts(
	db: Database,
	ids: readonly string[]
): Promise<Map<string, Map<string, Exclusion>>> {
	const found = new Map<string, Map<string, Exclusion>>();
	const add = (trainee: string, mentor: string, why: Exclusion) =>
		found.set(trainee, (found.get(trainee) ?? new Map<string, Exclusion>()).set(mentor, why));
	const disputes = await rowsOf<{ trainee: string; mentor: string }>(
		db,
		sql`select distinct p.trainee_id as trainee, p.mentor_id as mentor
			from pairings p
			join shadowing_signatures s on s.pairing_id = p.id and s.act = 'dispute'
			where ${within(sql`p.trainee_id`, ids)}
				and not exists (select 1 from shadowing_entries c
					join shadowing_signatures a on a.entry_id = c.id and a.act = 'countersign'
					where c.replaces_id = s.entry_id)`
	);
	for (const { trainee, mentor } of disputes) add(trainee, mentor, 'dispute');
	const reverse = await db
		.select({ trainee: pairings.mentorId, mentor: pairings.traineeId })
		.from(pairings)
		.where(and(inArray(pairings.mentorId, [...ids]), isNull(pairings.endedOn)));
	for (const { trainee, mentor } of reverse) add(trainee, mentor, 'reverse');
	return found;
}

/** Who manages a person: `headIdsOf` of people for many at once. */
async function loadHeads(db: Database): Promise<(personId: string, unitPath: string) => string | null> {
	const rows = await db
		.select({ path: units.path, headId: people.id })
		.from(units)
		.innerJoin(people, and(eq(people.id, units.headId), eq(people.status, 'active')));
	rows.sort((a, b) => b.path.length - a.path.length);
	return (personId, unitPath) =>
		rows.find(({ path, headId }) => headId !== personId && unitPath.startsWith(path))?.headId ?? null;
}
