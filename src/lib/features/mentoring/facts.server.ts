import { sql } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import {
	byDate,
	byEndOf,
	dayOf,
	factsOf,
	recordedBy,
	within,
	type AskedAt,
	type FactSource,
	type KnownAt,
	type People
} from '$lib/server/db/facts';
import type { IsoDate } from '$lib/shared/dates';

/** One shadowing session as evidence. Only `countersigned` minutes count. */
export interface ShadowingFact {
	id: string;
	occurredOn: IsoDate;
	minutes: number;
	/** Numbers of the seven work steps. */
	steps: number[];
	/** `held`: HR has it, or has said that it does not count: a flag is open or upheld, or nobody answered in time. */
	state: 'waiting' | 'countersigned' | 'disputed' | 'held';
	/** The day of the other side's signature, or of HR's word in its place; null while waiting. */
	signedOn: IsoDate | null;
	/** What the mentor observed: level 1 to 4 by dimension of the rubric. */
	rubric: Record<string, number>;
}

/** A flag that was up on the day: raised by then, and not cleared by then. */
const flagged = (at: AskedAt) => sql`exists (select from shadowing_flags f where f.entry_id = e.id
	and ${byEndOf(sql`f.raised_at`, at)} and ${recordedBy(sql`f.raised_at`, at)}
	and not (f.cleared is true and ${byEndOf(sql`f.settled_at`, at)} and ${recordedBy(sql`f.settled_at`, at)}))`;

/**
 * Shadowing up to and on the day, in the state of that day: a signature of later is not there yet, nor is a flag.
 * Entries that a corrected one replaced are left out. With `recordedBefore` as it was known at that instant
 * (inclusive). `countersigned` is `computeCounts`, which a test holds against it.
 */
export const shadowingSource: FactSource<ShadowingFact> = {
	list: 'shadowing',
	person: 'p.trainee_id',
	fields: [
		'e.id',
		'e.occurred_on',
		'e.minutes',
		'e.steps',
		`case when e.flagged or s.detail ->> 'counted' = 'false' then 'held'
			when s.act is not null or a.act = 'countersign' then 'countersigned'
			when a.act is null then 'waiting' else 'disputed' end`,
		dayOf('coalesce(s.signed_at, a.signed_at)'),
		`e.rubric || coalesce(a.detail -> 'rubric', '{}'::jsonb)`
	],
	build: (v) =>
		({
			id: v[0],
			occurredOn: v[1],
			minutes: v[2],
			steps: v[3],
			state: v[4],
			signedOn: v[5],
			rubric: v[6]
		}) as ShadowingFact,
	from: (people, at) => sql`
		from pairings p
		join (select e.*, ${flagged(at)} as flagged from shadowing_entries e) e on e.pairing_id = p.id
		left join shadowing_signatures a on a.entry_id = e.id and a.act in ('countersign', 'dispute')
			and ${byEndOf(sql`a.signed_at`, at)} and ${recordedBy(sql`a.signed_at`, at)}
		left join shadowing_signatures s on s.entry_id = e.id and s.act = 'settle'
			and ${byEndOf(sql`s.signed_at`, at)} and ${recordedBy(sql`s.signed_at`, at)}
		left join shadowing_entries c on c.replaces_id = e.id and ${recordedBy(sql`c.created_at`, at)}
		where ${within(sql`p.trainee_id`, people)} and e.occurred_on <= ${at.on}
			and ${recordedBy(sql`e.created_at`, at)} and (c.id is null or a.act is null or a.act = 'countersign')`
};

/** The shadowing of trainees (null: of everybody), oldest first. Asks no permission: the caller does. */
export const shadowingFacts = (
	db: Database,
	people: People,
	at: KnownAt
): Promise<Map<string, ShadowingFact[]>> =>
	factsOf(
		db,
		shadowingSource,
		people,
		at,
		byDate((fact) => fact.occurredOn)
	);
