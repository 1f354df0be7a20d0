import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import type { ExportFormat } from '$lib/features/bank';
import {
	bringImport,
	confirmImport,
	exportItems,
	getImport,
	importContent,
	previewExport
} from '$lib/features/bank/index.server';
import { loadBank } from '$lib/features/bank/content.server';
import { canonicalQuestion } from '$lib/features/bank/imports/canonical';
import type { ParsedCase } from '$lib/features/bank/formats/parsed';
import type { ImportedAbout, ImportSummary } from '$lib/features/bank/imports/model';
import { importedQuestions, itemImports, itemKeys, items } from '$lib/features/bank/tables.server';
import type { Question } from '$lib/features/bank/question';
import { onEveryDatabase, type World } from '../../support/database';
import { svg } from '../../support/files';
import { givenPerson } from '../../support/world';

const author = async (world: World) => world.ctx(await givenPerson(world, { roles: ['author'] }));
const all = new URLSearchParams();
const zh = (format: ExportFormat) => ({ format, language: 'zh-CN' as const });

async function bring(world: World, name: string, bytes: Uint8Array) {
	const ctx = await author(world);
	const { id } = await bringImport(ctx, {
		...{
			format: null,
			language: 'zh-CN',
			area: 'law',
			level: 'apply',
			difficulty: 30,
			seconds: null,
			use: 'exam'
		},
		...{ tags: [], source: null, file: { name, bytes: new Uint8Array(bytes) } }
	});
	await world.runJobs();
	return { ctx, id };
}

/** Three of every kind and the cases of one area, as the demo's bank has them. */
const bank = loadBank();
const some = [...new Set(bank.items.map(({ question }) => question.type))].flatMap((type) =>
	bank.items.filter(({ question, case: group }) => question.type === type && !group).slice(0, 3)
);
const inCases = bank.items.filter((one) => one.area === 'law' && one.case);
const cases = bank.cases.filter(({ code }) => inCases.some((one) => one.case === code));

/** The file that was brought has the cases of the bank, each with its items, as the bank has them. */
async function expectCases(world: World, importId: string) {
	const [brought] = await world.db.select().from(itemImports).where(eq(itemImports.id, importId));
	const byCode = (list: readonly { code: string }[]) =>
		[...list].sort((a, b) => (a.code < b.code ? -1 : 1)) as ParsedCase[];
	expect(cases.length).toBeGreaterThan(0);
	expect(byCode((brought!.summary as ImportSummary).cases)).toEqual(byCode(cases));
	const rows = await world.db
		.select({ about: importedQuestions.about })
		.from(importedQuestions)
		.where(eq(importedQuestions.importId, importId));
	const abouts = rows.map(({ about }) => about as ImportedAbout);
	const found = abouts.flatMap((about) => (about.case ? [[about.name, about.case]] : []));
	expect(found.sort()).toEqual(inCases.map((one) => [one.code, one.case]).sort());
}

