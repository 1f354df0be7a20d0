import { sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { readGiven } from '$lib/features/bank';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { conflict, forbidden, invalid, notFound } from '$lib/shared/errors';
import type { SaveAnswerForm, SaveAnswers } from '../schema';
import { answerFits } from '../answer-fits.server';
import { findAsked } from '../queries/paper.server';
import type { AnswerState, SavedReply } from '../types';

interface Row {
	ms_left: number;
	handed_in: boolean;
	is_open: boolean;
	fits: boolean;
	acknowledged: [number, number][];
	kept: AnswerState[];
}

/**
 * Saves a batch of answers in one statement: all of them or, when one does not fit its drawn question, none.
 * Accepted while the attempt is open and the request reached the server no later than the attempt's end. The same
 * (position, seq) again is the same save. An older one, or the same number with another content (two machines),
 * never replaces what stands: it is reported as kept.
 *
 * No audit: every version of every answer is itself an unchangeable row with its time, and this is the one
 * command that must be fast.
 * No transaction: it is one statement.
 */
export async function saveAnswers(ctx: Context, input: SaveAnswers): Promise<SavedReply> {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	authorize(ctx.actor, 'exams.attempt.take', { personId });
	const now = ctx.now.toISOString();
	// `for share` orders saves against handing in: a hand-in waits for saves under way, and a save that waited for
	// a hand-in finds the attempt closed. So everything acknowledged is in what is marked.
	const [row] = await rowsOf<Row>(
		ctx.db,
		sql`with sent as (
			select * from jsonb_to_recordset(${JSON.stringify(input.answers)}::text::jsonb)
				as s(position int, seq int, given jsonb, flagged boolean)
		), open as (
			select id from attempts
			where id = ${input.attemptId} and person_id = ${personId}
				and handed_in_at is null and ends_at >= ${now}::timestamptz
			for share
		), fitting as (
			select s.* from sent s
			join attempt_items i on i.attempt_id = ${input.attemptId} and i.position = s.position
			join item_versions v on v.id = i.item_version_id
			where ${answerFits}
		), saved as (
			insert into answers (attempt_id, position, seq, given, flagged, saved_at)
			select open.id, f.position, f.seq, f.given, f.flagged, ${now}::timestamptz
			from fitting f cross join open
			where (select count(*) from fitting) = (select count(*) from sent)
			on conflict do nothing
			returning position, seq
		), known as (
			select distinct on (n.position) n.position, n.seq, n.given, n.flagged
			from answers n join sent on sent.position = n.position
			where n.attempt_id = ${input.attemptId}
			order by n.position, n.seq desc
		), repeated as (
			select s.position, s.seq from sent s
			join answers n on n.attempt_id = ${input.attemptId} and n.position = s.position and n.seq = s.seq
				and n.given is not distinct from s.given and n.flagged = s.flagged
		)
		select (extract(epoch from a.ends_at - ${now}::timestamptz) * 1000)::float8 as ms_left,
			a.handed_in_at is not null as handed_in,
			exists (select from open) as is_open,
			(select count(*) from fitting) = (select count(*) from sent) as fits,
			coalesce((select jsonb_agg(jsonb_build_array(position, seq))
				from (select * from saved union select * from repeated) done), '[]') as acknowledged,
			coalesce((select jsonb_agg(to_jsonb(k)) from known k
				where exists (select from sent s where s.position = k.position and (k.seq > s.seq
					or k.seq = s.seq and (k.given is distinct from s.given or k.flagged <> s.flagged)))
				and not exists (select from sent s where s.position = k.position and s.seq > k.seq)), '[]') as kept
		from attempts a where a.id = ${input.attemptId} and a.person_id = ${personId}`
	);
	if (!row) throw notFound();
	if (!row.is_open) throw conflict(row.ms_left < 0 ? 'exams.attempt.over' : 'exams.attempt.closed');
	if (!row.fits) throw invalid('exams.answer.unknown');
	return {
		savedAt: now,
		msLeft: Math.max(0, row.ms_left),
		acknowledged: row.acknowledged,
		kept: row.kept
	};
}

/**
 * One question's form of a browser without script. There is nobody to show a kept answer to, so an older one is
 * refused in words. Authorises, and needs no audit or transaction, as above.
 */
export async function saveAnswerForm(
	ctx: Context,
	{ attemptId, position, seq, answer, flagged, go }: SaveAnswerForm
): Promise<{ go: number }> {
	const asked = await findAsked(ctx, attemptId, position);
	if (!asked) throw notFound();
	const given = readGiven(asked, answer);
	const { kept } = await saveAnswers(ctx, { attemptId, answers: [{ position, seq, given, flagged }] });
	if (kept.length) throw conflict('exams.answer.elsewhere');
	return { go };
}
