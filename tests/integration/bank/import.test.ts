import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { BringImport } from '$lib/features/bank';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import {
	bringImport,
	chooseQuestions,
	confirmImport,
	dropImport,
	getImport,
	getImportPicture
} from '$lib/features/bank/index.server';
import { templateTable } from '$lib/features/bank/imports/template.server';
import {
	caseVersions,
	importedQuestions,
	itemCases,
	itemImports,
	itemKeys,
	items,
	itemVersions
} from '$lib/features/bank/tables.server';
import { files } from '$lib/features/files/tables.server';
import { auditLog } from '$lib/features/audit/tables.server';
import { csvOf, xlsxOf } from '$lib/server/sheets';
import { zipOf } from '$lib/server/zip-write';
import type { Context } from '$lib/server/context';
import { onEveryDatabase, type World } from '../../support/database';
import { svg } from '../../support/files';
import { givenPerson } from '../../support/world';
import { question } from '../exams/given';
import { importContent } from '$lib/features/bank/index.server';

const fields: Omit<BringImport, 'file'> = {
	...{
		format: null,
		language: 'zh-CN',
		area: 'law',
		level: 'apply',
		difficulty: 30,
		seconds: null,
		use: 'exam'
	},
	...{ tags: ['外来'], source: '题集' }
};
const show = { show: 'all', page: 1 } as const;

async function bring(
	world: World,
	ctx: Context,
	name: string,
	bytes: Uint8Array | string,
	more: { area?: KnowledgeArea } = {}
) {
	const file = {
		name,
		bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : new Uint8Array(bytes)
	};
	const { id } = await bringImport(ctx, { ...fields, tags: [...fields.tags], ...more, file });
	await world.runJobs();
	return id;
}
const author = async (world: World) => world.ctx(await givenPerson(world, { roles: ['author'] }));
const byCode = async (world: World, code: string) =>
	(
		await world.db
			.select({ item: items, version: itemVersions, key: itemKeys.question })
			.from(items)
			.innerJoin(itemVersions, eq(itemVersions.id, items.versionId))
			.innerJoin(itemKeys, eq(itemKeys.itemVersionId, items.versionId))
			.where(eq(items.code, code))
	)[0]!;

const GIFT = `$CATEGORY: 题库/职业道德

::ethics-701::收受客户礼物应当怎样处理？{=登记上报 ~自己留下}

::坏题::这道题没有写完 {=甲 ~乙

::分数::分数合计不对的题目{~%50%甲 ~%20%乙 ~丙}

::配图::[markdown]图中的印章属于谁？![印章](a.png){T}
`;

