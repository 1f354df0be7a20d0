// 10,000 items from one XLSX file: `tsx tests/bench/bank/import.ts <url> <plain url> <count>`, two databases with nothing but
// the schema. First the import, as the application runs it: the file is taken, read (parsed, checked, compared with the
// bank and with itself), kept as a preview and confirmed. Then the same rows of items, item_versions and item_keys by
// multi-row inserts of postgres.js, in one transaction. Prints seconds of each as JSON.
import '../../../src/cli/root.js';
import postgres from 'postgres';
import type { Context } from '$lib/server/context';
import { bringImport, confirmImport } from '$lib/features/bank/index.server';
import { readImport } from '$lib/features/bank/imports/read-file.server';
import { writeSheet } from '$lib/features/bank/formats/sheet/sheet';
import type { Exported } from '$lib/features/bank/formats/written';
import { openServer } from '$lib/server/db/server';
import { noJobs } from '$lib/server/jobs/sender';
import { randomSource } from '$lib/server/random';
import { xlsxOf } from '$lib/server/sheets';
import { newId } from '$lib/shared/ids';

const [url = '', plainUrl = '', count = '10000'] = process.argv.slice(2);
const below = randomSource('bench');
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
const characters = [
	...'贷款存款利率风险客户经理合规审批抵押担保授信还款逾期展期核销理财基金保险票据汇兑结算反洗钱尽职调查报告资产负债流动比率现金利润成本收入市场营销渠道产品服务投诉记录档案'
];
const english =
	'loan deposit rate risk customer manager rule approval pledge credit repay overdue fund note cash profit cost market sale file report asset debt ratio'.split(
		' '
	);
const zh = (length: number) => Array.from({ length }, () => pick(characters)).join('');
const en = (length: number) => Array.from({ length }, () => pick(english)).join(' ');

const questions = Array.from({ length: Number(count) }, (_, i): Exported => ({
	...{ name: `law-${String(i + 1).padStart(6, '0')}`, category: [], tags: [zh(3)] },
	about: { area: 'law', level: 'apply', difficulty: 450, seconds: 60, use: 'exam' },
	question: {
		type: 'single',
		// As questions begin and end: what is common to many must not slow down the search for those that are alike.
		stem: {
			'zh-CN': `关于${zh(24)}的说法，下列哪一项是正确的？`,
			en: `Which of these is right about ${en(14)}?`
		},
		explanation: { 'zh-CN': zh(40), en: en(16) },
		options: [...'abcd'].map((id) => ({ id, text: { 'zh-CN': zh(12), en: en(6) } })),
		correct: pick([...'abcd']),
		policy: 'allOrNothing'
	}
}));
const bytes = await xlsxOf([{ name: 'bench', ...writeSheet(questions, 'zh-CN') }]);

const handle = await openServer(url, 4);
await handle.migrate();
const other = await openServer(plainUrl, 1);
await other.migrate();
await other.close();
const now = new Date();
const personId = newId(now);
const unitId = newId(now);
const sql = postgres(url, { max: 1, onnotice: () => {} });
await sql`insert into units (id, code, path, kind, name_zh, name_en, created_at)
	values (${unitId}, 'HQ', 'HQ/', 'headOffice', '总行', 'Head Office', ${now})`;
await sql`insert into people ${sql({
	...{ id: personId, employee_no: 'B1', name: 'Bench', unit_id: unitId, post: 'author' },
	...{ hired_on: '2020-01-01', status: 'active', created_at: now }
})}`;
const ctx: Context = {
	...{ db: handle.db, now, locale: 'zh-CN', requestId: newId(now), jobs: noJobs },
	actor: {
		...{ kind: 'person', personId, name: 'Bench' },
		grants: [{ role: 'author', unitPath: null }]
	}
};
const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
	const started = performance.now();
	const result = await work();
	return [(performance.now() - started) / 1000, result];
};
const [brought, { id }] = await timed(() =>
	bringImport(ctx, {
		...{
			file: { name: 'bench.xlsx', bytes: new Uint8Array(bytes) },
			format: null,
			language: 'zh-CN',
			area: 'law',
			level: 'apply'
		},
		...{ difficulty: 45, seconds: null, use: 'exam', tags: [], source: null }
	})
);
const [read] = await timed(() => readImport(ctx, { importId: id }));
const [confirmed, { created }] = await timed(() => confirmImport(ctx, { importId: id }));
if (created !== questions.length) throw new Error(`${created} items came in`);

/** The rows as they now stand, without what the plain inserts would not have to make. */
const tables = ['items', 'item_versions', 'item_keys'];
const plain = postgres(plainUrl, { max: 1, onnotice: () => {} });
await plain`insert into units select * from jsonb_populate_recordset(null::units, ${sql.json((await sql`select * from units`) as never)})`;
await plain`insert into people select * from jsonb_populate_recordset(null::people, ${sql.json((await sql`select * from people`) as never)})`;
const rows: object[][] = [];
for (const table of tables) rows.push([...(await sql`select * from ${sql(table)}`)]);
const [inserts] = await timed(() =>
	plain.begin(async (tx) => {
		for (const [t, table] of tables.entries())
			for (let from = 0; from < rows[t]!.length; from += 500)
				await tx`insert into ${tx(table)} ${tx(rows[t]!.slice(from, from + 500) as never)}`;
	})
);
await sql.end();
await plain.end();
await handle.close();
process.stdout.write(
	JSON.stringify({ brought, read, confirmed, inserts, megabytes: bytes.length / 2 ** 20 })
);
