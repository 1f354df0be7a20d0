import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { loadModules, type LoadedModule } from '$lib/content/modules.server';
import {
	getModule,
	getMyTraining,
	isComplete,
	listModules,
	publishModules,
	startModule,
	submitCheck
} from '$lib/features/training/index.server';
import { modules } from '$lib/features/training/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { answers, CODE, content, givenReady, module } from './given';

const T0 = new Date('2026-01-05T02:00:00Z');
const [, other] = loadModules() as [LoadedModule, LoadedModule];
const SECOND = other.content.code;
const second: LoadedModule = { ...other, content: { ...other.content, requires: [CODE, 'never-published'] } };

onEveryDatabase('prerequisites', (world) => {
	beforeAll(() => publishModules(world.ctx(), [module, second]));
	const retire = (code: string, at: Date | null) =>
		world.db.update(modules).set({ retiredAt: at }).where(eq(modules.code, code));

	it('are named where a module cannot be begun, and shown with what to do', async () => {
		const person = await givenPerson(world);
		const ctx = world.ctx(person, T0);
		await expect(startModule(ctx, { module: SECOND })).rejects.toMatchObject({
			kind: 'conflict',
			code: 'training.module.requires',
			params: { modules: content.title['zh-CN'] }
		});
		expect(await getModule(ctx, SECOND)).toMatchObject({
			next: { kind: 'requires' },
			requires: [{ code: CODE, title: content.title, isMissing: true }]
		});
		expect((await listModules(ctx)).find(({ code }) => code === SECOND)).toMatchObject({
			next: { kind: 'requires' },
			missing: [{ code: CODE, title: content.title }]
		});
		expect(await getMyTraining(ctx)).toMatchObject({ goOn: CODE });
	});

	it('are met by any completed version, and asked no more of whoever has begun', async () => {
		const person = await givenPerson(world);
		await givenReady(world, person, T0);
		await submitCheck(world.ctx(person, T0), { module: CODE, answers: answers() });
		expect(await isComplete(world.db, person.id, CODE)).toBe(true);
		expect(await isComplete(world.db, person.id, SECOND)).toBe(false);
		const started = await startModule(world.ctx(person, T0), { module: SECOND });
		await publishModules(world.ctx(), [
			{ ...second, hash: 'other', content: { ...second.content, version: 2, requires: [CODE, SECOND] } }
		]).catch(() => {});
		expect(await startModule(world.ctx(person, T0), { module: SECOND })).toMatchObject({
			enrolmentId: started.enrolmentId
		});
	});

	it('of a retired module are not asked; nobody begins it, and whoever has goes on', async () => {
		const [inside, outside] = [await givenPerson(world), await givenPerson(world)];
		await startModule(world.ctx(inside, T0), { module: CODE });
		await retire(CODE, T0);
		const ctx = world.ctx(outside, T0);
		await expect(startModule(ctx, { module: CODE })).rejects.toMatchObject({
			code: 'training.module.retired'
		});
		expect((await listModules(ctx)).map(({ code }) => code)).toEqual([SECOND]);
		expect(await getModule(ctx, CODE)).toMatchObject({ next: { kind: 'retired' } });
		expect(await startModule(ctx, { module: SECOND })).toMatchObject({
			lesson: other.content.lessons[0]!.slug
		});
		expect((await listModules(world.ctx(inside, T0))).map(({ code }) => code)).toEqual([CODE, SECOND]);
		expect(await startModule(world.ctx(inside, T0), { module: CODE })).toMatchObject({
			lesson: content.lessons[0]!.slug
		});
		await retire(CODE, null);
	});
});