onEveryDatabase('import of questions', (world) => {
	it('shows each question with its problems, takes the chosen ones as drafts, once', async () => {
		const ctx = await author(world);
		const id = await bring(world, ctx, 'a.gift', GIFT);
		const seen = await getImport(ctx, id, show);
		expect(seen).toMatchObject({
			status: 'read',
			format: 'gift',
			counts: { all: 4, fit: 2, taken: 2, problems: 3 }
		});
		expect(seen.questions.map(({ line, problems }) => [line, problems.map(({ code }) => code)])).toEqual([
			[3, []],
			[5, ['syntax']],
			[7, ['fractions']],
			[9, ['noPicture']]
		]);
		expect(await world.db.$count(items)).toBe(0);
		await chooseQuestions(ctx, { importId: id, position: 4, taken: 'no' });
		const both = await Promise.allSettled([
			confirmImport(ctx, { importId: id }),
			confirmImport(ctx, { importId: id })
		]);
		expect(both).toEqual(
			[1, 2].map(() => ({ status: 'fulfilled', value: { created: 1, changed: 0, left: 3 } }))
		);
		const { item, key } = await byCode(world, 'ethics-701');
		expect(item).toMatchObject({
			status: 'draft',
			area: 'ethics',
			level: 'apply',
			difficulty: 300,
			seconds: 60,
			source: '题集'
		});
		expect(item.tags).toEqual(['外来']);
		expect(key).toMatchObject({ type: 'single', correct: 'a' });
		const after = await getImport(ctx, id, show);
		expect(after.questions.map(({ left }) => left)).toEqual(['problems', 'problems', 'chosen']);
		const [entry] = await world.db.select().from(auditLog).where(eq(auditLog.action, 'bank.item.import'));
		expect(entry?.after).toMatchObject({ created: ['ethics-701'], left: 3 });
	});

	it('numbers new items by area, beside names that are taken', async () => {
		const ctx = await author(world);
		const text = ['one', 'law-300', 'law-300', 'Q 7'].map(
			(name, i) => `::${name}::第 ${i} 个互不相同的题目${'甲乙丙丁'[i]}{T}`
		);
		const id = await bring(world, ctx, 'b.gift', text.join('\n\n'));
		await confirmImport(ctx, { importId: id });
		const codes = await world.db.select({ code: items.code }).from(items).where(eq(items.area, 'law'));
		expect(codes.map(({ code }) => code).sort()).toEqual(['law-001', 'law-002', 'law-003', 'law-300']);
	});

	it('makes the next version of an item that is as it was, and leaves alone one that changed meanwhile', async () => {
		const ctx = await author(world);
		const entries = ['products-801', 'products-802', 'products-803'].map((code) =>
			question(code, 'single', ['c'])
		);
		await importContent(ctx, { cases: [], items: entries });
		const csv = (stem: string) =>
			`编号,题干,选项A,选项B,答案\nproducts-801,${stem}一,甲,乙,B\nproducts-802,${stem}二,甲,乙,A\nproducts-804,${stem}三,甲,乙,C\n`;
		const id = await bring(world, ctx, 'c.csv', csv('变更后的题干'));
		const seen = await getImport(ctx, id, show);
		expect(seen.counts).toMatchObject({ all: 3, fit: 2, taken: 2, next: 2 });
		expect(seen.questions[2]!.problems).toEqual([{ code: 'unknownKey', line: 4, what: 'C' }]);
		// Somebody else changes one of them between the preview and its confirmation.
		const changed = { ...entries[1]!, difficulty: 999 };
		await importContent(await author(world), { cases: [], items: [changed] });
		expect(await confirmImport(ctx, { importId: id })).toEqual({ created: 0, changed: 1, left: 2 });
		expect(await byCode(world, 'products-801')).toMatchObject({
			item: { revision: 2, status: 'draft', area: 'products', level: 'apply', difficulty: 250 },
			version: { version: 2 },
			key: { correct: 'b' }
		});
		expect((await byCode(world, 'products-802')).item.difficulty).toBe(999);
		const after = await getImport(ctx, id, show);
		expect(after.questions.map(({ code, left }) => [code, left])).toEqual([
			['products-802', 'changed'],
			[null, 'problems']
		]);
		const again = await bring(world, ctx, 'c.csv', csv('变更后的题干'));
		const [first] = (await getImport(ctx, again, show)).questions;
		expect(first).toMatchObject({ same: true, taken: false });
	});

	it('makes no version of a question that is the same, where a file has no place for its tags', async () => {
		const ctx = await author(world);
		const file = (tags: string) =>
			`编号,题干,选项A,选项B,答案,标签\nlaw-811,标签之外都一样的题干,甲,乙,B,${tags}\n`;
		await confirmImport(ctx, { importId: await bring(world, ctx, 'tags.csv', file('担保')) });
		const read = async (tags: string) =>
			(await getImport(ctx, await bring(world, ctx, 'tags.csv', file(tags)), show)).questions[0];
		expect(await read('')).toMatchObject({ same: true, taken: false });
		expect(await read('抵押')).toMatchObject({ same: false, taken: true });
	});

	it('makes no version of a question that is the same in the only language of the file', async () => {
		const ctx = await author(world);
		await importContent(ctx, { cases: [], items: [question('law-821', 'single', ['c'])] });
		const read = async (stem: string) => {
			const file = `编号,题干,选项A,选项B,选项C,选项D,答案,解析\nlaw-821,${stem},${['a', 'b', 'c', 'd'].map((id) => `选项 law-821 ${id}`).join()},C,解析机密 law-821\n`;
			return (await getImport(ctx, await bring(world, ctx, 'one.csv', file), show)).questions[0];
		};
		expect(await read('题干 law-821')).toMatchObject({ same: true, taken: false });
		expect(await read('题干 law-821 改')).toMatchObject({ same: false, taken: true });
	});

	it('leaves near-duplicates of ready items out by itself, and names those inside the file', async () => {
		const ctx = await author(world);
		const stem = '商业银行贷款五级分类中逾期超过九十天的贷款至少应当归入哪一类';
		const first = await bring(
			world,
			ctx,
			'd.csv',
			`编号,题干,选项A,选项B,答案\neconomics-501,${stem}？,次级,关注,A\n`
		);
		await confirmImport(ctx, { importId: first });
		const file = `题干,选项A,选项B,答案\n${stem}呢？,次级,关注,A\n${stem}，请选择,次级,关注,A\n`;
		const draft = await bring(world, ctx, 'e.csv', file);
		expect((await getImport(ctx, draft, show)).questions).toMatchObject([
			{ taken: true, likes: [{ code: 'economics-501', status: 'draft' }], sameAs: null },
			{ taken: true, sameAs: 2 }
		]);
		await world.db.update(items).set({ status: 'ready' }).where(eq(items.code, 'economics-501'));
		const ready = await bring(world, ctx, 'e.csv', file);
		expect((await getImport(ctx, ready, show)).counts).toMatchObject({ taken: 0, alike: 2 });
		await chooseQuestions(ctx, { importId: ready, position: 'all', taken: 'yes' });
		expect((await getImport(ctx, ready, show)).counts.taken).toBe(2);
	});

	it('brings pictures along: shown before, kept when confirmed', async () => {
		const ctx = await author(world);
		const item = `<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="management-900" title="management-900" adaptive="false" timeDependent="false">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"><correctResponse><value>A</value></correctResponse></responseDeclaration>
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
<itemBody><p>谁的印章？<img src="img/seal.svg" alt="印章"/><img src="img/bad.svg" alt="坏"/></p><choiceInteraction responseIdentifier="RESPONSE" maxChoices="1" shuffle="false"><simpleChoice identifier="A">甲</simpleChoice><simpleChoice identifier="B">乙</simpleChoice></choiceInteraction></itemBody>
<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/></assessmentItem>`;
		const archive = zipOf(
			new Map<string, string | Uint8Array>([
				['item.xml', item],
				['img/seal.svg', svg()],
				[
					'img/bad.svg',
					'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><script>1</script></svg>'
				]
			])
		);
		const id = await bring(world, ctx, 'p.zip', archive, { area: 'management' });
		const seen = await getImport(ctx, id, show);
		expect(seen.pictures).toBe(1);
		expect(seen.questions[0]!.problems).toMatchObject([{ code: 'noPicture', what: 'bad.svg', minor: true }]);
		expect((await getImportPicture(ctx, id, 'seal.svg')).bytes).toEqual(new Uint8Array(svg()));
		const other = await author(world);
		await expect(getImportPicture(other, id, 'seal.svg')).rejects.toMatchObject({ kind: 'not_found' });
		await confirmImport(ctx, { importId: id });
		const { version } = await byCode(world, 'management-900');
		const kept = (version.pictures as Record<string, string>)['seal.svg']!;
		expect(await world.db.select({ mime: files.mime }).from(files).where(eq(files.id, kept))).toEqual([
			{ mime: 'image/svg+xml' }
		]);
		const [row] = await world.db
			.select({ source: itemImports.source })
			.from(itemImports)
			.where(eq(itemImports.id, id));
		expect(row!.source).toBeNull();
	});

	it('takes the cases of a QTI package with their pictures', async () => {
		const ctx = await author(world);
		const ask = (code: string) => `<assessmentItem identifier="${code}" title="${code}">
			<responseDeclaration identifier="R" cardinality="single" baseType="identifier"><correctResponse><value>A</value></correctResponse></responseDeclaration>
			<assessmentStimulusRef identifier="s" href="s/one.xml"/>
			<itemBody><p>${code}：材料里谁盖章？</p><choiceInteraction responseIdentifier="R" maxChoices="1">
			<simpleChoice identifier="A">客户</simpleChoice><simpleChoice identifier="B">银行</simpleChoice></choiceInteraction></itemBody>
			<responseProcessing template="http://www.imsglobal.org/question/qti_v2p2/rptemplates/match_correct"/></assessmentItem>`;
		const archive = zipOf(
			new Map<string, string | Uint8Array>([
				['a.xml', ask('business-910')],
				['b.xml', ask('business-911')],
				[
					's/one.xml',
					'<assessmentStimulus identifier="business-case-91" title="印章"><stimulusBody><p>合同 <img src="s.svg" alt="印章"/></p></stimulusBody></assessmentStimulus>'
				],
				['s/s.svg', svg()]
			])
		);
		const id = await bring(world, ctx, 'c.zip', archive, { area: 'business' });
		const seen = await getImport(ctx, id, show);
		expect(seen).toMatchObject({ pictures: 1, counts: { all: 2, fit: 2, problems: 0 } });
		expect(await confirmImport(ctx, { importId: id })).toMatchObject({ created: 2 });
		const found = await world.db
			.select({ place: items.casePlace, said: caseVersions })
			.from(items)
			.innerJoin(itemCases, eq(itemCases.id, items.caseId))
			.innerJoin(caseVersions, eq(caseVersions.caseId, itemCases.id))
			.where(eq(itemCases.code, 'business-case-91'))
			.orderBy(items.casePlace);
		expect(found.map(({ place }) => place)).toEqual([1, 2]);
		expect(found[0]!.said).toMatchObject({
			title: { 'zh-CN': '印章' },
			material: { 'zh-CN': '合同 ![印章](s.svg)' },
			pictures: { 's.svg': expect.any(String) as string }
		});
	});

	it.each(['xlsx', 'csv'] as const)('takes its own template in %s, with its case', async (format) => {
		const ctx = await author(world);
		const { head, rows } = templateTable(format === 'csv' ? 'en' : 'zh-CN');
		const table = { name: 'x', head, rows };
		const bytes = format === 'csv' ? csvOf(table) : await xlsxOf([table]);
		const id = await bring(world, ctx, `t.${format}`, bytes);
		const seen = await getImport(ctx, id, show);
		expect(seen.counts).toMatchObject({ all: 9, fit: 9, problems: 0 });
		expect(seen.format).toBe(format);
		await confirmImport(ctx, { importId: id });
		const inCase = await world.db
			.select({ place: items.casePlace, type: items.type })
			.from(items)
			.innerJoin(itemCases, eq(itemCases.id, items.caseId))
			.where(eq(itemCases.code, 'business-case-90'))
			.orderBy(items.casePlace);
		expect(inCase.slice(0, 2)).toEqual([
			{ place: 1, type: 'numeric' },
			{ place: 2, type: 'essay' }
		]);
	});

	const utf16 = (text: string) => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
	// „对吗{T}" in GB18030.
	const gb = new Uint8Array([0xb6, 0xd4, 0xc2, 0xf0, 0x7b, 0x54, 0x7d]);
	it.each([
		['UTF-16', utf16('对吗{T}')],
		['GB18030', gb],
		['UTF-8', new TextEncoder().encode('对吗{T}')]
	])('reads %s', async (_name, bytes) => {
		const ctx = await author(world);
		const id = await bring(world, ctx, 'g.txt', bytes);
		expect((await getImport(ctx, id, show)).questions[0]!.question?.stem).toEqual({ 'zh-CN': '对吗' });
	});

	const climbing = () => {
		const bytes = Buffer.from(zipOf(new Map([['xx/a.xml', 'x']])));
		for (let at = bytes.indexOf('xx/a'); at >= 0; at = bytes.indexOf('xx/a')) bytes.write('../a', at);
		return new Uint8Array(bytes);
	};
	it.each([
		['no text', new Uint8Array([0xff, 0, 0, 0, 1]), 'encoding'],
		['no questions at all', '你好，这里没有题目', 'unknown'],
		['a bomb', zipOf(new Map([['a.xml', ' '.repeat(30_000_000)]])), 'large'],
		['a path that climbs out', climbing(), 'name'],
		['a broken archive', 'PK\x03\x04nothing', 'broken'],
		[
			'a table of something else',
			zipOf(
				new Map([
					['xl/workbook.xml', '<a/>'],
					['xl/worksheets/sheet1.xml', '<row><c t="str"><v>工号</v></c></row>']
				])
			),
			'columns'
		],
		['an empty file', '', 'empty']
	])('refuses %s in words, and nothing is half done', async (_name, bytes, fault) => {
		const ctx = await author(world);
		const id = await bring(world, ctx, 'x', bytes);
		const seen = await getImport(ctx, id, show);
		expect(seen).toMatchObject({ status: 'failed', fault: { code: fault }, counts: { all: 0 } });
		await expect(confirmImport(ctx, { importId: id })).rejects.toMatchObject({
			code: 'staffBankImport.not_read'
		});
	});

	it('never resolves entities, and says where XML is not well-formed', async () => {
		const ctx = await author(world);
		const evil =
			'<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="truefalse"><questiontext><text>&x;</text></questiontext></question></quiz>';
		const id = await bring(world, ctx, 'x.xml', evil);
		expect(await getImport(ctx, id, show)).toMatchObject({
			counts: { all: 0 },
			problems: [{ code: 'syntax', what: 'DOCTYPE' }]
		});
		const broken = await bring(world, ctx, 'y.xml', '<assessmentItem>\n<itemBody>\n</assessmentItem>');
		expect((await getImport(ctx, broken, show)).problems).toMatchObject([{ code: 'syntax' }]);
	});

	it('keeps formulas of cells as text', async () => {
		const ctx = await author(world);
		const id = await bring(
			world,
			ctx,
			'f.csv',
			'题干,选项A,选项B,答案\n"=HYPERLINK(""http://x"",""y"")",\'+1,@b,A\n'
		);
		const [first] = (await getImport(ctx, id, show)).questions;
		expect(first!.question).toMatchObject({
			stem: { 'zh-CN': expect.stringContaining('=HYPERLINK(') },
			options: [{ text: { 'zh-CN': '+1' } }, { text: { 'zh-CN': '@b' } }]
		});
	});

	it('is for authors, each for themselves, and forgotten when dropped', async () => {
		const ctx = await author(world);
		const reviewer = world.ctx(await givenPerson(world, { roles: ['itemReviewer'] }));
		await expect(bring(world, reviewer, 'a.gift', GIFT)).rejects.toMatchObject({ kind: 'forbidden' });
		const id = await bring(world, ctx, 'a.gift', 'a{T}');
		const other = await author(world);
		for (const act of [
			() => getImport(other, id, show),
			() => confirmImport(other, { importId: id }),
			() => dropImport(other, { importId: id })
		])
			await expect(act()).rejects.toMatchObject({ kind: 'not_found' });
		await dropImport(ctx, { importId: id });
		await expect(getImport(ctx, id, show)).rejects.toMatchObject({ kind: 'not_found' });
		expect(await world.db.$count(importedQuestions, eq(importedQuestions.importId, id))).toBe(0);
	});
});