onEveryDatabase('export of questions', (world) => {
	it('holds everything in tables: brought again, all are the same', async () => {
		const ctx = await author(world);
		await importContent(ctx, {
			cases,
			items: [...some, ...inCases].map((one) => ({ ...one, enemies: [], laws: [] }))
		});
		const count = some.length + inCases.length;
		for (const format of ['xlsx', 'csv'] as const) {
			const file = await exportItems(ctx, all, { format, language: format === 'csv' ? 'en' : 'zh-CN' });
			expect(file.omissions).toEqual([]);
			const { ctx: other, id } = await bring(world, `a.${file.ending}`, file.bytes);
			const seen = await getImport(other, id, { show: 'all', page: 1 });
			expect(seen.counts).toMatchObject({ all: count, fit: count, taken: 0, problems: 0 });
			expect(seen.questions.every(({ same }) => same)).toBe(true);
			expect(seen.otherCases).toEqual([]);
		}
		const [entry] = await world.db.select().from(auditLog).where(eq(auditLog.action, 'bank.item.export'));
		expect(entry?.after).toMatchObject({ format: 'xlsx', count });
	});

	it.each(['gift', 'moodleXml', 'qti21', 'qti30'] as const)(
		'in %s comes back as it was, but for what is named',
		async (format) => {
			const ctx = await author(world);
			const file = await exportItems(ctx, all, zh(format));
			const { ctx: other, id } = await bring(world, `a.${file.ending}`, file.bytes);
			const lost = new Set(file.omissions.map(({ index }) => index));
			const stored = await world.db
				.select({ code: items.code, question: itemKeys.question })
				.from(items)
				.innerJoin(itemKeys, eq(itemKeys.itemVersionId, items.versionId));
			const known = new Map(
				stored.map(({ code, question }) => [code, canonicalQuestion(question as Question)])
			);
			const rows = (await world.db.execute(
				sql`select about ->> 'name' as name, question from imported_questions where import_id = ${id}::uuid order by position`
			)) as unknown as { rows?: { name: string; question: Question | null }[] };
			const list = rows.rows ?? (rows as unknown as { name: string; question: Question | null }[]);
			const dropped = new Set(file.omissions.filter(({ minor }) => !minor).map(({ index }) => index));
			expect(list.length).toBe(known.size - dropped.size);
			expect(list.every(({ question }) => question)).toBe(true);
			if (format.startsWith('qti')) {
				for (const { name, question } of list) expect(canonicalQuestion(question!)).toEqual(known.get(name));
				expect(file.omissions).toEqual([]);
				await expectCases(world, id);
			} else {
				expect(lost.size).toBeGreaterThan(0);
				expect(file.omissions.some(({ what }) => what === 'case')).toBe(true);
			}
			expect((await getImport(other, id, { show: 'all', page: 1 })).otherCases).toEqual([]);
		}
	);

	it('says before what a format cannot hold', async () => {
		const ctx = await author(world);
		const { count, kept, lacks } = await previewExport(ctx, all, zh('aiken'));
		expect(kept).toBeLessThan(count);
		expect(lacks.find(({ what }) => what === 'essay')).toMatchObject({ minor: false });
		expect(lacks.find(({ what }) => what === 'language')).toMatchObject({ minor: true });
		const narrowed = await previewExport(ctx, new URLSearchParams({ type: 'single' }), zh('aiken'));
		expect(narrowed.kept).toBe(narrowed.count);
	});

	it('brings pictures along, each under a name of its own', async () => {
		const ctx = await author(world);
		const [one, two] = ['<rect width="1" height="1"/>', '<rect width="2" height="2"/>'].map((inside) =>
			svg(inside)
		);
		for (const [i, bytes] of [one!, two!].entries()) {
			const picture = `<file name="a.svg" encoding="base64">${Buffer.from(bytes).toString('base64')}</file>`;
			const xml = `<quiz><question type="truefalse"><name><text>ethics-95${i}</text></name>
				<questiontext format="html"><text><![CDATA[<p>${'甲乙'[i]}图中是什么？<img src="@@PLUGINFILE@@/a.svg" alt="图"/></p>]]></text>${picture}</questiontext>
				<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question></quiz>`;
			const brought = await bring(world, 'p.xml', new TextEncoder().encode(xml));
			expect(await confirmImport(brought.ctx, { importId: brought.id })).toMatchObject({ created: 1 });
		}
		const ids = await world.db
			.select({ id: items.id, code: items.code })
			.from(items)
			.where(sql`${items.code} like 'ethics-95%'`);
		const chosen = new URLSearchParams(ids.map(({ id }) => ['itemIds[]', id]));
		const file = await exportItems(ctx, chosen, zh('qti30'));
		const back = await bring(world, 'p.zip', file.bytes);
		expect(await getImport(back.ctx, back.id, { show: 'all', page: 1 })).toMatchObject({
			pictures: 2,
			counts: { all: 2, fit: 2 }
		});
		expect((await previewExport(ctx, chosen, zh('gift'))).lacks).toMatchObject([
			{ what: 'picture', minor: true, count: 2 }
		]);
	});

	it('is for authors', async () => {
		for (const role of ['itemReviewer', 'auditor', 'trainee'] as const) {
			const ctx = world.ctx(await givenPerson(world, { roles: [role] }));
			await expect(exportItems(ctx, all, zh('gift'))).rejects.toMatchObject({ kind: 'forbidden' });
		}
		await expect(
			exportItems(await author(world), new URLSearchParams({ q: 'zzzz' }), zh('gift'))
		).rejects.toMatchObject({
			code: 'staffBankImport.none'
		});
	});
});
