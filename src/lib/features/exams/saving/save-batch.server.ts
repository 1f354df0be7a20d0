import { sql } from 'drizzle-orm';
import type { AnyGiven } from '$lib/features/bank';
import { preparedRows, type Database } from '$lib/server/db/database';
import { msLeft, stateOf } from '../clock';
import type { SavedReply } from '../types';
import { judge, type HeldAttempt, type SaveOutcome, type SaveRequest, type SaveVerdict } from './judge';
import { heard } from './presence.server';
import { recordOf } from './record';
import { papersOf } from './shapes.server';

const epoch = (column: string) => sql.raw(`(extract(epoch from ${column}) * 1000)::float8`);

/** A device may be so many changes of one answer ahead of what stands: more than anybody makes without a network. */
const MOST_AHEAD = 100_000;

/** The attempts of some requests with who asks; `lock` orders saves against everything that moves an attempt. */
const attemptsOf = (lock: boolean) =>
	preparedRows<HeldAttempt & { n: number }>(
		() => sql`select r.n, a.sitting_id as "sittingId", a.person_id as "personId", p.id as asker, a.seat, a.device,
			${epoch('a.started_at')} as "startedAt", ${epoch('a.ends_at')} as "endsAt",
			${epoch('a.paused_at')} as "pausedAt", ${epoch('a.paused_until')} as "pausedUntil",
			a.break_ms as "breakMs", ${epoch('a.handed_in_at')} as "handedInAt", a.handed_in_by as "handedInBy",
			case when s.rules->>'oneWay' = 'true'
				then (select max(position) from answers where attempt_id = a.id) end as reached,
			exists (select from jsonb_to_recordset(r.far) as f(position int, seq int) where f.seq - ${sql.raw(`${MOST_AHEAD}`)} >
				coalesce((select max(o.seq) from answers o where o.attempt_id = a.id and o.position = f.position), 0)) as ahead
		from jsonb_to_recordset(${sql.placeholder('asked')}::text::jsonb)
			as r(n int, attempt uuid, session text, person uuid, now timestamptz, far jsonb)
		join attempts a on a.id = r.attempt
		join sittings s on s.id = a.sitting_id
		left join sessions x on x.id_hash = r.session and x.expires_at > r.now
		left join people p on p.id = coalesce(r.person, x.person_id) and p.status = 'active'
		order by a.id ${lock ? sql`for share of a` : sql``}`
	);
const lookAt = attemptsOf(false);
const hold = attemptsOf(true);

interface Stored {
	n: number;
	position: number;
	seq: number;
	/** Whether it was written: not, where the same number stood there, also just now. */
	saved: boolean;
	/** Whether exactly this already stood there. */
	same: boolean;
	knownSeq: number | null;
	knownGiven: AnyGiven | null;
	knownFlagged: boolean;
}

/** Writes answers and events, and tells for each answer what stood there before. */
const store = preparedRows<Stored>(
	() => sql`with sent as (
		select * from jsonb_to_recordset(${sql.placeholder('answers')}::text::jsonb) as s(n int, attempt uuid, position int,
			seq int, given jsonb, flagged boolean, at timestamptz, late boolean, seat int)
	), saved as (
		insert into answers (attempt_id, position, seq, given, flagged, saved_at, late, seat)
		select attempt, position, seq, given, flagged, at, late, seat from sent on conflict do nothing
		returning attempt_id, position, seq
	), noticed as (
		insert into sitting_events (id, sitting_id, attempt_id, at, kind, by_id, data)
		select id, sitting, attempt, at, kind, by, data
		from jsonb_to_recordset(${sql.placeholder('events')}::text::jsonb)
			as e(id uuid, sitting uuid, attempt uuid, at timestamptz, kind text, by uuid, data jsonb)
	)
	select s.n, s.position, s.seq, v.seq is not null as saved, k.seq as "knownSeq", k.given as "knownGiven", k.flagged as "knownFlagged",
		k.seq is not distinct from s.seq and k.given is not distinct from s.given and k.flagged = s.flagged as same
	from sent s
	left join saved v on v.attempt_id = s.attempt and v.position = s.position and v.seq = s.seq
	left join lateral (
		select seq, given, flagged from answers o
		where o.attempt_id = s.attempt and o.position = s.position order by o.seq desc limit 1
	) k on true order by s.n`
);

