import type { Query } from './day';
import type { Writer } from './writer';

/** What the records of the database say, beside what every candidate's device saw. */
export interface Compared {
	/** Answers that were acknowledged, and how many of them do not stand exactly so. */
	acknowledged: number;
	wrong: number;
	/** Versions that stand though nobody made them so, and such as are labelled as late. */
	foreign: number;
	late: number;
	/** Attempts; of them beyond one for each candidate, and such whose end is not start, limit and what was given. */
	attempts: number;
	doubled: number;
	offClock: number;
	/** Seconds given back to one since the start: least and most. */
	given: [least: number, most: number];
	/** Windows that were told to take no more. */
	closed: string[];
}

const sorted = (value: unknown): unknown =>
	value && typeof value === 'object' && !Array.isArray(value)
		? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
		: value;
/** The same text for the same answer: a database keeps the keys of an object in an order of its own. */
const textOf = (given: unknown, flagged: boolean) => JSON.stringify([sorted(given), flagged]);

export async function compare(query: Query, writers: readonly Writer[]): Promise<Compared> {
	// Before the database is read, for they write on; what they made, after it.
	const acknowledged = writers.flatMap((one) => [...one.acknowledged]);
	const rows = await query(
		'select attempt_id, position, seq, given::text as given, flagged, late from answers'
	);
	const stored = new Map(
		rows.map((row) => [
			`${row['attempt_id']} ${row['position']} ${row['seq']}`,
			textOf(JSON.parse(row['given'] ?? 'null'), row['flagged'])
		])
	);
	const made = new Map(writers.flatMap((one) => [...one.made]));
	const clocks = await query(`select a.id, round(extract(epoch from
			a.ends_at - a.started_at - make_interval(mins => s.minutes)) * 1000)::float8 as moved,
			coalesce((select sum((e.data->>'ms')::float8) from sitting_events e
				where e.attempt_id = a.id and e.kind in ('giveBack', 'extend')), 0) as given
		from attempts a join sittings s on s.id = a.sitting_id`);
	const given = clocks.map((row) => row['given'] / 1000);
	const isSame = (key: string, answer: { given: unknown; flagged: boolean }) =>
		stored.get(key) === textOf(answer.given, answer.flagged);
	const wasMade = (key: string) => {
		const answer = made.get(key);
		return answer !== undefined && isSame(key, answer);
	};
	return {
		acknowledged: acknowledged.length,
		wrong: acknowledged.filter(([key, answer]) => !isSame(key, answer)).length,
		foreign: [...stored.keys()].filter((key) => !wasMade(key)).length,
		late: rows.filter((row) => row['late']).length,
		attempts: clocks.length,
		doubled: clocks.length - writers.length,
		offClock: clocks.filter((row) => Math.abs(row['moved'] - row['given']) > 2).length,
		given: [Math.min(...given), Math.max(...given)],
		closed: writers.flatMap((one) => one.closed)
	};
}

/** Positions whose newest answer at a device is not the newest in the database: once all has been brought, none. */
export async function missing(query: Query, writers: readonly Writer[]): Promise<number> {
	const rows = await query(
		'select attempt_id, position, max(seq) as seq from answers group by attempt_id, position'
	);
	const stood = new Map(rows.map((row) => [`${row['attempt_id']} ${row['position']}`, row['seq']]));
	const newest = new Map<string, number>();
	for (const key of writers.flatMap((one) => [...one.made.keys()])) {
		const [attempt, position, seq] = key.split(' ');
		const place = `${attempt} ${position}`;
		newest.set(place, Math.max(newest.get(place) ?? 0, Number(seq)));
	}
	return [...newest].filter(([place, seq]) => stood.get(place) !== seq).length;
}

export interface Ending {
	handedIn: number;
	byServer: number;
	/** Handed in as of another moment than their end. */
	offEnd: number;
	marked: number;
	/** Entries of the audit log about one act on one attempt, beyond one each. */
	twice: number;
}

export async function readEnding(query: Query): Promise<Ending> {
	const [row] = await query(`select count(a.handed_in_at)::int as "handedIn",
			count(*) filter (where a.handed_in_by = 'server')::int as "byServer",
			count(*) filter (where a.handed_in_at <> a.ends_at)::int as "offEnd",
			count(r.attempt_id)::int as marked,
			(select (count(*) - count(distinct (action, subject_id)))::int from audit_log
				where action in ('exams.attempt.hand_in', 'exams.attempt.mark')) as twice
		from attempts a left join attempt_results r on r.attempt_id = a.id and r.superseded_at is null`);
	return row as Ending;
}
