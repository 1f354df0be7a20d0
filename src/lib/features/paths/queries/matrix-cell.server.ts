import { sql } from 'drizzle-orm';
import { whereMay } from '$lib/access/where.server';
import {
	deliveryMethods,
	knowledgeAreas,
	type DeliveryMethod,
	type KnowledgeArea
} from '$lib/content/training-vocabulary';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { people, units } from '../../people/tables.server';
import { loadLearnables } from '../catalogue.server';
import { beyondSelf } from '../staff.server';

/** Something that is taught, with how many are at it and how many completed it this year. */
export interface CellEntry {
	kind: 'module' | 'class' | 'visit';
	id: string;
	title: LocalText;
	href: string;
	/** Day or instant on which it begins; null for modules. */
	startsAt: string | null;
	enrolled: number;
	completed: number;
}

/** What lies behind a cell of the matrix. An area or a method that there is not is not found. */
export async function getMatrixCell(ctx: Context, areaGiven: string, methodGiven: string) {
	const area = knowledgeAreas.find((one) => one === areaGiven);
	const method = deliveryMethods.find((one) => one === methodGiven);
	if (!area || !method) throw notFound();
	beyondSelf(ctx, 'reports.training.read');
	const entries = [
		...(await modulesOf(ctx, area, method)),
		...(await classesOf(ctx, area, method)),
		...(await visitsOf(ctx, area, method))
	];
	return { area, method, year: Number(dateIn(ctx.now).slice(0, 4)), entries };
}

/** Joins the active people of `x.person_id` whom the reader may see in reports. */
const seen = (ctx: Context) => {
	const may = whereMay(ctx.actor, 'reports.training.read', { personId: people.id, unitPath: units.path });
	return sql`join people on people.id = x.person_id and people.status = 'active'
		join units on units.id = people.unit_id and ${may}`;
};
const yearOf = (ctx: Context) => `${dateIn(ctx.now).slice(0, 4)}-01-01`;

async function modulesOf(ctx: Context, area: KnowledgeArea, method: DeliveryMethod): Promise<CellEntry[]> {
	const own = [...(await loadLearnables(ctx.db)).values()].filter(
		(one) => one.kind === 'module' && !one.isRetired && one.area === area && one.method === method
	);
	if (!own.length) return [];
	const rows = await rowsOf<{ code: string; enrolled: number; completed: number }>(
		ctx.db,
		sql`select m.code, count(distinct x.person_id) filter (where d.id is null and x.moved_at is null)::int as enrolled,
				count(distinct x.person_id) filter (where d.completed_on >= ${yearOf(ctx)})::int as completed
			from modules m join module_versions v on v.module_id = m.id
			join enrolments x on x.module_version_id = v.id ${seen(ctx)}
			left join completions d on d.enrolment_id = x.id group by m.code`
	);
	return own.map(({ code, title }) => {
		const found = rows.find((row) => row.code === code);
		const counts = { enrolled: found?.enrolled ?? 0, completed: found?.completed ?? 0 };
		return { kind: 'module', id: code, title, href: `/staff/modules/${code}`, startsAt: null, ...counts };
	});
}

async function classesOf(ctx: Context, area: KnowledgeArea, method: DeliveryMethod): Promise<CellEntry[]> {
	const rows = await rowsOf<
		Omit<CellEntry, 'kind' | 'href' | 'startsAt'> & { startsAt: string | Date | null }
	>(
		ctx.db,
		sql`select c.id, c.title, (select min(s.starts_at) from class_sessions s where s.class_id = c.id) as "startsAt",
				(select count(*)::int from class_enrolments x ${seen(ctx)} where x.class_id = c.id and x.state = 'enrolled'
					and c.state = 'open') as enrolled,
				(select count(*)::int from class_results x ${seen(ctx)} where x.class_id = c.id and x.completed) as completed
			from classes c where c.area = ${area} and c.method = ${method} and c.state in ('open', 'closed')
				and exists (select 1 from class_sessions s where s.class_id = c.id and s.ends_at >= ${yearOf(ctx)}::date)
			order by 3 desc`
	);
	return rows.map((row) => ({
		...row,
		...{ kind: 'class', href: `/staff/classes/${row.id}` },
		startsAt: row.startsAt ? new Date(row.startsAt).toISOString() : null
	}));
}

async function visitsOf(ctx: Context, area: KnowledgeArea, method: DeliveryMethod): Promise<CellEntry[]> {
	const rows = await rowsOf<{ id: string; title: string; on: string; enrolled: number; completed: number }>(
		ctx.db,
		sql`select c.id, c.title, c.starts_on::text as on,
				(select count(*)::int from visit_members x ${seen(ctx)} where x.visit_id = c.id) as enrolled,
				(select count(distinct x.person_id)::int from visit_reports x ${seen(ctx)}
					join visit_report_reviews w on w.report_id = x.id and w.outcome = 'accepted'
					where x.visit_id = c.id) as completed
			from study_visits c where c.area = ${area} and c.method = ${method} and c.state = 'approved'
				and c.ends_on >= ${yearOf(ctx)} order by c.starts_on desc`
	);
	return rows.map(({ id, title, on, ...counts }) => ({
		...{ kind: 'visit', id, title: { 'zh-CN': title, en: title }, href: `/staff/visits/${id}`, startsAt: on },
		...counts
	}));
}
