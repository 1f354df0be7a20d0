// What finding items costs: `tsx tests/bench/bank/search.ts <url of a small bank> <items> <url of a large one> <items>` fills
// two new databases with items, made of the bank's own stems in other words and numbers, and asks both lists what authors
// ask them, in turns, so that both meet the machine in the same mood. Prints the median milliseconds of each, as JSON.
import '../../../src/cli/root.js';
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { systemActor } from '$lib/access/can';
import { knowledgeAreas, levels } from '$lib/content/question-vocabulary';
import { loadBank } from '$lib/features/bank/content.server';
import {
	countWaiting,
	itemFilterSchema,
	listFilters,
	listItems
} from '$lib/features/bank/queries/items.server';
import { storeItems, type ItemToStore } from '$lib/features/bank/store.server';
import type { Context } from '$lib/server/context';
import { openServer } from '$lib/server/db/server';
import { withTransaction } from '$lib/server/db/transaction';
import { noJobs } from '$lib/server/jobs/sender';
import { randomSource } from '$lib/server/random';
import { newId } from '$lib/shared/ids';

const now = new Date('2026-01-05T02:00:00Z');
async function open(url: string) {
	const handle = await openServer(url, 2);
	await handle.migrate();
	const base = { db: handle.db, actor: systemActor('bench'), now, locale: 'zh-CN' as const };
	const ctx: Context = { ...base, requestId: randomUUID(), jobs: noJobs };
	return { handle, ctx };
}

const below = randomSource('items');
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
const own = loadBank().items.filter(
	({ question }) => question.type === 'single' || question.type === 'multiple'
);
/** Items that a name stands in, in a bank of any size: what somebody looks for fills the same page of both. */
const NAMED = 40;
const nameOf = (i: number) =>
	`${'赵钱孙李周吴郑王冯陈'[i % 10]}${'东南西北中'[i % 5]}${String.fromCharCode(65 + Math.floor(i / 100))}${i}公司`;
const BATCH = 5000;
async function fill(ctx: Context, count: number) {
	const names = count / NAMED;
	for (let from = 0; from < count; from += BATCH) {
		const stored = Array.from({ length: Math.min(BATCH, count - from) }, (_, i): ItemToStore => {
			const n = from + i;
			const { question } = own[below(own.length)]!;
			const stem = {
				'zh-CN': `${nameOf(n % names)}：${question.stem['zh-CN']}（${n}）`,
				en: `Company ${n % names}: ${question.stem.en} (${n})`
			};
			return {
				...{ id: newId(now), code: `${pick(knowledgeAreas)}-${n}`, version: 1, revision: 1, createdAt: now },
				...{ question: { ...question, stem }, case: null, pictures: {}, setterId: null },
				about: {
					...{ area: pick(knowledgeAreas), level: pick(levels), difficulty: below(1000), seconds: 60 },
					...{
						use: below(10) ? 'exam' : 'practice',
						competency: null,
						module: `module-${below(40)}`,
						source: null
					},
					tags: [`tag-${below(200)}`],
					reviewAgainOn: below(500) ? null : '2026-01-01'
				}
			};
		});
		await withTransaction(ctx, (tx) => storeItems(tx, now, stored, null));
	}
	await ctx.db
		.execute(sql`update items set status = (array['draft', 'inReview', 'ready', 'ready', 'ready', 'ready', 'quarantined', 'retired'])
	[1 + (('x' || right(id::text, 4))::bit(16)::int % 8)]`);
	await ctx.db.execute(sql`vacuum analyze`);
}

/** From what nearly everything answers to what few items do. */
const questions: [string, Record<string, string>][] = [
	['the first page', {}],
	['the tenth page by difficulty', { sort: 'difficulty', dir: 'desc', page: '10' }],
	['changed last', { sort: 'changed', dir: 'desc' }],
	['an area', { area: 'law' }],
	['an area, a level, ready', { area: 'law', level: 'apply', status: 'ready' }],
	['a kind, by its level', { type: 'multiple', sort: 'level' }],
	['a tag', { tag: 'tag-7' }],
	['a module', { module: 'module-7', sort: 'area' }],
	['for practice and never shown', { use: 'practice', exposure: 'never' }],
	['due again', { due: 'yes' }],
	['客户', { q: '客户' }],
	['贷款', { q: '贷款' }],
	['贷款 in an area', { q: '贷款', area: 'ethics', sort: 'difficulty' }],
	['customer', { q: 'customer' }],
	['a name that forty items have', { q: '赵东A0公司' }],
	['a code', { q: 'law-77' }]
];
const ROUNDS = 41;
const [smallUrl = '', small = '1000', largeUrl = '', large = '100000'] = process.argv.slice(2);
const banks = [await open(smallUrl), await open(largeUrl)];
for (const [i, { ctx }] of banks.entries()) await fill(ctx, Number([small, large][i]));

const found: { typed: string; rows: number; small: number; large: number }[] = [];
const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
async function timed(typed: string, ask: (ctx: Context) => Promise<number>) {
	const times: number[][] = [[], []];
	let rows = 0;
	for (let i = 0; i < ROUNDS; i++)
		for (const [bank, { ctx }] of banks.entries()) {
			const started = performance.now();
			rows = await ask(ctx);
			if (i >= 5) times[bank]!.push(performance.now() - started);
		}
	found.push({ typed, rows, small: median(times[0]!), large: median(times[1]!) });
}
for (const [typed, raw] of questions)
	await timed(typed, async (ctx) => (await listItems(ctx, itemFilterSchema.parse(raw))).rows.length);
await timed('the figures and choices above the list', async (ctx) => {
	await countWaiting(ctx);
	return (await listFilters(ctx)).modules.length;
});
process.stdout.write(JSON.stringify(found));
for (const { handle } of banks) await handle.close();
