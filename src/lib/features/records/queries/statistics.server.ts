import { sql, type SQL } from 'drizzle-orm';
import { authorizeAnywhere, can } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import { LEAST_TOLD } from '$lib/features/exams';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { LEAST_MEASURED } from '../statistics/drift';
import { tellGroups, type Group } from '../statistics/told';
import { listDrifts } from './drifts.server';

interface Row extends Group {
	of: 'unit' | 'cohort' | 'sitting';
	nameZh: string;
	nameEn: string;
	at: string | null;
}

/** A group as the page names it. */
export interface Rate extends Group {
	name: LocalText;
	/** When a sitting opened; null of other groups. */
	at: string | null;
}

/**
 * Pass rates of a grade's exams by branch, by year of joining and from sitting to sitting, over those whom the reader may know about;
 * and how items moved, for who reads item analysis. Of results that candidates know and that stand; never of fewer than
 * `LEAST_TOLD` people, nor of a group that could be found from the others. One grade at a time: what is told of one and of several
 * would tell of the rest.
 */
export async function getExamStatistics(ctx: Context, { tier }: { tier: string }) {
	authorizeAnywhere(ctx.actor, 'records.statistics.read');
	const tiers = await listTiers(ctx);
	const chosen = tiers.includes(tier) ? tier : (tiers[0] ?? null);
	const rows = chosen ? await countGroups(ctx, chosen) : [];
	const told = (of: Row['of']) =>
		tellGroups(
			rows
				.filter((row) => row.of === of)
				.map(({ nameZh, nameEn, of: _of, ...row }): Rate => ({
					...row,
					name: { 'zh-CN': nameZh, en: nameEn }
				})),
			LEAST_TOLD
		);
	return {
		...{ tiers, tier: chosen, least: LEAST_TOLD, leastMeasured: LEAST_MEASURED },
		mayReadItems: can(ctx.actor, 'bank.item.read').ok,
		...{ units: told('unit'), cohorts: told('cohort'), sittings: told('sitting') },
		drifts: chosen && can(ctx.actor, 'exams.analysis.read').ok ? await listDrifts(ctx, chosen) : null
	};
}
export type ExamStatistics = Awaited<ReturnType<typeof getExamStatistics>>;

/** Results that count: as they stand, known to their candidates, of no rehearsal, and not annulled. */
export const counted = sql`attempts a
	join sittings s on s.id = a.sitting_id and not s.rehearsal
	join attempt_results r on r.attempt_id = a.id and r.superseded_at is null and r.released_at is not null
		and not exists (select from result_holds h where h.attempt_id = a.id and h.decision = 'annulled')`;

/** Of the people whom the reader may know about. */
const readable = ({ actor }: Context): SQL =>
	whereMay(actor, 'records.statistics.read', { personId: sql`p.id`, unitPath: sql`u.path` });

async function listTiers(ctx: Context): Promise<string[]> {
	const rows = await rowsOf<{ tier: string }>(
		ctx.db,
		sql`select s.ladder || '/' || s.tier as tier from ${counted}
			join people p on p.id = a.person_id join units u on u.id = p.unit_id
			where ${readable(ctx)} group by s.ladder, s.tier order by count(*) desc, 1`
	);
	return rows.map(({ tier }) => tier);
}

/** By branch: the unit right under head office that somebody's lies in, or head office itself. */
const countGroups = (ctx: Context, tier: string): Promise<Row[]> =>
	rowsOf<Row>(
		ctx.db,
		sql`with sat as (
			select r.passed, s.id as sitting_id, s.title_zh, s.title_en, s.opens_at,
				coalesce(extract(year from p.hired_on)::int::text, '') as cohort,
				split_part(u.path, '/', 1) || '/' ||
					case when split_part(u.path, '/', 2) = '' then '' else split_part(u.path, '/', 2) || '/' end as branch
			from ${counted}
			join people p on p.id = a.person_id join units u on u.id = p.unit_id
			where s.ladder || '/' || s.tier = ${tier} and ${readable(ctx)}
		)
		select 'unit' as of, b.id::text, b.name_zh as "nameZh", b.name_en as "nameEn", null as at,
			count(*)::int as candidates, (count(*) filter (where passed))::int as passed
		from sat join units b on b.path = sat.branch group by b.id
		union all
		select 'cohort', cohort, cohort, cohort, null, count(*)::int, (count(*) filter (where passed))::int
		from sat group by cohort
		union all
		select 'sitting', sitting_id::text, title_zh, title_en,
			to_char(opens_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
			count(*)::int, (count(*) filter (where passed))::int
		from sat group by sitting_id, title_zh, title_en, opens_at
		order by 1, at, 3, 2`
	);
