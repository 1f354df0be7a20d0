import { sql, type SQL } from 'drizzle-orm';
import type { Locale } from '$lib/i18n/locales';
import { rowsOf, type Database } from '$lib/server/db/database';
import { markNeedles, passageOf, type Segment } from './passage';
import type { SearchQuery } from '$lib/shared/search-terms';

/** How much of the text is shown, in characters before the match and in all. */
const BEFORE = { 'zh-CN': 24, en: 60 } as const;
const SHOWN = { 'zh-CN': 96, en: 220 } as const;

export interface LessonHit {
	moduleId: string;
	lesson: string;
	title: Segment[];
	passage: Segment[];
	/** The heading or part that the passage stands under. */
	place: { id: string; title: string } | null;
	/** The first words marked, as they stand in the text: a browser can scroll to them. */
	words: string | null;
}

interface Row {
	moduleId: string;
	lesson: string;
	title: string;
	stems: string[];
	placeId: string | null;
	placeTitle: string | null;
	/** The piece of the text from a character on (from 1), one character longer than is shown. */
	piece: string;
	start: number;
}

export interface Page {
	limit: number;
	offset: number;
}

/**
 * The lessons that answer a question in one language, the best first: every word stems alike, phrases of Chinese stand
 * as they were typed, single characters in the title. `modules`: ids to look in, null for all. Asks no permission.
 */
export async function findLessons(
	db: Database,
	question: SearchQuery,
	locale: Locale,
	modules: readonly string[] | null,
	{ limit, offset }: Page
): Promise<LessonHit[]> {
	if (modules && !modules.length) return [];
	const rows = await rowsOf<Row>(db, statement(question, locale, modules, { limit, offset }));
	return rows.map((row) => {
		const needles = [...question.needles, ...row.stems, ...question.singles];
		const piece = [...row.piece];
		const passage = passageOf(piece.slice(0, SHOWN[locale]).join(''), needles, {
			cutBefore: row.start > 1,
			cutAfter: piece.length > SHOWN[locale]
		});
		return {
			...{ moduleId: row.moduleId, lesson: row.lesson, title: markNeedles(row.title, needles), passage },
			place: row.placeId ? { id: row.placeId, title: row.placeTitle ?? '' } : null,
			words: passage.find(({ marked }) => marked)?.text ?? null
		};
	});
}

/**
 * Every match is ranked by its few salient terms, which lie in the row itself; only then, one after the other until a
 * page is full, its whole text is opened: to see whether phrases stand as they were typed, and to show them.
 */
function statement(
	question: SearchQuery,
	locale: Locale,
	modules: readonly string[] | null,
	{ limit, offset }: Page
): SQL {
	const { pairs, phrases, words, needles, singles } = question;
	const stemmed = sql`plainto_tsquery('english', ${words}::text)`;
	const loose = pairs ? (words ? sql`${pairs}::tsquery && ${stemmed}` : sql`${pairs}::tsquery`) : stemmed;
	const hasTerms = Boolean(pairs || words);
	// A pair alone is a phrase already.
	const strict = phrases.includes('<->') ? sql`t.terms @@ ${phrases}::tsquery` : null;
	const page = sql`limit ${limit} offset ${offset}`;
	const within = modules
		? sql`t.module_id in (${sql.join(
				modules.map((id) => sql`${id}::uuid`),
				sql`, `
			)})`
		: sql`true`;
	const inTitle = singles.map((one) => sql`t.title ilike ${`%${one}%`}`);
	const text = [...needles].map((needle) => sql`${needle}::text`);
	return sql`
		with stem as (
			-- Of happy and happiness the stem is happi: without its last letter it stands in both.
			select case when length(stem) > 3 then regexp_replace(stem, 'i$', '') else stem end as stem
			from unnest(tsvector_to_array(to_tsvector('english', ${words}::text))) as stem
		), asked as materialized (
			select ${hasTerms ? loose : sql`''::tsquery`} as query, array(select stem from stem) as stems,
				array(select initcap(stem) from stem union all select upper(stem) from stem) as others
		), ranked as (
			select t.ctid as place, ${hasTerms ? sql`ts_rank(t.salient, asked.query)` : sql`1.0 / char_length(t.title)`} as rank,
				t.module_id, t.position
			from asked, lesson_texts t
			where t.locale = ${locale} and ${within}
				${hasTerms ? sql`and t.terms @@ asked.query` : sql``}
				${inTitle.length ? sql`and ${sql.join(inTitle, sql` and `)}` : sql``}
			order by rank desc, t.module_id, t.position
			${strict ? sql`offset 0` : page}
		), shown as (
			select t.*, ranked.rank from ranked join lesson_texts t on t.ctid = ranked.place
			${strict ? sql`where ${strict} ${page}` : sql``}
		)
		select s.module_id as "moduleId", s.lesson, s.title, asked.stems, under.id as "placeId",
			split_part(substr(b.body, under.at + 1, 200), e'\n', 1) as "placeTitle",
			greatest(1, m.at - ${BEFORE[locale]}) as start,
			substr(b.body, greatest(1, m.at - ${BEFORE[locale]}), ${SHOWN[locale] + 1}) as piece
		from asked, shown s,
			-- Unpacked once for all that is asked of it.
			lateral (select s.body || '' as body offset 0) b,
			lateral (
				select coalesce(min(nullif(strpos(b.body, needle), 0)), 0) as at
				from unnest(${text.length ? sql`array[${sql.join(text, sql`, `)}]` : sql`'{}'::text[]`} || asked.stems || asked.others) as needle
			) m
			left join lateral (
				select (place ->> 0)::int as at, place ->> 1 as id from jsonb_array_elements(s.places) as place
				where (place ->> 0)::int < m.at order by 1 desc limit 1
			) under on true
		order by s.rank desc, s.module_id, s.position`;
}
