import { sql, type SQL } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { balanceCredit } from '$lib/features/credit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import type { IsoDate } from '$lib/shared/dates';
import { standing } from './standing.server';

/** What a mentor learns by mentoring, in the terms of the training matrix (domain.md 5.1, 5.2). */
const earnedAs = { area: 'marketing', method: 'shadowing' } as const;

interface Session {
	id: string;
	pairingId: string;
	mentorId: string;
	trainee: string;
	occurredOn: IsoDate;
	minutes: number;
	counts: boolean;
}

const sessionsWhere = (db: Database, where: SQL) =>
	rowsOf<Session>(
		db,
		sql`select e.id, e.pairing_id as "pairingId", p.mentor_id as "mentorId", t.name as trainee,
				e.occurred_on::text as "occurredOn", e.minutes, ${standing} = 'counted' as counts
			from shadowing_entries e
			join pairings p on p.id = e.pairing_id
			join people t on t.id = p.trainee_id
			where ${where}`
	);

/**
 * Credits a mentor's hours for a session that counts, and takes them back when it no longer does (domain.md 4): called
 * at the end of everything that changes how an entry stands, in its transaction, which holds the pairing's lock. Asks
 * no permission: the command that changed the entry did. The audit log names the mentor, whose hours they are.
 */
export async function balanceMentorCredit(tx: Database, ctx: Context, entryId: string): Promise<boolean> {
	const [session] = await sessionsWhere(tx, sql`e.id = ${entryId}`);
	if (!session) return false;
	const { mentorId: personId, trainee } = session;
	const title = { 'zh-CN': `带教${trainee}`, en: `Mentoring ${trainee}` };
	const changed = await balanceCredit(
		tx,
		ctx,
		{
			...{ personId, title, ...earnedAs, earnedOn: session.occurredOn },
			source: { type: 'mentoring', id: entryId },
			minutes: session.counts ? session.minutes : 0
		},
		'mentoring'
	);
	if (!changed) return false;
	const { before, after } = changed;
	if (before) {
		await notify(tx, ctx, {
			...{ personId, kind: 'credit.corrected', params: { title, hours: Math.round(after / 6) / 10 } },
			href: `/credit?year=${session.occurredOn.slice(0, 4)}`,
			cause: `mentoring.credit:${entryId}:${ctx.now.toISOString()}`
		});
	}
	await recordAudit(tx, ctx, {
		action: 'mentoring.credit.balance',
		subject: { type: 'creditEntry', id: changed.entryId },
		personId,
		before: { minutes: before },
		after: { minutes: after, entryId, pairingId: session.pairingId }
	});
	return true;
}

/** So many sessions are evened out in one transaction. */
const AT_ONCE = 100;

/**
 * Evens out what was missed: sessions that count without credit, and credit of sessions that do not (any more). Finds
 * them by one query over all; a second run finds none. Returns how many it mended.
 */
export async function evenOutMentorCredit(ctx: Context): Promise<number> {
	const uneven = await rowsOf<{ id: string; pairingId: string }>(
		ctx.db,
		sql`select x.id, x.pairing_id as "pairingId" from (
				select e.id, e.pairing_id, case when ${standing} = 'counted' then e.minutes else 0 end as wanted,
					coalesce(c.minutes, 0) + coalesce(k.minutes, 0) as counts, coalesce(k.officers, 0) as officers
				from shadowing_entries e
				join pairings p on p.id = e.pairing_id
				left join credit_entries c on c.source_type = 'mentoring' and c.source_id = e.id and c.person_id = p.mentor_id
					and c.corrects_id is null
				left join lateral (select sum(k.minutes) as minutes, sum(k.minutes) filter (where k.accepted_by is not null)
					as officers from credit_entries k where k.corrects_id = c.id) k on true) x
			where (case when x.wanted > 0 then greatest(0, x.wanted + x.officers) else 0 end) <> x.counts
			order by x.pairing_id, x.id`
	);
	let mended = 0;
	for (let from = 0; from < uneven.length; from += AT_ONCE) {
		const some = uneven.slice(from, from + AT_ONCE);
		await withTransaction(ctx, async (tx) => {
			// In one order, as whoever signs holds it: what is uneven is looked at again under the lock.
			const ids = sql.join(
				[...new Set(some.map(({ pairingId }) => pairingId))].map((id) => sql`${id}`),
				sql`, `
			);
			await tx.execute(sql`select id from pairings where id in (${ids}) order by id for update`);
			for (const { id } of some) if (await balanceMentorCredit(tx, ctx, id)) mended++;
		});
	}
	return mended;
}
