import { sql } from 'drizzle-orm';
import { notifyMany, type Notice } from '$lib/features/notifications/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { addDays, dateIn, type IsoDate } from '$lib/shared/dates';
import type { Jobs } from '$lib/server/jobs/events';
import './jobs';
import { reminderDue, REMINDERS } from './rules';
import { statesOf } from './states.server';

/** Queue of the daily reminders, and its schedule in the organisation's zone. */
export const REMIND_ASSIGNEES = 'assignments_remind';
export const REMIND_ASSIGNEES_CRON = '10 8 * * *';

interface Told {
	id: string;
	personId: string;
	dueOn: IsoDate | null;
	assignedAt: string | Date;
	title: LocalText;
	type: 'module' | 'path';
	code: string;
}

const addressOf = ({ type, code }: Told) =>
	type === 'module' ? `/training/${code}` : `/training/paths/${code}`;

const openRows = (ctx: Context, where: ReturnType<typeof sql>) =>
	rowsOf<Told>(
		ctx.db,
		sql`select t.id, t.person_id as "personId", t.due_on::text as "dueOn", t.assigned_at as "assignedAt", y.title,
				y.subject_type as type, y.subject_code as code
			from ${statesOf(where, dateIn(ctx.now))} t join assignments y on y.id = t.assignment_id
			where t.state in ('notBegun', 'underWay', 'late') order by t.id`
	);

/** Tells those who were assigned at an instant, and have it still to do. The cause names the row: nobody hears it twice. */
export async function tellAssigned(
	ctx: Context,
	{ assignmentId, at }: Jobs['assignments.assignment.tell']
): Promise<void> {
	const rows = await openRows(ctx, sql`x.id = ${assignmentId} and s.assigned_at = ${at}::timestamptz`);
	const notices = rows.map((row): Notice => ({
		...{ personId: row.personId, href: addressOf(row), cause: `assignments.assigned:${row.id}` },
		...(row.dueOn
			? { kind: 'assignments.assigned', params: { title: row.title, dueOn: row.dueOn } }
			: { kind: 'assignments.assigned_open', params: { title: row.title } })
	}));
	await withTransaction(ctx, (tx) => notifyMany(tx, ctx, notices));
}

/** Reminds of due dates 14 and 3 days ahead and on the day. The cause names row and threshold: never twice. */
export async function remindAssignees(ctx: Context): Promise<void> {
	const today = dateIn(ctx.now);
	const last = addDays(today, Math.max(...REMINDERS));
	const rows = await openRows(ctx, sql`s.due_on between ${today} and ${last}`);
	const notices = rows.flatMap((row) => {
		const due = row.dueOn && reminderDue(row.dueOn, dateIn(new Date(row.assignedAt)), today);
		if (due === null || !row.dueOn) return [];
		const params = { title: row.title, dueOn: row.dueOn };
		const cause = `assignments.due:${row.id}:${due}`;
		return [{ personId: row.personId, kind: 'assignments.due', params, href: addressOf(row), cause }];
	});
	await withTransaction(ctx, (tx) => notifyMany(tx, ctx, notices));
}
