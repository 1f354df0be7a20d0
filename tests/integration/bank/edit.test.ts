import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { saveCaseSchema, saveItemSchema } from '$lib/features/bank';
import {
	addPicture,
	findItemPicture,
	getCase,
	getItem,
	getItemForm,
	listAlike,
	previewItem,
	reviewItems,
	saveCase,
	saveItem,
	submitItems
} from '$lib/features/bank/index.server';
import { itemVersions } from '$lib/features/bank/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';

/** A picture of one pixel. */
const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64'
);

onEveryDatabase('writing questions', (world) => {
	let author: GivenPerson;
	let other: GivenPerson;
	let reviewer: GivenPerson;
	let made = 0;
	const people = async () => {
		author ??= await givenPerson(world, { roles: ['author'] });
		other ??= await givenPerson(world, { roles: ['author'], name: '另一位' });
		reviewer ??= await givenPerson(world, { roles: ['itemReviewer'] });
	};
	/** As a form would be read; each stem speaks of something else. */
	const typed = (more: object = {}) => {
		const subjects = [
			'贷款五级分类',
			'反洗钱义务',
			'票据背书',
			'结构性存款风险',
			'担保方式',
			'客户身份识别',
			'征信授权'
		];
		const about =
			subjects[made % subjects.length]! +
			'甲乙丙丁戊己庚辛壬癸'.repeat(1 + (made % 3)).slice(made % 7) +
			made++;
		return saveItemSchema.parse({
			...{ type: 'single', stem: { 'zh-CN': about }, policy: 'allOrNothing', correct: ['b'] },
			rows: { 0: { id: 'a', text: { 'zh-CN': '甲' } }, 1: { id: 'b', text: { 'zh-CN': '乙' } } },
			...{ area: 'law', level: 'apply', difficulty: '30', seconds: '60', use: 'exam', looked: 'yes' },
			...more
		});
	};
	const save = async (more: object = {}, who = author) => saveItem(world.ctx(who), typed(more));
	const again = async (id: string, more: object = {}) => {
		const form = await getItemForm(world.ctx(author), id);
		return saveItemSchema.parse({
			...{ ...form.about, ...form.typed, case: undefined, width: undefined, itemId: id, looked: 'yes' },
			...{ revision: form.item.revision, ...more }
		});
	};

	it('keeps a new item as a draft with its key apart, and numbers it', async () => {
		await people();
		const { id, code } = await save();
		expect(code).toMatch(/^law-\d{3}$/);
		const item = await getItem(world.ctx(author), id);
		expect(item).toMatchObject({ status: 'draft', version: 1, difficulty: 300, question: { correct: 'b' } });
		expect(item.may).toMatchObject({ submit: true, edit: true, review: [] });
		const [version] = await world.db.select().from(itemVersions).where(eq(itemVersions.itemId, id));
		expect(JSON.stringify(version!.shown)).not.toContain('correct');
		await expect(save({ code })).rejects.toMatchObject({
			code: 'bank.item.code_taken',
			fields: { code: expect.anything() }
		});
		expect((await save({ code: 'my-own.1' })).code).toBe('my-own.1');
	});

	it('numbers items of one area apart, also two at once', async () => {
		await people();
		const saved = await Promise.all([save({ area: 'ethics' }), save({ area: 'ethics' })]);
		expect(new Set(saved.map(({ code }) => code)).size).toBe(2);
	});

	it('refuses what is wrong at its field, unknown codes and cases, and people without the role', async () => {
		await people();
		await expect(save({ correct: [] })).rejects.toMatchObject({ fields: { rows: 'bank.question.no_key' } });
		await expect(save({ enemies: 'law-99999' })).rejects.toMatchObject({
			params: { codes: 'law-99999' },
			fields: { enemies: 'bank.item.unknown_codes' }
		});
		await expect(save({ inCase: 'none' })).rejects.toMatchObject({
			fields: { inCase: 'bank.item.unknown_case' }
		});
		for (const role of ['trainee', 'itemReviewer', 'hrOfficer', 'auditor', 'administrator'] as const)
			await expect(save({}, await givenPerson(world, { roles: [role] }))).rejects.toMatchObject({
				kind: 'forbidden'
			});
		await expect(save({ itemId: crypto.randomUUID() })).rejects.toMatchObject({ kind: 'not_found' });
	});

	it('makes the next version and a draft again, of its last editor, who then never reviews it', async () => {
		await people();
		const both = await givenPerson(world, { roles: ['author', 'itemReviewer'] });
		const { id } = await save();
		await submitItems(world.ctx(author), { itemIds: [id] });
		await reviewItems(world.ctx(both), { itemIds: [id], to: 'ready' });
		const changed = await again(id, {
			explanation: { 'zh-CN': '因为', en: '' },
			laws: '民法典第六百八十六条'
		});
		await saveItem(world.ctx(both), changed);
		const item = await getItem(world.ctx(both), id);
		expect(item).toMatchObject({ status: 'draft', version: 2, reviewer: null, setter: both.name });
		expect(item.versions[0]!.changed).toEqual([{ part: 'explanation', locale: 'zh-CN' }]);
		expect((await getItem(world.ctx(both), id, 1)).question.explanation).toBeUndefined();
		await expect(getItem(world.ctx(both), id, 9)).rejects.toMatchObject({ kind: 'not_found' });
		await submitItems(world.ctx(both), { itemIds: [id] });
		await expect(reviewItems(world.ctx(both), { itemIds: [id], to: 'ready' })).rejects.toMatchObject({
			code: 'access.separation.setter'
		});
	});

	it('makes no version where nothing changed, and never changes one that is there', async () => {
		await people();
		const { id } = await save({ tags: '担保, 抵押', enemies: '', laws: '担保法第五条\n民法典' });
		await saveItem(world.ctx(author), await again(id));
		expect((await getItem(world.ctx(author), id)).newest).toBe(1);
		const change = world.db.execute(
			sql`update item_versions set shown = '{}'::jsonb where item_id = ${id}::uuid`
		);
		await expect(change).rejects.toThrow();
		await expect(world.db.execute(sql`delete from item_keys`)).rejects.toThrow();
	});

	it('tells the second of two editors who was first, and saves on top only once they know', async () => {
		await people();
		const { id } = await save();
		const [mine, theirs] = [
			await again(id, { difficulty: '60' }),
			await again(id, { difficulty: '50', source: '教材' })
		];
		await saveItem(world.ctx(other), theirs);
		await expect(saveItem(world.ctx(author), mine)).rejects.toMatchObject({
			...{ kind: 'conflict', code: 'bank.item.changed' },
			params: { name: '另一位', revision: 2 }
		});
		await saveItem(world.ctx(author), { ...mine, over: 2 });
		expect(await getItem(world.ctx(author), id)).toMatchObject({ version: 3, difficulty: 600, source: null });
		const raced = await Promise.allSettled(
			['10', '20'].map(async (difficulty) =>
				saveItem(world.ctx(author), { ...mine, difficulty: Number(difficulty), over: 3 })
			)
		);
		expect(raced.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	it('shows what says nearly the same before a stem is kept, in Chinese too', async () => {
		await people();
		const stem = '借款人未按约定用途使用贷款的，贷款人可以停止发放借款、提前收回借款或者解除合同。';
		const { id, code } = await save({ stem: { 'zh-CN': stem } });
		const near = { 'zh-CN': stem.replace('贷款人', '银行') };
		const ctx = world.ctx(author);
		await expect(saveItem(ctx, { ...typed({ stem: near }), looked: undefined })).rejects.toMatchObject({
			...{ code: 'bank.item.alike', params: { count: 1 } }
		});
		expect(await listAlike(ctx, near, null)).toMatchObject([{ id, code }]);
		const look = await previewItem(ctx, typed({ stem: near }));
		expect(look.alike.map((one) => one.code)).toEqual([code]);
		expect(await listAlike(ctx, near, id)).toEqual([]);
		await saveItem(ctx, { ...typed({ stem: near }), looked: 'yes' });
		await expect(previewItem(world.ctx(reviewer), typed())).rejects.toMatchObject({ kind: 'forbidden' });
	});

	it('shows a picture to nobody by its id alone, and takes none that somebody else has brought', async () => {
		await people();
		const file = { name: 'chart.png', bytes: new Uint8Array(PNG) };
		const { id: picture } = await addPicture(world.ctx(author), { file });
		const nowhere = { of: null, item: null };
		const stem = { 'zh-CN': `看图 ${made} ![柱状图](chart.png)` };
		const pictures = { 0: { name: 'chart.png', id: picture } };
		await expect(save({ stem, pictures }, other)).rejects.toMatchObject({ code: 'bank.item.picture' });
		await expect(findItemPicture(world.ctx(other), picture, nowhere)).rejects.toMatchObject({
			kind: 'not_found'
		});
		expect(await findItemPicture(world.ctx(author), picture, nowhere)).toBe(picture);
		const { id } = await save({ stem, pictures });
		const of = (await getItem(world.ctx(author), id)).versions[0]!.id;
		expect(await findItemPicture(world.ctx(reviewer), picture, { of, item: null })).toBe(picture);
		expect((await getItem(world.ctx(author), id)).html.stem['zh-CN']).toContain(
			`/pictures/${picture}?of=${of}`
		);
		const trainee = await givenPerson(world);
		await expect(findItemPicture(world.ctx(trainee), picture, { of, item: id })).rejects.toMatchObject({
			kind: 'not_found'
		});
		// Who edits it next keeps the picture without having brought it.
		await saveItem(world.ctx(other), await again(id, { difficulty: '67' }));
		await expect(addPicture(world.ctx(reviewer), { file })).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(
			addPicture(world.ctx(author), { file: { name: 'a.png', bytes: new Uint8Array(9) } })
		).rejects.toMatchObject({ kind: 'invalid' });
	});

	it('keeps a case with its items; other material makes all of them drafts of the next version', async () => {
		await people();
		const ctx = world.ctx(author);
		const [one, two] = [await save(), await save()];
		const input = (more: object) =>
			saveCaseSchema.parse({
				...{ code: 'case-1', title: { 'zh-CN': '某企业' }, material: { 'zh-CN': '报表' } },
				...{ items: `${one.code}, ${two.code}`, ...more }
			});
		const { id } = await saveCase(ctx, input({}));
		await expect(saveCase(ctx, input({}))).rejects.toMatchObject({ code: 'bank.case.code_taken' });
		expect((await getCase(ctx, id)).items.map(({ code }) => code)).toEqual([one.code, two.code]);
		await submitItems(ctx, { itemIds: [one.id, two.id] });
		await reviewItems(world.ctx(reviewer), { itemIds: [one.id, two.id], to: 'ready' });
		// Another order leaves them ready.
		await saveCase(ctx, input({ caseId: id, version: 1, items: `${two.code} ${one.code}` }));
		expect(await getCase(ctx, id)).toMatchObject({
			version: 1,
			items: [{ code: two.code, status: 'ready' }, {}]
		});
		const edit = input({ caseId: id, version: 1, material: { 'zh-CN': '新的报表' }, items: two.code });
		expect(await saveCase(ctx, edit)).toEqual({ id, drafts: 2 });
		expect(await getCase(ctx, id)).toMatchObject({
			version: 2,
			items: [{ code: two.code, status: 'draft' }]
		});
		const item = await getItem(ctx, two.id);
		expect(item).toMatchObject({ version: 3, case: { version: 2 } });
		expect(item.versions[0]!.changed).toEqual([{ part: 'case' }]);
		await expect(saveCase(ctx, edit)).rejects.toMatchObject({
			code: 'bank.case.changed',
			params: { version: 2 }
		});
		await saveCase(ctx, { ...edit, over: 2 });
		await expect(saveCase(ctx, input({ code: 'c2', title: {} }))).rejects.toMatchObject({
			fields: { 'title.zh-CN': 'app.field.required' }
		});
		await expect(saveCase(world.ctx(reviewer), input({ code: 'c3' }))).rejects.toMatchObject({
			kind: 'forbidden'
		});
		const { id: third } = await save({ inCase: 'case-1' });
		expect((await getItem(ctx, third)).case!.siblings.map(({ code }) => code)).toEqual([two.code]);
	});
});
