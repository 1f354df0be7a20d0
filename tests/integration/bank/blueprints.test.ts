import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { blueprintFormSchema } from '$lib/features/bank';
import {
	countBlueprintCells,
	createBlueprint,
	discardBlueprint,
	getBlueprint,
	listBlueprintCodes,
	publishBlueprint,
	publishBlueprintDraft,
	saveBlueprint,
	startBlueprintVersion
} from '$lib/features/bank/index.server';
import { blueprints } from '$lib/features/bank/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { ANNOUNCED, blueprint, givenBank } from '../exams/given';

let serial = 0;
const fresh = () => ({ code: `draft-${++serial}`, titleZh: '蓝图', titleEn: 'Blueprint' });
/** As the page's form posts it. */
const form = (change: Record<string, unknown> = {}) =>
	blueprintFormSchema.parse({
		...{ titleZh: '蓝图', titleEn: 'Blueprint', items: '4', minutes: '30', passPercent: '60', shared: '0' },
		cells: {
			'0': { area: 'law', level: '', type: '', from: '2', to: '2' },
			'1': { area: '', from: '', to: '' }
		},
		marks: { single: '2', multiple: '2', trueFalse: '2' },
		...change
	});

onEveryDatabase('blueprints', (world) => {
	it('are written as drafts, counted, published and then unchanging; a change is the next version', async () => {
		const { officer } = await givenBank(world);
		const ctx = world.ctx(officer, ANNOUNCED);
		const { id } = await createBlueprint(ctx, fresh());
		const saved = await saveBlueprint(ctx, {
			...{ blueprintId: id, revision: 1 },
			...form({
				difficulty: { mean: '25', tolerance: '2.5' },
				time: { from: '3', to: '6' },
				required: 'law-001'
			})
		});
		const found = await getBlueprint(ctx, id);
		expect(found.content).toMatchObject({
			...{ items: 4, seconds: { from: 180, to: 360 }, difficulty: { mean: 250, tolerance: 25 } },
			cells: [{ area: 'law', from: 2, to: 2 }]
		});
		expect(found.required).toEqual(['law-001']);
		expect(found.counts).toMatchObject({
			cells: [{ ready: 4, short: false }],
			sums: { from: 2, to: 2, ready: 24 }
		});
		const published = await publishBlueprintDraft(ctx, { blueprintId: id, revision: saved.revision });
		expect(published.version).toBe(1);
		await expect(saveBlueprint(ctx, { blueprintId: id, revision: 3, ...form() })).rejects.toMatchObject({
			code: 'bank.blueprint.published'
		});
		await expect(
			world.db.update(blueprints).set({ content: {} }).where(eq(blueprints.id, id))
		).rejects.toThrow();
		const next = await startBlueprintVersion(ctx, { blueprintId: id });
		expect(await startBlueprintVersion(ctx, { blueprintId: id })).toEqual(next);
		expect((await getBlueprint(ctx, next.id)).version).toBe(2);
		await discardBlueprint(ctx, { blueprintId: next.id, revision: 1 });
		await expect(getBlueprint(ctx, next.id)).rejects.toMatchObject({ kind: 'not_found' });
	});

	it('are saved but not published where the bank cannot fill them', async () => {
		const { officer } = await givenBank(world);
		const ctx = world.ctx(officer, ANNOUNCED);
		const { id } = await createBlueprint(ctx, fresh());
		const short = form({ cells: { '0': { area: 'law', from: '5', to: '6' } }, items: '6' });
		expect(await countBlueprintCells(ctx, id, short)).toMatchObject({ cells: [{ ready: 4, short: true }] });
		await saveBlueprint(ctx, { blueprintId: id, revision: 1, ...short });
		await expect(publishBlueprintDraft(ctx, { blueprintId: id, revision: 2 })).rejects.toMatchObject({
			...{ code: 'bank.blueprint.short', params: { count: 1 } }
		});
		await saveBlueprint(ctx, { blueprintId: id, revision: 2, ...form({ time: { from: '100', to: '110' } }) });
		await expect(publishBlueprintDraft(ctx, { blueprintId: id, revision: 3 })).rejects.toMatchObject({
			...{ code: 'bank.blueprint.impossible', fields: { seconds: 'bank.blueprint.against' } }
		});
	});

	it('are not overwritten by a second editor, nor published as somebody else left them', async () => {
		const { officer } = await givenBank(world);
		const ctx = world.ctx(officer, ANNOUNCED);
		const { id } = await createBlueprint(ctx, fresh());
		const both = await Promise.allSettled(
			['一', '二'].map((titleZh) =>
				saveBlueprint(ctx, { blueprintId: id, revision: 1, ...form({ titleZh }) })
			)
		);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(both.find((one) => one.status === 'rejected')).toMatchObject({
			reason: { code: 'bank.blueprint.changed' }
		});
		await expect(publishBlueprintDraft(ctx, { blueprintId: id, revision: 1 })).rejects.toMatchObject({
			code: 'bank.blueprint.changed'
		});
	});

	it('name the items that they require, and refuse what names none or contradicts itself', async () => {
		const { officer } = await givenBank(world);
		const ctx = world.ctx(officer, ANNOUNCED);
		const input = fresh();
		const { id } = await createBlueprint(ctx, input);
		await expect(createBlueprint(ctx, input)).rejects.toMatchObject({
			fields: { code: 'bank.blueprint.code_taken' }
		});
		const save = (change: Record<string, unknown>) =>
			saveBlueprint(ctx, { blueprintId: id, revision: 1, ...form(change) });
		await expect(save({ required: 'law-001，none-9 none-8', forbidden: 'none-7' })).rejects.toMatchObject({
			fields: { required: 'bank.blueprint.no_item', forbidden: 'bank.blueprint.no_others' },
			params: { codes: 'none-9, none-8', others: 'none-7' }
		});
		await expect(save({ required: 'law-001', forbidden: 'law-001' })).rejects.toMatchObject({
			fields: { forbidden: 'bank.blueprint.both' },
			params: { both: 'law-001' }
		});
		expect(blueprintFormSchema.safeParse({ ...form(), total: { from: '9', to: '' } }).success).toBe(false);
		expect(blueprintFormSchema.safeParse({ ...form(), cells: { '0': { from: '3', to: '2' } } }).success).toBe(
			false
		);
	});

	it('of files are not published again where any version already said the same', async () => {
		const { officer } = await givenBank(world);
		const ctx = world.ctx(officer, ANNOUNCED);
		const content = { ...blueprint, code: 'file-one' };
		const first = await publishBlueprint(ctx, content);
		const draft = await startBlueprintVersion(ctx, { blueprintId: first.id });
		await saveBlueprint(ctx, { blueprintId: draft.id, revision: 1, ...form() });
		// A file that says something new comes in between: what is published last is the newest.
		const between = await publishBlueprint(ctx, { ...content, minutes: 45 });
		expect(between.version).toBe(3);
		const own = await publishBlueprintDraft(ctx, { blueprintId: draft.id, revision: 2 });
		expect(own.version).toBe(4);
		expect((await publishBlueprint(ctx, content)).version).toBe(4);
		const rows = await world.db.select().from(blueprints).where(eq(blueprints.code, 'file-one'));
		expect(rows).toHaveLength(3);
	});

	it('are written by authors and officers, read by reviewers and auditors too, and by nobody else', async () => {
		const { author, reviewer } = await givenBank(world);
		const trainee = await givenPerson(world);
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		await expect(createBlueprint(world.ctx(reviewer), fresh())).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(createBlueprint(world.ctx(auditor), fresh())).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(listBlueprintCodes(world.ctx(trainee))).rejects.toMatchObject({ kind: 'forbidden' });
		expect((await listBlueprintCodes(world.ctx(auditor))).mayWrite).toBe(false);
		expect(await createBlueprint(world.ctx(author), fresh())).toHaveProperty('id');
	});
});
