import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { itemFilterSchema, listItems } from '$lib/features/bank/index.server';
import { COUNTED } from '$lib/features/bank/queries/items.server';
import type { Context } from '$lib/server/context';
import { newId } from '$lib/shared/ids';
import { termVector } from '$lib/shared/search-terms';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';

const now = new Date('2026-01-05T02:00:00Z');
const areas = ['law', 'ethics', 'economics'] as const;
const levels = ['remember', 'apply'] as const;
const statuses = ['draft', 'ready', 'ready', 'ready'] as const;

/** Words that nearly every item holds, one in three, one area alone, one in a thousand. */
const bank = Array.from({ length: 3600 }, (_, n) => {
	const area = areas[n % 3]!;
	const said = `客户经理 customers ${n % 3 === 1 ? '' : '贷款'} ${area === 'law' ? '合规' : ''} company${n % 1000}`;
	return {
		...{ n, area, said, level: levels[n % 2]!, status: statuses[n % 4]!, difficulty: (n * 7919) % 1000 },
		...{ code: `${area}-${String((n * 1009) % 3600).padStart(4, '0')}`, use: n % 5 ? 'exam' : 'practice' }
	};
});
type Item = (typeof bank)[number];
const says =
	(...words: string[]) =>
	({ said }: Item) =>
		words.every((word) => said.includes(word));

/** Each question to the list, and what fits it. */
const questions: [Record<string, string>, (item: Item) => boolean][] = [
	[{}, () => true],
	[{ q: '客户' }, () => true],
	[{ q: '贷款' }, says('贷款')],
	[{ q: '贷款', area: 'law' }, (item) => item.area === 'law'],
	// Each of both is common, and no item holds both: what the planner expects is wrong.
	[{ q: '合规', area: 'ethics' }, () => false],
	[{ q: 'custom' }, () => true],
	[{ q: 'customer 合规' }, says('合规')],
	[{ q: 'company77' }, says('company77')],
	[
		{ area: 'law', level: 'apply', status: 'ready' },
		(item) => item.area === 'law' && item.level === 'apply' && item.status === 'ready'
	],
	[{ use: 'practice' }, ({ use }) => use === 'practice'],
	[{ use: 'practice', q: '贷款' }, (item) => item.use === 'practice' && says('贷款')(item)]
];
const orders: [Record<string, string>, (a: Item, b: Item) => number][] = [
	[{ sort: 'code' }, (a, b) => (a.code < b.code ? -1 : 1)],
	[
		{ sort: 'difficulty', dir: 'desc', page: '2' },
		(a, b) => b.difficulty - a.difficulty || (a.code < b.code ? 1 : -1)
	]
];

onEveryDatabase('finding items of a large bank', (world) => {
	let ctx: Context;

	beforeAll(async () => {
		ctx = world.ctx(await givenPerson(world, { roles: ['author'] }), now);
		const rows = bank.map((item) => ({
			...{ ...item, id: newId(now), terms: termVector(`${item.code} ${item.said}`) }
		}));
		await world.db
			.execute(sql`insert into items (id, code, status, use, version_id, type, area, level, difficulty, seconds,
				created_at, changed_at, terms)
			select id, code, status, use, id, 'single', area, level, difficulty, 60, ${now.toISOString()}::timestamptz,
				${now.toISOString()}::timestamptz, terms
			from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, code text, status text, use text,
				area text, level text, difficulty int, terms tsvector)`);
	});

	it.each(['before the database knows what is common', 'afterwards'])('finds what fits, %s', async (when) => {
		if (when === 'afterwards') await world.db.execute(sql`analyze items`);
		for (const [filter, fits] of questions)
			for (const [order, compare] of orders) {
				const found = await listItems(ctx, itemFilterSchema.parse({ ...filter, ...order }));
				const all = bank.filter(fits).sort(compare);
				const from = order['page'] ? found.pageSize : 0;
				expect([filter, found.rows.map(({ code }) => code)]).toEqual([
					filter,
					all.slice(from, from + found.pageSize).map(({ code }) => code)
				]);
				expect([found.total, found.isMore]).toEqual([Math.min(all.length, COUNTED), all.length > COUNTED]);
			}
	});
});
