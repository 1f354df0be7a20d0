import { beforeAll, expect, it } from 'vitest';
import {
	getModulePreview,
	listModuleVersions,
	startModule,
	submitCheck
} from '$lib/features/training/index.server';
import type { RoleName } from '$lib/access/roles';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit, type GivenUnit } from '../../support/world';
import { answers, CODE, givenReady, published } from './given';

const T0 = new Date('2026-01-05T02:00:00Z');

onEveryDatabase('staff modules', (world) => {
	let branch: GivenUnit;
	const as = async (role: RoleName, roleUnit?: GivenUnit) =>
		world.ctx(await givenPerson(world, { roles: [role], ...(roleUnit ? { roleUnit } : {}) }));

	beforeAll(async () => {
		await published(world);
		branch = await givenUnit(world);
		const inside = await givenPerson(world, { unit: branch });
		await givenReady(world, inside, T0);
		await submitCheck(world.ctx(inside, T0), { module: CODE, answers: answers(5) });
		await submitCheck(world.ctx(inside, new Date(T0.getTime() + 600_000)), {
			module: CODE,
			answers: answers()
		});
		await startModule(world.ctx(await givenPerson(world), T0), { module: CODE });
	});

	it('counts those who began and completed and the tries, within the reach of who asks', async () => {
		const all = { code: CODE, version: 1, isLatest: true, enrolled: 2, completed: 1, tries: 2, passes: 1 };
		expect(await listModuleVersions(await as('author'))).toMatchObject([all]);
		expect(await listModuleVersions(await as('hrOfficer'))).toMatchObject([all]);
		expect(await listModuleVersions(await as('auditor'))).toMatchObject([all]);
		expect(await listModuleVersions(await as('hrOfficer', branch))).toMatchObject([
			{ enrolled: 1, completed: 1 }
		]);
		expect(await listModuleVersions(await as('hrOfficer', await givenUnit(world)))).toMatchObject([
			{ enrolled: 0, tries: 0 }
		]);
	});

	it('shows nothing to those who follow nobody', async () => {
		for (const role of ['trainee', 'mentor', 'marker', 'itemReviewer'] as const) {
			await expect(listModuleVersions(await as(role))).rejects.toMatchObject({ kind: 'forbidden' });
			await expect(getModulePreview(await as(role), CODE, {})).rejects.toMatchObject({ kind: 'forbidden' });
		}
	});

	it('previews a version; the key only for whoever publishes', async () => {
		const author = await getModulePreview(await as('author'), CODE, { version: 1 });
		expect(author.questions?.[0]?.options.some(({ correct }) => correct)).toBe(true);
		const hr = await getModulePreview(await as('hrOfficer'), CODE, { lesson: 'what-crm-is' });
		expect(hr.questions).toBeNull();
		expect(hr.lesson.slug).toBe('what-crm-is');
		for (const wanted of [{ version: 7 }, { version: NaN }, { lesson: 'nothing' }]) {
			await expect(getModulePreview(await as('author'), CODE, wanted)).rejects.toMatchObject({
				kind: 'not_found'
			});
		}
		await expect(getModulePreview(await as('author'), 'nothing', {})).rejects.toMatchObject({
			kind: 'not_found'
		});
	});
});
