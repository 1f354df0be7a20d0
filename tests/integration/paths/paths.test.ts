import { beforeAll, describe, expect, it } from 'vitest';
import { updatePathSchema } from '$lib/features/paths';
import {
	createPath,
	getLearningNeeds,
	getMatrix,
	getMatrixCell,
	getOwnLearningPath,
	getTierPath,
	listOwnPaths,
	listPaths,
	retirePath,
	updatePath
} from '$lib/features/paths/index.server';
import { publishPolicies } from '$lib/features/tiers/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson } from '../../support/world';
import { codes, pathForm, publishLibrary, study } from './given';

const NOW = new Date('2026-08-03T02:00:00Z');
const [A = '', B = '', C = ''] = codes;

onEveryDatabase('learning paths', (world) => {
	let officer: GivenPerson;
	beforeAll(async () => {
		await publishLibrary(world);
		await publishPolicies(world.ctx());
		officer = await givenPerson(world, { roles: ['trainingOfficer'] });
	});
	const ctx = (who = officer, now = NOW) => world.ctx(who, now);
	const steps = [
		{ items: [`module:${A}`] },
		{ items: [`module:${B}`, `module:${C}`], rule: 'atLeast', count: '1' }
	];
	const edit = (code: string, version: number, now: typeof steps | { items: string[] }[]) =>
		updatePathSchema.parse({ ...formWords, code, version, steps: rowsOf(now) });
	const formWords = { titleZh: '改名', titleEn: 'Renamed', summaryZh: '说明', summaryEn: 'Summary' };
	const rowsOf = (rows: { items: string[] }[]) =>
		Object.fromEntries(rows.map(({ items, ...rest }, i) => [i, { ...rest, items: { ...items } }]));

	it('are made once for a code, of what there is', async () => {
		const both = await Promise.allSettled([1, 2].map(() => createPath(ctx(), pathForm('made', steps))));
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await expect(createPath(ctx(), pathForm('made', steps))).rejects.toMatchObject({
			code: 'paths.path.taken'
		});
		const unknown = pathForm('other', [{ items: ['module:gone', 'class:nowhere', `module:${A}`] }]);
		await expect(createPath(ctx(), unknown)).rejects.toMatchObject({
			code: 'paths.path.unknown',
			params: { names: 'gone、nowhere' }
		});
		const twice = pathForm('other', [{ items: [`module:${A}`] }, { items: [`module:${A}`] }]);
		await expect(createPath(ctx(), twice)).rejects.toMatchObject({ code: 'paths.path.twice' });
		for (const role of ['trainee', 'author', 'hrOfficer', 'auditor', 'administrator'] as const) {
			const other = await givenPerson(world, { roles: [role] });
			await expect(createPath(ctx(other), pathForm('other', steps))).rejects.toMatchObject({
				kind: 'forbidden'
			});
		}
	});

	it('change by versions: of two officers who began with one, the second is told', async () => {
		await createPath(ctx(), pathForm('versions', steps));
		const both = await Promise.allSettled([1, 2].map(() => updatePath(ctx(), edit('versions', 1, steps))));
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await expect(updatePath(ctx(), edit('versions', 1, steps))).rejects.toMatchObject({
			code: 'paths.path.changed',
			params: { version: 2 }
		});
		// The same words again make no version.
		expect(await updatePath(ctx(), edit('versions', 2, steps))).toEqual({ version: 2 });
		await retirePath(ctx(), { code: 'versions' });
		await expect(retirePath(ctx(), { code: 'versions' })).rejects.toMatchObject({
			code: 'paths.path.retired'
		});
		await expect(updatePath(ctx(), edit('versions', 2, steps))).rejects.toMatchObject({
			code: 'paths.path.retired'
		});
		expect((await listPaths(ctx())).find(({ code }) => code === 'versions')).toMatchObject({
			version: 2,
			retired: true
		});
	});

	it('say what is done, what is open now and what comes later', async () => {
		await createPath(ctx(), pathForm('progress', steps));
		const person = await givenPerson(world);
		const states = async () =>
			(await getOwnLearningPath(ctx(person), 'progress')).steps.map(({ state }) => state);
		expect(await states()).toEqual(['now', 'later']);
		await study(world, person, A, NOW);
		expect(await states()).toEqual(['done', 'now']);
		await study(world, person, C, NOW);
		expect(await getOwnLearningPath(ctx(person), 'progress')).toMatchObject({
			done: true,
			completedOn: '2026-08-03'
		});
		const list = await listOwnPaths(ctx(person));
		expect(list.paths.find(({ href }) => href.endsWith('/progress'))).toMatchObject({
			have: 2,
			need: 2,
			done: true
		});
		expect(list.ladders.find(({ ladder }) => ladder === 'bank')?.tiers).toHaveLength(4);
	});

	it('are made for each tier from the standard in force', async () => {
		const person = await givenPerson(world);
		const senior = await getTierPath(ctx(person), 'bank', 'senior');
		expect(senior.steps.flatMap(({ items }) => items.map(({ key }) => key))).toEqual([
			'module:ending-a-relationship',
			'hours:::240'
		]);
		await expect(getTierPath(ctx(person), 'bank', 'nobody')).rejects.toMatchObject({ kind: 'not_found' });
	});

	describe('what a person needs', () => {
		it('is the shortest that closes their gap, with the reason of each', async () => {
			const person = await givenPerson(world);
			const needs = await getLearningNeeds(ctx(person), 'bank', 'senior');
			expect(needs).toMatchObject({ state: 'open', target: { id: 'senior' }, unavailable: [], open: [] });
			expect(needs.take.map(({ key }) => key)).toContain('module:ending-a-relationship');
			expect(needs.credit).toBeGreaterThanOrEqual(240);
			expect(needs.minutes).toBe(needs.take.reduce((sum, { minutes }) => sum + minutes, 0));
			expect(needs.take.every(({ why }) => why.length > 0)).toBe(true);
			const before = needs.take.length;
			await study(world, person, 'ending-a-relationship', NOW);
			expect((await getLearningNeeds(ctx(person), 'bank', 'senior')).take).toHaveLength(before - 1);
		});

		it('is nothing for whoever is on no ladder, and the first grade asks for no learning', async () => {
			const nobody = await givenPerson(world, { roles: ['hrOfficer'] });
			expect(await getLearningNeeds(ctx(nobody))).toMatchObject({ state: 'none', take: [] });
			expect(await getLearningNeeds(ctx(await givenPerson(world)))).toMatchObject({ state: 'closed' });
		});
	});

	it('stand in the matrix by area and method, counted over the people whom one may see', async () => {
		const unit = await givenUnit(world);
		const local = await givenPerson(world, { roles: ['trainingOfficer'], roleUnit: unit });
		const cellOf = async (who: GivenPerson) =>
			(await getMatrix(ctx(who), 'bank')).rows
				.find(({ area }) => area === 'marketing')!
				.cells.find(({ method }) => method === 'online')!;
		expect(await cellOf(local)).toMatchObject({ enrolled: 0, completed: 0, covered: true });
		await study(world, await givenPerson(world, { unit }), A, NOW);
		expect(await cellOf(local)).toMatchObject({ enrolled: 0, completed: 1 });
		expect((await cellOf(officer)).completed).toBeGreaterThan(1);
		const { entries } = await getMatrixCell(ctx(local), 'marketing', 'online');
		expect(entries.find(({ id }) => id === A)).toMatchObject({ kind: 'module', completed: 1 });
		const telecom = await getMatrix(ctx(), 'telecom');
		expect(telecom.gaps).toContainEqual({ area: 'etiquette', method: 'classroom' });
		await expect(getMatrix(ctx(await givenPerson(world)), 'bank')).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await expect(getMatrixCell(ctx(), 'nothing', 'online')).rejects.toMatchObject({ kind: 'not_found' });
	});
});
