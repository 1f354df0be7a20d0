import { sql } from 'drizzle-orm';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { daysBetween, type IsoDate } from '$lib/shared/dates';
import { people, units } from '../../people/tables.server';
import { requireStaff } from '../staff.server';
import { statesOf } from '../states.server';

export interface LatePerson {
	personId: string;
	name: string;
	employeeNo: string;
	unitPath: string;
	unitName: LocalText;
	assignmentId: string;
	title: LocalText;
	subjectType: 'module' | 'path';
	subjectCode: string;
	dueOn: IsoDate;
	daysLate: number;
	/** How many of the needed items are done. */
	have: number;
	need: number;
}

/** Who is late with what on a day, of a unit and below or of all whom the reader may see; the longest late first. */
export async function listLate(
	ctx: Context,
	{ unitPath, on }: { unitPath?: string; on: IsoDate }
): Promise<LatePerson[]> {
	requireStaff(ctx);
	const may = whereMay(ctx.actor, 'assignments.assignment.read', {
		personId: people.id,
		unitPath: units.path
	});
	const rows = await rowsOf<Omit<LatePerson, 'unitName' | 'daysLate'> & { zh: string; en: string }>(
		ctx.db,
		sql`select t.person_id as "personId", people.name, people.employee_no as "employeeNo", units.path as "unitPath",
				units.name_zh as zh, units.name_en as en, t.assignment_id as "assignmentId", y.title,
				y.subject_type as "subjectType", y.subject_code as "subjectCode", t.due_on::text as "dueOn", t.have, t.need
			from ${statesOf(sql`s.due_on < ${on} and x.ended_at is null`, on)} t
			join assignments y on y.id = t.assignment_id
			join people on people.id = t.person_id join units on units.id = people.unit_id and ${may}
			where t.state = 'late' and ${unitPath ? sql`starts_with(units.path, ${unitPath})` : sql`true`}
			order by t.due_on, units.path, people.employee_no`
	);
	return rows.map(({ zh, en, ...row }) => ({
		...row,
		unitName: { 'zh-CN': zh, en },
		daysLate: daysBetween(row.dueOn, on)
	}));
}
