import { sql } from 'drizzle-orm';
import { notifyMany, type Notice } from '$lib/features/notifications/index.server';
import { evidenceFacts } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { addDays, dateIn, type IsoDate } from '$lib/shared/dates';
import type { MentoringRules } from './policy';
import { evenOutMentorCredit } from './mentor-credit.server';
import { remindersOf, type Reminder, type Unanswered, type WatchedPairing } from './reminders';
import { REVIEW_DAYS, type ReviewSide } from './review';
import { rulesOn } from './rules-in-force.server';

/** Queue of the daily reminders, and its schedule in the organisation's zone. */
export const REMIND_MENTORING = 'mentoring_remind';
export const REMIND_MENTORING_CRON = '20 8 * * *';

interface Row extends Omit<WatchedPairing, 'away' | 'unanswered' | 'midtermAfterShare'> {
	mentorId: string;
	traineeId: string;
	mentor: string;
	trainee: string;
	unanswered: Omit<Unanswered, 'answerDays'>[] | null;
}

/**
 * Reminds both sides of unanswered sessions, quiet pairings and reviews that are due, and evens out the mentors' credit.
 * Each notice names its matter and how often it came due: running twice, or after days of standing still, tells once.
 */
export async function remindMentoring(ctx: Context): Promise<void> {
	await evenOutMentorCredit(ctx);
	const today = dateIn(ctx.now);
	const rules = await rulesOn(ctx.db, today);
	const rows = await loadRows(ctx.db, today);
	const away = await awayOn(ctx.db, today);
	const rulesOf = await rulesByDay(ctx.db, rows);
	const notices = rows.flatMap((row) => {
		const unanswered = (row.unanswered ?? []).map((one) => ({
			...one,
			answerDays: (rulesOf.get(one.submittedOn) ?? rules).answerDays
		}));
		const { midtermAfterShare } = (rulesOf.get(row.startsOn) ?? rules).reviews;
		const absent = away.has(row.mentorId) || away.has(row.traineeId);
		const pairing = { ...row, unanswered, midtermAfterShare, away: absent };
		return remindersOf(pairing, rules, today).map((reminder) => noticeOf(row, reminder));
	});
	if (notices.length) await withTransaction(ctx, (tx) => notifyMany(tx, ctx, notices));
}

/** Pairings that go on, that ended a while ago, or in which something waits for an answer. */
const loadRows = (db: Database, today: IsoDate) =>
	rowsOf<Row>(
		db,
		sql`select p.id, p.mentor_id as "mentorId", p.trainee_id as "traineeId", m.name as mentor, t.name as trainee,
				p.starts_on::text as "startsOn", p.ends_on::text as "endsOn", p.ended_on::text as "endedOn",
				p.end_reason as "endReason",
				(p.agreed_at is not null or not exists (select 1 from pairing_agreements g where g.pairing_id = p.id)) as agreed,
				(select max(e.occurred_on)::text from shadowing_entries e where e.pairing_id = p.id) as "lastOn",
				(select min((s.starts_at at time zone 'Asia/Shanghai')::date)::text from planned_sessions s
					where s.pairing_id = p.id and s.state = 'planned'
						and (s.starts_at at time zone 'Asia/Shanghai')::date >= ${today}) as "plannedOn",
				coalesce((select json_agg(json_build_object('kind', r.kind,
					'side', case when r.reviewer_id = p.mentor_id then 'mentor' else 'trainee' end))
					from mentoring_reviews r where r.pairing_id = p.id), '[]') as written, w.unanswered
			from pairings p
			join people m on m.id = p.mentor_id
			join people t on t.id = p.trainee_id
			left join lateral (select json_agg(json_build_object('id', e.id, 'occurredOn', e.occurred_on,
					'submittedOn', (s.signed_at at time zone 'Asia/Shanghai')::date,
					'by', case when s.signer_id = p.mentor_id then 'mentor' else 'trainee' end)) as unanswered
				from shadowing_entries e
				join shadowing_signatures s on s.entry_id = e.id and s.act = 'submit'
				where e.pairing_id = p.id and not exists (select 1 from shadowing_signatures a
					where a.entry_id = e.id and a.act <> 'submit')) w on true
			where p.ended_on is null or p.ended_on >= ${addDays(today, -REVIEW_DAYS)} or w.unanswered is not null
			order by p.id`
	);

/** Who is on leave on a day, by their file. */
async function awayOn(db: Database, on: IsoDate): Promise<Set<string>> {
	const away = new Set<string>();
	for (const [personId, facts] of await evidenceFacts(db, null, { on })) {
		const leave = facts.some(
			({ kind, validFrom, validTo }) =>
				kind === 'leave' && validFrom <= on && (validTo === null || validTo >= on)
		);
		if (leave) away.add(personId);
	}
	return away;
}

/** The rules of the days on which pairings began and entries were submitted: these hold for them. */
async function rulesByDay(db: Database, rows: readonly Row[]): Promise<Map<IsoDate, MentoringRules>> {
	const days = rows.flatMap(({ startsOn, unanswered }) => [
		startsOn,
		...(unanswered ?? []).map((one) => one.submittedOn)
	]);
	const found = new Map<IsoDate, MentoringRules>();
	for (const day of new Set(days)) found.set(day, await rulesOn(db, day));
	return found;
}

function noticeOf(row: Row, reminder: Reminder): Notice {
	const person = (side: ReviewSide) =>
		side === 'mentor' ? { id: row.mentorId, name: row.mentor } : { id: row.traineeId, name: row.trainee };
	const personId = person(reminder.to).id;
	const other = person(reminder.to === 'mentor' ? 'trainee' : 'mentor').name;
	const common = { personId, cause: reminder.cause, href: `/mentoring/${row.id}` };
	switch (reminder.kind) {
		case 'answer':
		case 'unsigned': {
			const { kind, entryId, count, occurredOn: date, until } = reminder;
			const href = `/mentoring/entries/${entryId}`;
			return { ...common, href, kind: `mentoring.remind.${kind}`, params: { other, count, date, until } };
		}
		case 'quiet':
			return { ...common, kind: 'mentoring.remind.quiet', params: { other, days: reminder.days } };
		case 'review': {
			const { review, dueOn } = reminder;
			const href = `${common.href}/reviews/${review}`;
			return { ...common, href, kind: `mentoring.review.${review}.due`, params: { other, date: dueOn } };
		}
	}
}
