import { getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { KeptQuestion, RowsOfItem } from './store.server';
import { itemKeys, items, itemVersions } from './tables.server';

/** What writes some rows, one statement for a table. */
export function statementsFor(some: readonly RowsOfItem[]): SQL[] {
	const isFresh = ({ version }: RowsOfItem) => version.version === 1;
	const [fresh, known] = [some.filter(isFresh), some.filter((one) => !isFresh(one))];
	const [kept, whole] = [some.filter((one) => one.kept), some.filter((one) => !one.kept)];
	return [
		...(fresh.length ? [insertItems(fresh)] : []),
		...(known.length ? [replaceItems(known.map(({ item, made }) => ({ ...item, ...made })))] : []),
		insertAll(
			itemVersions,
			some.map(({ version }) => version)
		),
		...(whole.length
			? [
					insertAll(
						itemKeys,
						whole.map(({ key }) => key)
					)
				]
			: []),
		...(kept.length ? [takeKept(kept.map(({ key, kept }) => ({ ...key, ...kept! })))] : [])
	];
}

const json = (rows: readonly object[]): SQL => sql`${JSON.stringify(rows)}::text::jsonb`;

const insertAll = (table: PgTable, rows: readonly object[]): SQL =>
	sql`insert into ${table} select * from jsonb_populate_recordset(null::${table}, ${json(rows)})`;

const names = Object.values(getTableColumns(items)).map(({ name }) => name);
const into = sql.raw(names.map((name) => `"${name}"`).join(', '));
const MADE: Record<string, string> = {
	sketch: 'n.unnest::int[]',
	terms: "coalesce(n.string_to_table, '')::tsvector"
};
const values = sql.raw(names.map((name) => MADE[name] ?? `n."${name}"`).join(', '));

/** Inserts items; the long texts for the indexes stand line by line beside the JSON, which is slow to read. */
function insertItems(fresh: readonly RowsOfItem[]): SQL {
	const lines = (key: 'sketch' | 'terms') => sql`${fresh.map(({ made }) => made[key]).join('\n')}, ${'\n'}`;
	return sql`insert into ${items} (${into}) select ${values} from rows from (
			jsonb_populate_recordset(null::${items}, ${json(fresh.map(({ item }) => item))}),
			unnest(string_to_array(${lines('sketch')})), string_to_table(${lines('terms')})
		) as n`;
}

/** Keys whose questions go from the preview of one file, in its order, into the bank without leaving the database. */
function takeKept(keys: readonly (KeptQuestion & { item_version_id: string; aliases: object })[]): SQL {
	const rows = keys.map(({ item_version_id, aliases, position }) => ({ item_version_id, aliases, position }));
	return sql`insert into ${itemKeys} (item_version_id, question, aliases)
		select n.item_version_id, q.question, n.aliases
		from jsonb_to_recordset(${json(rows)}) as n(item_version_id uuid, aliases jsonb, position int)
			join imported_questions q on q.import_id = ${keys[0]!.importId}::uuid and q.position = n.position
		where q.position between ${rows[0]!.position}::int and ${rows.at(-1)!.position}::int`;
}

const replaceItems = (rows: readonly object[]): SQL => sql`update items i set
	(status, "use", version_id, type, area, level, competency, module, difficulty, seconds, source, tags, case_id,
		case_place, review_again_on, setter_id, reviewer_id, reviewed_at, changed_at, revision, sketch, terms)
	= (n.status, n."use", n.version_id, n.type, n.area, n.level, n.competency, n.module, n.difficulty, n.seconds,
		n.source, n.tags, n.case_id, n.case_place, n.review_again_on, n.setter_id, null, null, n.changed_at,
		n.revision, n.sketch, n.terms)
	from jsonb_populate_recordset(null::items, ${json(rows)}) n where n.id = i.id`;
