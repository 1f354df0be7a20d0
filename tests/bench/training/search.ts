// What a search costs, against reading the same rows by their key: `tsx tests/bench/training/search.ts <database url>`.
// Prints milliseconds (medians) for each question, as JSON.
import '../../../src/cli/root.js';
import { sql } from 'drizzle-orm';
import type { Locale } from '$lib/i18n/locales';
import { findLessons, type LessonHit } from '$lib/features/training/search/find-lessons.server';
import { parseQuery } from '$lib/shared/search-terms';
import { rowsOf } from '$lib/server/db/database';
import { openServer } from '$lib/server/db/server';

const [url = ''] = process.argv.slice(2);
const handle = await openServer(url, 1);
const PAGE = { limit: 20, offset: 0 };
/** From a word that stands in every lesson to one that stands in few. */
const questions: [Locale, string][] = [
	['zh-CN', '客户'],
	['zh-CN', '客户经理'],
	['zh-CN', '流动比率'],
	['zh-CN', '受益所有人 识别'],
	['zh-CN', '生命周期的六个阶段'],
	['en', 'customer'],
	['en', 'warning thresholds'],
	['en', 'beneficial owner identification']
];

const byKey = (hits: readonly LessonHit[], locale: Locale) =>
	rowsOf(
		handle.db,
		sql`select t.module_id, t.lesson, t.title, t.places, t.body from lesson_texts t
			where (t.module_id, t.lesson, t.locale) in (${sql.join(
				hits.map(({ moduleId, lesson }) => sql`(${moduleId}::uuid, ${lesson}::text, ${locale}::text)`),
				sql`, `
			)})`
	);
const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

const found = [];
for (const [locale, typed] of questions) {
	const question = parseQuery(typed)!;
	const hits = await findLessons(handle.db, question, locale, null, PAGE);
	if (!hits.length) throw new Error(`Nothing answers ${typed}.`);
	const [search, key]: [number[], number[]] = [[], []];
	// In turns, so that both meet the machine in the same mood.
	for (let i = 0; i < 60; i++) {
		let started = performance.now();
		await findLessons(handle.db, question, locale, null, PAGE);
		if (i >= 10) search.push(performance.now() - started);
		started = performance.now();
		await byKey(hits, locale);
		if (i >= 10) key.push(performance.now() - started);
	}
	found.push({ typed, hits: hits.length, search: median(search), key: median(key) });
}
process.stdout.write(JSON.stringify(found));
await handle.close();
