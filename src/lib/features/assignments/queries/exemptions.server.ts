import { sql } from 'drizzle-orm';
import { can } from '$lib/access/can';
import { findPeople } from '$lib/features/people/index.server';
import { listAssignable, loadLearnables } from '$lib/features/paths/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { requireStaff } from '../staff.server';
import { mayCreate, seenPeople } from './list-assignments.server';

const PAGE_SIZE = 25;

export interface ListedExemption {
	id: string;
	name: string;
	employeeNo: string;
	unitName: LocalText;
	subjectType: 'module' | 'path';
	title: LocalText;
	reason: string;
	validFrom: IsoDate;
	validTo: IsoDate;
	grantedBy: string;
	revokedAt: string | null;
	mayRevoke: boolean;
}
interface Row extends Omit<ListedExemption, 'unitName' | 'title' | 'mayRevoke'> {
	personId: string;
	unitPath: string;
	zh: string;
	en: string;
	code: string;
	pathTitle: LocalText | null;
	total: number;
}

/** Exemptions of the people whom the reader may see: those in force, or those that are over and revoked. */
export async function listExemptions(ctx: Context, filter: { show: 'inForce' | 'over'; page: number }) {
	requireStaff(ctx);
	const today = dateIn(ctx.now);
	const inForce = sql`e.revoked_at is null and e.valid_to >= ${today}`;
	const rows = await rowsOf<Row>(
		ctx.db,
		sql`select e.id, people.id as "personId", people.name, people.employee_no as "employeeNo", units.path as "unitPath",
				units.name_zh as zh, units.name_en as en, e.subject_type as "subjectType", e.subject_code as code, e.reason,
				e.valid_from::text as "validFrom", e.valid_to::text as "validTo", g.name as "grantedBy",
				e.revoked_at::text as "revokedAt", count(*) over ()::int as total,
				(select v.content -> 'title' from learning_paths p join learning_path_versions v on v.path_id = p.id
					where p.code = e.subject_code order by v.version desc limit 1) as "pathTitle"
			from exemptions e join people on people.id = e.person_id join units on units.id = people.unit_id
			join people g on g.id = e.granted_by
			where ${seenPeople(ctx)} and ${filter.show === 'inForce' ? inForce : sql`not (${inForce})`}
			order by e.granted_at desc, e.id desc limit ${PAGE_SIZE} offset ${(filter.page - 1) * PAGE_SIZE}`
	);
	const known = await loadLearnables(ctx.db);
	const may = mayCreate(ctx);
	return {
		rows: rows.map(
			({ zh, en, code, pathTitle, personId, unitPath, total: _total, ...row }): ListedExemption => {
				const module = row.subjectType === 'module' ? known.get(`module:${code}`)?.title : pathTitle;
				const subject = { personId, unitPath, parties: { person: personId } };
				return {
					...row,
					unitName: { 'zh-CN': zh, en },
					title: module ?? { 'zh-CN': code, en: code },
					mayRevoke: filter.show === 'inForce' && can(ctx.actor, 'assignments.assignment.manage', subject).ok
				};
			}
		),
		...{ page: filter.page, pageSize: PAGE_SIZE, total: rows[0]?.total ?? 0, show: filter.show, today },
		/** What the form offers; null for those who may not grant. */
		form: may ? { ...(await listAssignable(ctx)), people: await findPeople(ctx, { limit: 500 }) } : null
	};
}
export type ExemptionList = Awaited<ReturnType<typeof listExemptions>>;
