import { sql, type SQL } from 'drizzle-orm';
import { can, reachesOf } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { loadCards, loadVersionCards } from '../cards.server';
import type { LearnerFilter } from '../learner-filter';
import { loadCatalogue } from '../versions.server';

export const LEARNERS_PAGE = 25;

interface Row {
	id: string;
	personId: string;
	name: string;
	employeeNo: string;
	unitZh: string;
	unitEn: string;
	unitPath: string;
	versionId: string;
	code: string;
	startedAt: string | Date;
	nth: number;
	completedOn: IsoDate | null;
	finished: number;
	tries: number;
	granted: number;
	best: number | null;
	stuck: boolean;
	total: number;
}

/**
 * Who studies which module, as staff see it, those first who have no try left: a page of rows, filtered. For whoever
 * may follow the progress of a unit or of everybody, and no further.
 */
export async function listLearners(ctx: Context, filter: LearnerFilter) {
	const follows = reachesOf(ctx.actor, 'training.progress.read').filter(
		({ reach }) => reach === 'unit' || reach === 'organisation'
	);
	if (!follows.length) throw forbidden();
	const catalogue = await loadCatalogue(ctx.db);
	const cards = await loadVersionCards(
		ctx.db,
		catalogue.flatMap(({ versions }) => versions.map(({ id }) => id))
	);
	const limits = [...cards].flatMap(([id, { check }]) => (check?.tries ? [{ id, tries: check.tries }] : []));
	const latest = new Map(catalogue.map(({ code, versions }) => [code, versions.at(-1)!]));
	const rows = await rowsOf<Row>(
		ctx.db,
		query(
			ctx,
			filter,
			limits,
			[...latest.values()].map(({ id }) => id)
		)
	);
	const numbers = new Map(catalogue.flatMap(({ versions }) => versions.map((one) => [one.id, one.version])));
	return {
		total: rows[0]?.total ?? 0,
		modules: (await loadCards(ctx.db)).map(({ code, title }) => ({ code, title })),
		rows: rows.map((row) => {
			const card = cards.get(row.versionId)!;
			const newest = latest.get(row.code)!;
			const subject = { personId: row.personId, unitPath: row.unitPath, parties: { person: row.personId } };
			return {
				...{ id: row.id, personId: row.personId, name: row.name, employeeNo: row.employeeNo },
				unit: { 'zh-CN': row.unitZh, en: row.unitEn } satisfies LocalText,
				module: { code: row.code, title: card.title },
				version: numbers.get(row.versionId)!,
				/** The number of the latest version, where theirs is an older one that they have not completed. */
				newer: newest.id !== row.versionId && row.completedOn === null ? newest.version : null,
				/** Which time it is that they take this version, from 1. */
				nth: row.nth,
				startedOn: new Date(row.startedAt).toISOString(),
				completedOn: row.completedOn,
				...{ finished: row.finished, lessons: card.lessons.length },
				tries: row.tries,
				triesInAll: card.check?.tries === undefined ? null : card.check.tries + row.granted,
				...{ best: row.best, stuck: row.stuck },
				mayManage: can(ctx.actor, 'training.progress.manage', subject).ok
			};
		})
	};
}

function query(
	ctx: Context,
	filter: LearnerFilter,
	limits: { id: string; tries: number }[],
	latest: string[]
): SQL {
	const list = (values: SQL[]) => sql.join(values, sql`, `);
	const limited = limits.length
		? sql`(values ${list(limits.map(({ id, tries }) => sql`(${id}::uuid, ${tries}::int)`))})`
		: sql`(select null::uuid, null::int where false)`;
	const old = latest.length
		? sql`version_id not in (${list(latest.map((id) => sql`${id}::uuid`))})`
		: sql`false`;
	const states: Record<LearnerFilter['state'], SQL> = {
		all: sql`true`,
		open: sql`completed_on is null`,
		stuck: sql`stuck`,
		older: sql`completed_on is null and ${old}`,
		completed: sql`completed_on is not null`
	};
	const like = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
	return sql`with known as (
			select e.id, e.person_id, p.name, p.employee_no, u.name_zh, u.name_en, u.path, e.module_version_id as version_id,
				m.code, e.started_at, e.nth, c.completed_on,
				(select count(*)::int from lesson_progress l where l.enrolment_id = e.id and l.finished_at is not null) as finished,
				t.tries, t.best, g.granted, coalesce(c.id is null and t.tries >= n.tries + g.granted, false) as stuck
			from enrolments e
			join people p on p.id = e.person_id
			join units u on u.id = p.unit_id
			join module_versions v on v.id = e.module_version_id
			join modules m on m.id = v.module_id
			left join completions c on c.enrolment_id = e.id
			left join ${limited} as n(version_id, tries) on n.version_id = e.module_version_id
			cross join lateral (select count(*)::int as tries, max(a.score) as best from check_attempts a
				where a.enrolment_id = e.id) t
			cross join lateral (select coalesce(sum(a.tries), 0)::int as granted from check_allowances a
				where a.enrolment_id = e.id) g
			where e.moved_at is null and p.status = 'active'
				and ${whereMay(ctx.actor, 'training.progress.read', { personId: sql`p.id`, unitPath: sql`u.path` })}
				and ${filter.module ? sql`m.code = ${filter.module}` : sql`true`}
				and ${filter.q ? sql`(p.name ilike ${like} or p.employee_no ilike ${like})` : sql`true`})
		select id, person_id as "personId", name, employee_no as "employeeNo", name_zh as "unitZh", name_en as "unitEn",
			path as "unitPath", version_id as "versionId", code, started_at as "startedAt", nth,
			completed_on::text as "completedOn", finished, tries, granted, best, stuck, count(*) over ()::int as total
		from known where ${states[filter.state]}
		order by stuck desc, started_at desc, id
		limit ${LEARNERS_PAGE} offset ${(filter.page - 1) * LEARNERS_PAGE}`;
}
