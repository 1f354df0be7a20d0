// A library of lessons, made of the sentences of the demo's modules in another order and indexed as published ones are:
// `tsx tests/bench/training/lessons.ts <database url> <lessons>`. Prints how many there are, as JSON.
import '../../../src/cli/root.js';
import { randomUUID } from 'node:crypto';
import { loadModules } from '$lib/content/modules.server';
import type { ModuleContent } from '$lib/content/module-format';
import { knowledgeAreas } from '$lib/content/training-vocabulary';
import { indexLessons } from '$lib/features/training/search/index-lessons.server';
import { modules, moduleVersions } from '$lib/features/training/tables.server';
import { systemActor } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { openServer } from '$lib/server/db/server';
import { noJobs } from '$lib/server/jobs/sender';
import { newId } from '$lib/shared/ids';

const [url = '', size = '2000'] = process.argv.slice(2);
const LESSONS = 4;
const PARAGRAPHS = 24;
const now = new Date('2026-01-05T02:00:00Z');
const handle = await openServer(url, 4);
await handle.migrate();
const ctx: Context = {
	...{
		db: handle.db,
		actor: systemActor('bench'),
		now,
		locale: 'zh-CN',
		requestId: randomUUID(),
		jobs: noJobs
	}
};

const library = loadModules().map(({ content }) => content);
const paragraphs = (locale: 'zh-CN' | 'en') =>
	library.flatMap(({ lessons }) =>
		lessons.flatMap(({ body }) => body[locale].split(/\n{2,}/).filter((text) => !text.startsWith('::')))
	);
const texts = { 'zh-CN': paragraphs('zh-CN'), en: paragraphs('en') };
const titles = library.flatMap(({ lessons }) => lessons.map(({ title }) => title));

/** The same library every time: a small congruential generator. */
let seed = 20_260_105;
const next = (below: number) => {
	seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
	return Math.floor((seed / 2 ** 32) * below);
};
const body = (locale: 'zh-CN' | 'en') =>
	Array.from({ length: PARAGRAPHS }, () => texts[locale][next(texts[locale].length)]!)
		.map((text) => text.replace(/^# /gm, '## '))
		.join('\n\n');

const count = Math.ceil(Number(size) / LESSONS);
for (let n = 0; n < count; n++) {
	const lessons = Array.from({ length: LESSONS }, (_, i) => {
		const title = titles[next(titles.length)]!;
		return {
			slug: `lesson-${i + 1}`,
			minutes: 15,
			title: { 'zh-CN': `${title['zh-CN']}（${n + 1}）`, en: `${title.en} (${n + 1})` },
			body: { 'zh-CN': body('zh-CN'), en: body('en') }
		};
	});
	const base = library[n % library.length]!;
	const content: ModuleContent = {
		...base,
		...{ code: `module-${n + 1}`, knowledgeArea: knowledgeAreas[n % knowledgeAreas.length]!, lessons },
		title: { 'zh-CN': `第 ${n + 1} 个模块`, en: `Module ${n + 1}` }
	};
	delete content.requires;
	await withTransaction(ctx, async (tx) => {
		const [moduleId, id] = [newId(now), newId(now)];
		await tx.insert(modules).values({ id: moduleId, code: content.code, position: n + 1 });
		await tx
			.insert(moduleVersions)
			.values({ id, moduleId, version: 1, content, contentHash: id, publishedAt: now });
		await indexLessons(tx, id);
	});
}
await handle.run('vacuum analyze lesson_texts');
process.stdout.write(JSON.stringify({ lessons: count * LESSONS }));
await handle.close();
