import { sql } from 'drizzle-orm';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { preparedRows, type Database } from '$lib/server/db/database';
import { newId } from '$lib/shared/ids';

/**
 * Values of a notification's words. Texts that exist in both languages are given in both; a date `YYYY-MM-DD`
 * or an instant in ISO form is written out in the reader's language.
 */
export type NotificationParams = Record<string, string | number | LocalText>;

export interface Notice {
	personId: string;
	/** The words are `notifications.kind.<kind>`. */
	kind: string;
	params: NotificationParams;
	/** Where opening it leads: a path of this site. */
	href: string;
	/** What caused it, e.g. `exams.result.release:<sittingId>`: the same cause tells a person once. */
	cause: string;
}

const tell = preparedRows(() => {
	const its = sql.placeholder;
	return sql`insert into notifications (id, person_id, kind, params, href, cause, created_at)
		select ${its('id')}::uuid, p.id, ${its('kind')}, ${its('params')}::text::jsonb, ${its('href')}, ${its('cause')},
			${its('time')}::timestamptz
		from people p where p.id = ${its('personId')}::uuid and p.status = 'active' on conflict (cause) do nothing`;
});

/**
 * Puts a message into a person's inbox, in the caller's transaction. The same cause again changes nothing; whoever
 * is suspended or has left is told nothing.
 */
export async function notify(tx: Database, ctx: Context, notice: Notice): Promise<void> {
	await tell(tx, {
		...{ id: newId(ctx.now), personId: notice.personId, kind: notice.kind, href: notice.href },
		...{ params: JSON.stringify(notice.params), cause: `${notice.cause}:${notice.personId}` },
		time: ctx.now.toISOString()
	});
}

/** The same for many notices at once, in a few statements however many: for jobs that tell a whole workforce. */
export async function notifyMany(tx: Database, ctx: Context, notices: readonly Notice[]): Promise<void> {
	for (let from = 0; from < notices.length; from += AT_ONCE) {
		const rows = notices.slice(from, from + AT_ONCE).map((notice) => ({
			...{ id: newId(ctx.now), person_id: notice.personId, kind: notice.kind, params: notice.params },
			...{ href: notice.href, cause: `${notice.cause}:${notice.personId}` }
		}));
		await tx.execute(sql`insert into notifications (id, person_id, kind, params, href, cause, created_at)
			select r.id, r.person_id, r.kind, r.params, r.href, r.cause, ${ctx.now.toISOString()}::timestamptz
			from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
				as r(id uuid, person_id uuid, kind text, params jsonb, href text, cause text)
			join people p on p.id = r.person_id and p.status = 'active' on conflict (cause) do nothing`);
	}
}
const AT_ONCE = 2000;
