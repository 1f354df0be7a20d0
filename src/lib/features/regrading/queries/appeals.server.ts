import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorizeBeyondSelf } from '../appeal-access';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { dueOf } from '../appeal-rules';
import { appealStates, type AppealState } from '../states';

export const APPEALS_PAGE_SIZE = 50;

export const appealFilterSchema = z.object({
	state: z.enum(appealStates).nullable().default('open').catch('open'),
	page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1)
});
export type AppealFilter = z.output<typeof appealFilterSchema>;

export interface ListedAppeal {
	id: string;
	exam: LocalText;
	/** Null for whoever may not know whose it is. */
	candidate: { name: string; employeeNo: string; unit: LocalText } | null;
	position: number | null;
	state: AppealState;
	/** ISO time. */
	madeAt: string;
	/** The day by which it has to be decided. */
	due: IsoDate;
}

interface Row {
	id: string;
	titleZh: string;
	titleEn: string;
	appealDays: number | null;
	name: string;
	employeeNo: string;
	zh: string;
	en: string;
	known: boolean;
	position: number | null;
	state: AppealState;
	madeAt: string | Date;
}

/** Appeals that somebody may look at, those that wait the longest first; markers see no names. */
export async function listAppeals(ctx: Context, filter: AppealFilter) {
	authorizeBeyondSelf(ctx.actor);
	const of = { personId: sql`t.person_id`, unitPath: sql`u.path` };
	const known = sql`(${whereMay(ctx.actor, 'exams.result.read', of)} and ${whereMay(ctx.actor, 'regrading.appeal.read', of)})`;
	const self = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	// One's own appeals stand on one's own page; an answer that people read may be looked at without a name.
	const seen = sql`t.person_id is distinct from ${self}::uuid and (${known} or
		(${whereMay(ctx.actor, 'regrading.appeal.decide', of)} and exists (
			select from jsonb_to_recordset(r.marks) as m(position int, read boolean)
			where m.position = a.position and m.read)))`;
	const rows = await rowsOf<Row>(
		ctx.db,
		sql`select a.id, s.title_zh as "titleZh", s.title_en as "titleEn", s.appeal_days as "appealDays", p.name,
				p.employee_no as "employeeNo", u.name_zh as zh, u.name_en as en, ${known} as known, a.position,
				coalesce(a.outcome, case when a.withdrawn_at is null then 'open' else 'withdrawn' end) as state,
				a.made_at as "madeAt"
			from appeals a join attempts t on t.id = a.attempt_id join sittings s on s.id = t.sitting_id
			join attempt_results r on r.attempt_id = t.id and r.superseded_at is null
			join people p on p.id = t.person_id join units u on u.id = p.unit_id
			where ${seen} order by a.made_at, a.id`
	);
	const counts = Object.fromEntries(appealStates.map((state) => [state, 0])) as Record<AppealState, number>;
	for (const { state } of rows) counts[state]++;
	const chosen = rows.filter(({ state }) => filter.state === null || state === filter.state);
	const from = (filter.page - 1) * APPEALS_PAGE_SIZE;
	return {
		rows: chosen.slice(from, from + APPEALS_PAGE_SIZE).map((row): ListedAppeal => ({
			...{ id: row.id, position: row.position, state: row.state },
			exam: { 'zh-CN': row.titleZh, en: row.titleEn },
			candidate: row.known
				? { name: row.name, employeeNo: row.employeeNo, unit: { 'zh-CN': row.zh, en: row.en } }
				: null,
			madeAt: new Date(row.madeAt).toISOString(),
			due: dueOf({ appealDays: row.appealDays, appealLimit: 1 }, new Date(row.madeAt))
		})),
		...{ counts, total: chosen.length, page: filter.page, pageSize: APPEALS_PAGE_SIZE }
	};
}
