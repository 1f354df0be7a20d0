import { sql } from 'drizzle-orm';
import { authorizeAnywhere } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import {
	trainingMatrices,
	type DeliveryMethod,
	type KnowledgeArea,
	type TrainingMatrix
} from '$lib/content/training-vocabulary';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { people, units } from '../../people/tables.server';
import { loadLearnables } from '../catalogue.server';
import { beyondSelf } from '../staff.server';

/** What there is to learn of an area by a method, and who does. */
export interface MatrixCell {
	area: KnowledgeArea;
	method: DeliveryMethod;
	/** The matrix plans it. */
	planned: boolean;
	modules: number;
	/** Open, or still to come. */
	classes: number;
	/** Of this year, and those ahead. */
	visits: number;
	/** Pairings that go on, for shadowing where it is planned. */
	pairings: number;
	/** People who are at it, and who earned credit by it this year. */
	enrolled: number;
	completed: number;
	/** Whether anything is there. */
	covered: boolean;
}
export interface MatrixView {
	id: TrainingMatrix['id'];
	year: number;
	methods: readonly DeliveryMethod[];
	rows: { area: KnowledgeArea; planned: boolean; covered: boolean; cells: MatrixCell[] }[];
	/** Planned cells in which nothing is; rows that plan nothing and have nothing. */
	gaps: { area: KnowledgeArea; method: DeliveryMethod | null }[];
	/** Pairings that go on, whatever the area. */
	pairings: number;
}

interface Counted {
	area: string;
	method: string;
	n: number;
	people: number;
}

/** The content by method matrix (domain, 5.2), counted over the people whom the reader may see in reports. */
export async function getMatrix(ctx: Context, id: TrainingMatrix['id']): Promise<MatrixView> {
	authorizeAnywhere(ctx.actor, 'reports.training.read');
	beyondSelf(ctx, 'reports.training.read');
	const matrix = trainingMatrices.find((one) => one.id === id) ?? trainingMatrices[0]!;
	const today = dateIn(ctx.now);
	const seen = whereMay(ctx.actor, 'reports.training.read', { personId: people.id, unitPath: units.path });
	const active = sql`join people on people.id = x.person_id and people.status = 'active'
		join units on units.id = people.unit_id and ${seen}`;
	const open = [...(await loadLearnables(ctx.db)).values()].filter(
		({ kind, isRetired }) => kind === 'module' && !isRetired
	);
	const counted = (query: ReturnType<typeof sql>) => rowsOf<Counted>(ctx.db, query);
	const places = JSON.stringify(open.map(({ code, area, method }) => ({ code, area, method })));
	const learning =
		await counted(sql`select c.area, c.method, 0 as n, count(distinct x.person_id)::int as people
		from jsonb_to_recordset(${places}::jsonb) as c(code text, area text, method text)
		join modules m on m.code = c.code join module_versions v on v.module_id = m.id
		join enrolments x on x.module_version_id = v.id and x.moved_at is null ${active}
		where not exists (select 1 from completions d where d.enrolment_id = x.id) group by c.area, c.method`);
	const classes =
		await counted(sql`with c as (select c.id, c.area, c.method from classes c where c.state = 'open')
		select c.area, c.method, count(distinct c.id)::int as n, count(distinct p.person_id)::int as people from c
		left join (select x.class_id, x.person_id from class_enrolments x ${active} where x.state = 'enrolled') p
			on p.class_id = c.id group by c.area, c.method`);
	const visits = await counted(sql`select c.area, c.method, count(distinct c.id)::int as n,
			count(distinct p.person_id) filter (where c.ends_on >= ${today})::int as people
		from study_visits c left join (select x.visit_id, x.person_id from visit_members x ${active}) p on p.visit_id = c.id
		where c.state = 'approved' and c.ends_on >= ${`${today.slice(0, 4)}-01-01`} group by c.area, c.method`);
	const earned = await counted(sql`select x.area, x.method, 0 as n, count(distinct x.person_id)::int as people
		from credit_entries x ${active}
		where x.corrects_id is null and x.earned_on between ${`${today.slice(0, 4)}-01-01`} and ${today}
		group by x.area, x.method`);
	const [pairs] = await rowsOf<{ n: number }>(
		ctx.db,
		sql`select count(*)::int as n from (select x.id, x.trainee_id as person_id from pairings x
			where x.ended_on is null and x.starts_on <= ${today}) x ${active}`
	);
	const pairings = pairs?.n ?? 0;
	const at = (rows: Counted[], area: string, method: string) =>
		rows.find((row) => row.area === area && row.method === method) ?? { n: 0, people: 0 };

	const rows = matrix.areas.map(({ area, planned }) => {
		const cells = matrix.methods.map((method): MatrixCell => {
			const isPlanned = planned.includes(method);
			const modules = open.filter((one) => one.area === area && one.method === method).length;
			const [taught, visited] = [at(classes, area, method), at(visits, area, method)];
			const counts = {
				...{ modules, classes: taught.n, visits: visited.n },
				pairings: method === 'shadowing' && isPlanned ? pairings : 0
			};
			return {
				...{ area, method, planned: isPlanned, ...counts },
				enrolled: at(learning, area, method).people + taught.people + visited.people + counts.pairings,
				completed: at(earned, area, method).people,
				covered: counts.modules + counts.classes + counts.visits + counts.pairings > 0
			};
		});
		return { area, planned: planned.length > 0, covered: cells.some(({ covered }) => covered), cells };
	});
	const gaps = rows.flatMap(({ area, planned, covered, cells }): MatrixView['gaps'] => {
		if (planned) return cells.filter((cell) => cell.planned && !cell.covered);
		return covered ? [] : [{ area, method: null }];
	});
	const missing = gaps.map(({ area, method }) => ({ area, method }));
	return {
		id: matrix.id,
		year: Number(today.slice(0, 4)),
		methods: matrix.methods,
		rows,
		gaps: missing,
		pairings
	};
}
