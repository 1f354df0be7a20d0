import { sql } from 'drizzle-orm';
import { headIdOf } from '$lib/features/people/index.server';
import { clashesAsJson, clashFrom, type ClashRow } from '$lib/features/agenda/index.server';
import { preparedRows, type Database } from '$lib/server/db/database';
import { addDays, instantIn, type IsoDate } from '$lib/shared/dates';
import { START, type ChainEnd } from './chain.server';
import type { Taken } from './flags';
import { intervalOf, type Timed } from './intervals';
import type { LockedPairing } from './load.server';
import { usualRules, type MentoringRules } from './policy';

/** A session of either person on the day, in whatever pairing: one that may come to count. */
export interface OtherSession extends Timed {
	id: string;
	traineeId: string;
	mentorId: string;
}

/** What stands around a session that is logged or answered, read at once. */
export interface Around {
	/** In force on the day of the (first) logging. */
	rules: MentoringRules;
	sessions: OtherSession[];
	/** What takes the time of either while it was: from their agendas, and days of leave. */
	clashes: Taken[];
	/** Who manages the trainee. */
	headIds: string[];
	/** Whether the two had planned sessions. */
	planned: boolean;
	/** Whether an entry came from that device under that name before. */
	sent: boolean;
	/** Of the pairing's chain. */
	end: ChainEnd;
}

interface Read {
	rules: Partial<MentoringRules> | null;
	sessions: [id: string, traineeId: string, mentorId: string, startedAt: string | null, minutes: number][];
	leave: [personId: string, from: IsoDate, to: IsoDate | null][];
	clashes: ClashRow[];
	head: string | null;
	own: string[];
	sent: boolean;
	end: ChainEnd | null;
}

/** One statement for what would be seven: a session is logged by thousands between two visits. */
const read = preparedRows<Read>(() => {
	const its = sql.placeholder;
	const list = sql.raw("'[]'::json");
	const [trainee, mentor] = [sql`${its('traineeId')}::uuid`, sql`${its('mentorId')}::uuid`];
	const day = sql`${its('day')}::date`;
	const [from, to] = [sql`${its('from')}::timestamptz`, sql`${its('to')}::timestamptz`];
	return sql`select
		(select content from mentoring_rules where effective_from <= ${its('rulesOn')}::date
			order by effective_from desc limit 1) as rules,
		(select coalesce(json_agg(json_build_array(e.id, p.trainee_id, p.mentor_id, e.started_at, e.minutes)), ${list})
			from pairings p join shadowing_entries e on e.pairing_id = p.id and e.occurred_on = ${day}
			where (p.trainee_id in (${trainee}, ${mentor}) or p.mentor_id in (${trainee}, ${mentor})) and not exists (
				select from shadowing_signatures s where s.entry_id = e.id and s.act = 'dispute')) as sessions,
		(select coalesce(json_agg(json_build_array(l.person_id, l.valid_from, l.valid_to)), ${list}) from evidence l
			where l.person_id in (${trainee}, ${mentor}) and l.kind = 'leave' and l.valid_from <= ${day}
				and (l.valid_to is null or l.valid_to >= ${day})
				and not exists (select from evidence_retractions r where r.evidence_id = l.id)) as leave,
		${clashesAsJson(sql`array[${trainee}, ${mentor}]`, from, to)} as clashes,
		${headIdOf(trainee, sql`${its('unitPath')}::text`)} as head,
		(select coalesce(json_agg(id), ${list}) from planned_sessions where pairing_id = ${its('pairingId')}::uuid) as own,
		exists (select from shadowing_entries where device_id = ${its('deviceId')}::uuid) as sent,
		(select json_build_object('position', position, 'hash', hash) from shadowing_signatures
			where pairing_id = ${its('pairingId')}::uuid order by position desc limit 1) as "end"`;
});

/** `rulesOn`: the day on which the session was first logged. The caller holds the pairing's lock. */
export async function readAround(
	tx: Database,
	pairing: LockedPairing,
	session: Timed & { id?: string; occurredOn: IsoDate; deviceId?: string | null },
	rulesOn: IsoDate
): Promise<Around> {
	const { id: pairingId, traineeId, mentorId, unitPath } = pairing;
	const { id, occurredOn: day } = session;
	const time = intervalOf(session);
	const [found] = await read(tx, {
		...{ pairingId, traineeId, mentorId, unitPath, day, rulesOn, deviceId: session.deviceId ?? null },
		...{ from: time && new Date(time.from).toISOString(), to: time && new Date(time.to).toISOString() }
	});
	const { rules, sessions, leave, clashes, head, own, sent, end } = found!;
	const away = leave.map(([personId, from, to]): Taken => ({
		...{ personId, sourceType: 'leave', title: { 'zh-CN': '请假', en: 'Leave' }, href: '/profile' },
		startsAt: instantIn(`${from}T00:00`)!,
		endsAt: instantIn(`${addDays(to ?? day, 1)}T00:00`)!
	}));
	// What a session does not clash with: itself, and what the two had planned.
	const theirs = new Set([id, ...own]);
	return {
		...{ rules: { ...usualRules, ...rules }, headIds: head ? [head] : [], sent, planned: own.length > 0 },
		end: end ?? START,
		clashes: [...clashes.map(clashFrom).filter(({ sourceId }) => !theirs.has(sourceId)), ...away],
		sessions: sessions
			.filter(([other]) => other !== id)
			.map(([id, traineeId, mentorId, startedAt, minutes]) => ({
				...{ id, traineeId, mentorId, minutes },
				startedAt: startedAt === null ? null : new Date(startedAt)
			}))
	};
}