/**
 * Saves what a group of requests carries, in one transaction: of each all answers or, with a reason, none. An older version,
 * or the same number with another content, never replaces what stands: it is reported as kept. What is refused is recorded
 * with what it carried. Authorises each: the attempt has to be that of the person or of the session's person.
 *
 * No audit: every version of every answer is itself an unchangeable row with its time.
 */
export async function saveBatch(db: Database, requests: readonly SaveRequest[]): Promise<SaveOutcome[]> {
	const papers = await papersOf(
		db,
		requests.map(({ attemptId }) => attemptId)
	);
	const asked = JSON.stringify(
		requests.map(({ attemptId, by, arrived, answers }, n) => ({
			...{ n, attempt: attemptId, now: arrived.toISOString(), ...farOf(answers) },
			...('personId' in by ? { person: by.personId } : { session: by.sessionHash })
		}))
	);
	// What carries nothing only asks how much time is left.
	if (requests.every(({ answers, events, unread }) => !answers.length && !events.length && !unread))
		return write(await lookAt(db, { asked }), async () => []);
	return db.transaction(async (tx) => {
		const inside = tx as unknown as Database;
		return write(await hold(inside, { asked }), (values) => store(inside, values));
	});

	async function write(
		rows: readonly (HeldAttempt & { n: number })[],
		into: (values: { answers: string; events: string }) => Promise<Stored[]>
	): Promise<SaveOutcome[]> {
		const held = new Map(rows.map((row) => [row.n, row]));
		const verdicts = requests.map((request, n) =>
			judge(request, held.get(n), papers.get(request.attemptId) ?? [])
		);
		const answers = unlike(requests.flatMap((request, n) => rowsOf(request, held.get(n), verdicts[n]!, n)));
		const events = requests.flatMap((request, n) => recordOf(request, held.get(n), verdicts[n]!));
		const isWritten = answers.length + events.length > 0;
		const stored = isWritten
			? await into({ answers: JSON.stringify(answers), events: JSON.stringify(events) })
			: [];
		const own = new Map<number, Stored[]>();
		for (const one of stored) own.set(one.n, [...(own.get(one.n) ?? []), one]);
		return requests.map(({ attemptId, arrived, away }, n) => {
			const verdict = verdicts[n]!;
			if (verdict.ok) heard(db, attemptId, { ...(away !== undefined && { away }), at: arrived });
			return verdict.ok
				? { ok: true, reply: replyOf(held.get(n)!, arrived, verdict.late, own.get(n) ?? []) }
				: verdict;
		});
	}
}

function rowsOf(
	{ attemptId, arrived, answers }: SaveRequest,
	attempt: HeldAttempt | undefined,
	verdict: SaveVerdict,
	n: number
) {
	if (!verdict.ok || !attempt) return [];
	const common = { n, attempt: attemptId, at: arrived.toISOString(), late: verdict.late, seat: attempt.seat };
	return answers.map(({ position, seq, given, flagged }) => ({ ...common, position, seq, given, flagged }));
}

/** The answers whose numbers are looked at, for they may be too far ahead: of hardly any save one is. */
function farOf(answers: SaveRequest['answers']) {
	const far = answers.filter(({ seq }) => seq > MOST_AHEAD);
	return far.length ? { far: far.map(({ position, seq }) => ({ position, seq })) } : {};
}

/** Of two that a group brings for one number the first: the other is not acknowledged, and comes again. */
function unlike<T extends { attempt: string; position: number; seq: number }>(rows: readonly T[]): T[] {
	const seen = new Set<string>();
	return rows.filter(({ attempt, position, seq }) => {
		const key = `${attempt} ${position} ${seq}`;
		return !seen.has(key) && seen.add(key);
	});
}

function replyOf(attempt: HeldAttempt, arrived: Date, late: boolean, stored: readonly Stored[]): SavedReply {
	const now = arrived.getTime();
	const isKept = ({ knownSeq, seq, same }: Stored) => knownSeq !== null && knownSeq >= seq && !same;
	const isThere = ({ saved, same }: Stored) => saved || same;
	return {
		savedAt: arrived.toISOString(),
		msLeft: msLeft(attempt, now),
		paused: stateOf(attempt, now) === 'paused',
		late,
		acknowledged: stored.filter(isThere).map(({ position, seq }) => [position, seq]),
		kept: stored.filter(isKept).map(({ position, knownSeq, knownGiven, knownFlagged }) => ({
			...{ position, seq: knownSeq!, given: knownGiven, flagged: knownFlagged }
		}))
	};
}
