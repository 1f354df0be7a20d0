import { sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import type { AssigneeState } from '../rules';
import { statesOf } from '../states.server';

/** Something that was assigned to the reader. */
export interface OwnAssignment {
	id: string;
	title: LocalText;
	subjectType: 'module' | 'path';
	href: string;
	note: string;
	dueOn: IsoDate | null;
	state: AssigneeState;
	have: number;
	need: number;
}

/** What was assigned to the signed-in person, what is due first first; what is done and exempt comes last. */
export async function listOwnAssignments(ctx: Context): Promise<OwnAssignment[]> {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	const { personId } = ctx.actor;
	authorize(ctx.actor, 'assignments.assignment.read', { personId });
	const rows = await rowsOf<Omit<OwnAssignment, 'href'> & { code: string }>(
		ctx.db,
		sql`select t.id, y.title, y.subject_type as "subjectType", y.subject_code as code, y.note,
				t.due_on::text as "dueOn", t.state, t.have, t.need
			from ${statesOf(sql`s.person_id = ${personId}`, dateIn(ctx.now))} t join assignments y on y.id = t.assignment_id
			order by t.state in ('done', 'exempt'), t.due_on nulls last, t.id`
	);
	return rows.map(({ code, ...row }) => ({
		...row,
		href: row.subjectType === 'module' ? `/training/${code}` : `/training/paths/${code}`
	}));
}
