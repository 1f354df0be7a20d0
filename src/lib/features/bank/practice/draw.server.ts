import { randomBytes } from 'node:crypto';
import { sql, type SQL } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import { randomSource, shuffled } from '$lib/server/random';
import { choiceIds, type Shown } from '../shown';
import { pickUnits } from './rules';

export interface DrawnPractice {
	itemVersionId: string;
	optionOrder: string[];
}

/** May be practised by anybody: ready, for practice, and on no paper whose results are not out. */
const practicable: SQL = sql`i.status = 'ready' and i."use" = 'practice' and not exists (
	select from item_versions pv join paper_items pi on pi.item_version_id = pv.id join papers pp on pp.id = pi.paper_id
	where pv.item_id = i.id and pp.status not in ('released', 'withdrawn'))`;

interface Row {
	id: string;
	/** Its case, or itself. */
	unit: string;
	/** Its place in the case. */
	place: number | null;
	versionId: string;
	shown: Shown;
}

/**
 * Draws a set at random, what the person has practised least coming first. Cases stay whole. The items are locked, so
 * that nobody makes one of them an exam's while it is drawn.
 */
export async function drawPractice(
	tx: Database,
	{ personId, area, size }: { personId: string; area: string | null; size: number }
): Promise<DrawnPractice[]> {
	const of = area ? sql`and i.area = ${area}` : sql``;
	const units = await rowsOf<{ unit: string }>(
		tx,
		sql`with practised as (
				select v.item_id, count(*) as times from practice_sets s join practice_items p on p.set_id = s.id
				join item_versions v on v.id = p.item_version_id
				where s.person_id = ${personId}::uuid and p.is_answered group by v.item_id)
			select coalesce(i.case_id, i.id) as unit from items i left join practised t on t.item_id = i.id
			where ${practicable} ${of}
			group by coalesce(i.case_id, i.id) order by avg(coalesce(t.times, 0)), random() limit ${2 * size}`
	);
	const ids = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(units.map(({ unit }) => unit))}::text::jsonb))`;
	const rows = await rowsOf<Row>(
		tx,
		sql`select i.id, coalesce(i.case_id, i.id) as unit, i.case_place as place, i.version_id as "versionId",
				v.shown
			from items i join item_versions v on v.id = i.version_id
			where (i.id in ${ids} or i.case_id in ${ids}) and ${practicable} ${of}
			order by i.id for share of i`
	);
	const grouped = units.map(({ unit }) =>
		rows
			.filter((row) => row.unit === unit)
			.sort((a, b) => (a.place ?? 0) - (b.place ?? 0) || (a.id < b.id ? -1 : 1))
	);
	return ordered(pickUnits(grouped, size));
}

/** What somebody did not get right in a set of theirs, as far as it may still be practised, in its newest version. */
export async function drawAgain(tx: Database, setId: string): Promise<DrawnPractice[]> {
	const rows = await rowsOf<Row & { position: number }>(
		tx,
		sql`select i.id, i.id as unit, i.case_place as place, i.version_id as "versionId", v.shown, p.position
			from practice_items p join item_versions old on old.id = p.item_version_id
			join items i on i.id = old.item_id join item_versions v on v.id = i.version_id
			where p.set_id = ${setId}::uuid and p.is_answered and p.share < 100 and ${practicable}
			order by i.id for share of i`
	);
	return ordered(rows.sort((a, b) => a.position - b.position));
}

function ordered(rows: readonly Row[]): DrawnPractice[] {
	const below = randomSource(randomBytes(16).toString('hex'));
	return rows.map(({ versionId, shown }) => ({
		itemVersionId: versionId,
		optionOrder: shuffled(choiceIds(shown), below)
	}));
}
