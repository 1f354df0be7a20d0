import { eq, sql, type SQL } from 'drizzle-orm';
import type { Lesson, ModuleContent } from '$lib/content/module-format';
import { locales, type Locale } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { renderer } from '../rendered.server';
import { moduleFileAddress } from '../addresses';
import { lessonTexts } from '../tables.server';
import { loadContents } from '../versions.server';
import { lessonText } from './lesson-text';
import { pairVector, termsOf, type Weight } from '$lib/shared/search-terms';

/** Goes up when the index is made in another way: what was made before is made anew at the next start. */
const INDEX_FORM = 1;
/** Of a text's terms so many of the most frequent rank it, each by no more than so many of its places. */
const FREQUENT = 40;
const PLACES = 6;

/**
 * Makes the lessons of a version ready to be searched, in place of those of its module's earlier versions. Called
 * where a version is published; a version that is not the latest changes nothing.
 */
export async function indexLessons(tx: Database, versionId: string): Promise<void> {
	const [module] = await rowsOf<{ id: string; latest: string }>(
		tx,
		sql`select v.module_id as id, (select n.id from module_versions n where n.module_id = v.module_id
				order by n.version desc limit 1) as latest from module_versions v where v.id = ${versionId}`
	);
	if (!module || module.latest !== versionId) return;
	const content = (await loadContents(tx, [versionId])).get(versionId)!;
	await tx.delete(lessonTexts).where(eq(lessonTexts.moduleId, module.id));
	for (const [position, lesson] of content.lessons.entries())
		for (const locale of locales)
			await tx.insert(lessonTexts).values({
				...{ moduleId: module.id, versionId, lesson: lesson.slug, position, form: INDEX_FORM },
				...rowOf(content, lesson, locale)
			});
}

function rowOf(content: ModuleContent, lesson: Lesson, locale: Locale) {
	const { blocks } = renderer.render(content, lesson, locale, moduleFileAddress);
	const { text, places, pieces } = lessonText(blocks);
	const title = lesson.title[locale];
	const all: { text: string; weight: Weight }[] = [
		{ text: title, weight: 'A' },
		{ text: content.title[locale], weight: 'C' },
		...pieces
	];
	const words = (weight: Weight) =>
		all
			.filter((piece) => piece.weight === weight)
			.flatMap((piece) => termsOf(piece.text).words)
			.join(' ');
	const latin = (['A', 'C', 'B', 'D'] as const).map(
		(weight) => sql`setweight(to_tsvector('english', ${words(weight)}::text), ${sql.raw(`'${weight}'`)})`
	);
	const terms = sql.join([sql`${pairVector(all)}::tsvector`, ...latin], sql` || `);
	return {
		locale,
		title,
		body: text,
		places: places.map(({ at, id }): [number, string] => [at, id]),
		terms: sql<string>`(${terms})`,
		salient: salientOf(terms)
	};
}

/** Of a text's terms those by which it is ranked: of titles and headings, and the most frequent. */
const salientOf = (terms: SQL): SQL<string> => sql`(
	select coalesce(string_agg('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || ''':' || kept, ' '), '')::tsvector
	from (
		select lexeme, (select string_agg(place || case weight when 'D' then '' else weight end, ',')
				from unnest(positions[1:${sql.raw(String(PLACES))}], weights[1:${sql.raw(String(PLACES))}]) as p(place, weight)) as kept
		from unnest(${terms}) as t(lexeme, positions, weights)
		order by (weights && array['A', 'B', 'C']) desc, cardinality(positions) desc, lexeme
		limit ${sql.raw(String(FREQUENT))}
	) salient)`;

/** Whatever is missing in the index or was made in an older way is made: at the start, when nobody searches yet. */
export async function indexMissingLessons(ctx: Context): Promise<{ versions: number }> {
	return withTransaction(ctx, async (tx) => {
		// Instances that start at once do it one after the other, and the second finds nothing to do.
		await tx.execute(sql`select pg_advisory_xact_lock(hashtext('lesson_texts'))`);
		const missing = await rowsOf<{ id: string }>(
			tx,
			sql`select distinct on (v.module_id) v.id from module_versions v
				where not exists (select 1 from module_versions n where n.module_id = v.module_id and n.version > v.version)
					and not exists (select 1 from lesson_texts t where t.version_id = v.id and t.form = ${INDEX_FORM})
				order by v.module_id, v.version desc`
		);
		for (const { id } of missing) await indexLessons(tx, id);
		return { versions: missing.length };
	});
}
