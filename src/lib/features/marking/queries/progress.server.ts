import { sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { progressBy, type CountedTask } from '../progress';
import { isStuck } from '../stuck.server';
import type { FlagKind } from '../states';

/** How far the marking of a sitting is: by marker, by question, and what HR should look at. The caller has asked. */
export async function loadProgress(ctx: Context, sittingId: string) {
	const tasks = await rowsOf<CountedTask>(
		ctx.db,
		sql`select t.marker_id as "markerId", i.code as question, n.id as "answerId", t.turn, n.marks,
				case when t.submitted_at is not null then 'submitted' when t.hundredths is not null then 'ready'
					when t.revision > 0 then 'begun' else 'waiting' end as state,
				m.hundredths, t.seconds
			from marking_tasks t join marking_answers n on n.id = t.answer_id
			join item_versions v on v.id = n.item_version_id join items i on i.id = v.item_id
			left join marking_marks m on m.task_id = t.id
			where t.sitting_id = ${sittingId} and t.withdrawn_at is null`
	);
	const [counts] = await rowsOf<{
		answers: number;
		decided: number;
		third: number;
		stuck: number;
		sampled: number;
		moderated: number;
		standing: number;
	}>(
		ctx.db,
		sql`select count(*)::int as answers, count(o.kind)::int as decided,
				count(*) filter (where exists (select from marking_tasks t where t.answer_id = n.id and t.turn = 'third'
					and t.withdrawn_at is null))::int as third,
				count(*) filter (where ${isStuck})::int as stuck, count(*) filter (where n.sampled)::int as sampled,
				count(*) filter (where o.kind = 'moderated')::int as moderated,
				count(*) filter (where o.kind = 'moderated' or o.kind is not null and not n.sampled)::int as standing
			from marking_answers n
			left join lateral (select o.kind from marking_outcomes o where o.answer_id = n.id
				order by o.version desc limit 1) o on true
			where n.sitting_id = ${sittingId}`
	);
	const flags = await rowsOf<{
		question: string;
		flag: FlagKind;
		words: string;
		attemptId: string;
		candidate: string;
		ticket: string;
	}>(
		ctx.db,
		// Without codes: a moderator, who knows answers by them, may read this too.
		sql`select i.code as question, m.flag, m.flag_note as words, n.attempt_id as "attemptId",
				p.name as candidate, r.ticket
			from marking_marks m join marking_tasks t on t.id = m.task_id join marking_answers n on n.id = t.answer_id
			join item_versions v on v.id = n.item_version_id join items i on i.id = v.item_id
			join attempts a on a.id = n.attempt_id join people p on p.id = a.person_id
			join registrations r on r.sitting_id = a.sitting_id and r.person_id = a.person_id
			where n.sitting_id = ${sittingId} and m.flag is not null order by m.marked_at, n.code`
	);
	return {
		counts: counts!,
		byMarker: progressBy(tasks, ({ markerId }) => markerId),
		byQuestion: progressBy(tasks, ({ question }) => question),
		flags
	};
}
