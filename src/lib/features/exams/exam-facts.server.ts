import { sql } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import {
	byDate,
	byEndOf,
	dayOf,
	factsOf,
	recordedBy,
	stoodAt,
	within,
	type FactSource,
	type KnownAt,
	type People
} from '$lib/server/db/facts';
import type { IsoDate } from '$lib/shared/dates';

/** An exam of a ladder's tier that was passed, by its released result. */
export interface ExamFact {
	id: string;
	ladder: string;
	tier: string;
	/** The day on which the paper was handed in. */
	passedOn: IsoDate;
	/** Percent of the marks, with one decimal. */
	percent: number;
}

/** Passed exams sat on or before the day whose results are out; with `recordedBefore`, that were out by then. */
export const examSource: FactSource<ExamFact> = {
	list: 'exams',
	person: 'a.person_id',
	fields: ['a.id', 's.ladder', 's.tier', dayOf('a.handed_in_at'), 'round(r.tenths / 10.0, 1)'],
	build: (v) => ({ id: v[0], ladder: v[1], tier: v[2], passedOn: v[3], percent: v[4] }) as ExamFact,
	from: (people, at) => sql`
		from attempts a
		join sittings s on s.id = a.sitting_id and not s.rehearsal
		join attempt_results r on r.attempt_id = a.id and r.passed and r.released_at is not null
			and ${stoodAt(sql`r.superseded_at`, at)}
		where ${within(sql`a.person_id`, people)} and ${byEndOf(sql`a.handed_in_at`, at)}
			and ${recordedBy(sql`r.released_at`, at)}`
};

/** The exams that people (null: everybody) passed, earliest first. Asks no permission: the caller does. */
export const examFacts = (db: Database, people: People, at: KnownAt): Promise<Map<string, ExamFact[]>> =>
	factsOf(
		db,
		examSource,
		people,
		at,
		byDate((fact) => fact.passedOn)
	);
