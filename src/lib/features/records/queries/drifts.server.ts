import { sql } from 'drizzle-orm';
import { LEAST_TOLD } from '$lib/features/exams';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { driftsOf, type Drift, type Measured } from '../statistics/drift';
import { counted } from './statistics.server';

interface Row extends Measured {
	itemId: string;
	code: string;
	version: number;
	area: KnowledgeArea;
	titleZh: string;
	titleEn: string;
}

/** An item that several sittings asked, in the order of its largest move in standard errors. */
export interface DriftedItem {
	/** Of the version: another one is another question. */
	id: string;
	itemId: string;
	code: string;
	version: number;
	area: KnowledgeArea;
	sittings: { title: LocalText; candidates: number; mean: number }[];
	/** The largest move from one sitting to the next. */
	drift: Drift;
}

/** Most items that are listed. */
const MOST = 500;

/**
 * How items of a grade's exams moved from sitting to sitting: those that at least two asked of `LEAST_TOLD` candidates or more. What
 * was marked by a corrected key is left out: it would show the key's move. Asks no permission: the caller does.
 */
export async function listDrifts(ctx: Context, tier: string): Promise<DriftedItem[]> {
	const rows = await rowsOf<Row & { id: string }>(
		ctx.db,
		sql`select v.id, v.item_id as "itemId", i.code, v.version, i.area, m."sittingId", m."titleZh", m."titleEn",
			m.candidates, m.mean, m.variance
		from (
			select q."itemVersionId" as id, s.id as "sittingId", s.title_zh as "titleZh", s.title_en as "titleEn",
				s.opens_at, count(*)::int as candidates,
				avg(q."earnedHundredths" / (100.0 * q.marks))::float8 as mean,
				var_samp(q."earnedHundredths" / (100.0 * q.marks))::float8 as variance,
				count(*) over (partition by q."itemVersionId") as sittings
			from ${counted}
			cross join lateral jsonb_to_recordset(r.marks)
				as q("itemVersionId" uuid, marks int, "earnedHundredths" int, "correctionId" uuid)
			where s.ladder || '/' || s.tier = ${tier} and q."correctionId" is null and q.marks > 0
			group by q."itemVersionId", s.id
			having count(*) >= ${LEAST_TOLD}
		) m
		join item_versions v on v.id = m.id
		join items i on i.id = v.item_id
		where m.sittings > 1
		order by i.code, v.version, m.opens_at, m."sittingId"`
	);
	const byItem = new Map<string, (Row & { id: string })[]>();
	for (const row of rows) byItem.set(row.id, [...(byItem.get(row.id) ?? []), row]);
	return [...byItem.values()]
		.map(itemOf)
		.sort((a, b) => sizeOf(b.drift) - sizeOf(a.drift) || a.code.localeCompare(b.code, 'en'))
		.slice(0, MOST);
}

function itemOf(rows: readonly (Row & { id: string })[]): DriftedItem {
	const { id, itemId, code, version, area } = rows[0]!;
	const measured = rows.map(({ sittingId, candidates, mean, variance }) => ({
		...{ sittingId, candidates, mean, variance }
	}));
	return {
		...{ id, itemId, code, version, area },
		sittings: rows.map(({ titleZh, titleEn, candidates, mean }) => ({
			...{ title: { 'zh-CN': titleZh, en: titleEn }, candidates, mean }
		})),
		drift: driftsOf(measured).reduce((most, one) => (sizeOf(one) > sizeOf(most) ? one : most))
	};
}

/** A move in standard errors; flagged ones before all others. */
const sizeOf = ({ moved, error, flagged }: Drift): number =>
	(flagged ? 1e6 : 0) + (error > 0 ? Math.abs(moved) / error : moved === 0 ? 0 : 1e5);
