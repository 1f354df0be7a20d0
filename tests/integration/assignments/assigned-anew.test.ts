import { beforeAll, expect, it } from 'vitest';
import {
	assignedAnew,
	createAssignment,
	grantExemption,
	listOwnAssignments
} from '$lib/features/assignments/index.server';
import { createPath } from '$lib/features/paths/index.server';
import { getModule, takeAgain } from '$lib/features/training/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { refusalOf } from '../certificates/given';
import { codes, givenCompletion, pathForm, publishLibrary, study } from '../paths/given';
import { dueOn, formOf, toPeople } from './given';

const NOW = new Date('2026-03-02T02:00:00Z');
const TODAY = '2026-03-02';
const [A = '', B = '', C = ''] = codes;
/** Completed before the year that the assignments here count, and within it. */
const [OLD, RECENT] = ['2024-06-03', '2025-11-03'];

onEveryDatabase('an assignment that asks for a module again', (world) => {
	let officer: GivenPerson;
	beforeAll(async () => {
		await publishLibrary(world);
		officer = await givenPerson(world, { roles: ['trainingOfficer'] });
		await createPath(
			world.ctx(officer, NOW),
			pathForm('yearly', [
				{ items: [`module:${A}`] },
				{ items: [`module:${B}`, `module:${C}`], rule: 'atLeast', count: '1' }
			])
		);
	});
	const assign = async (subject: string, person: GivenPerson, rest: Record<string, string> = {}) => {
		const form = await formOf(world, subject, [toPeople([person], dueOn('2026-04-30'))], rest);
		return createAssignment(world.ctx(officer, NOW), form);
	};
	const asked = async ({ id }: GivenPerson) => [...(await assignedAnew(world.db, id, TODAY)).keys()].sort();
	const look = (person: GivenPerson) => getModule(world.ctx(person, NOW), A);
	const again = (person: GivenPerson) => takeAgain(world.ctx(person, NOW), { module: A });

	it('opens it to whoever completed it too long ago, until it is completed anew', async () => {
		const person = await givenPerson(world);
		await givenCompletion(world, person, A, OLD);
		expect(await look(person)).toMatchObject({ completedOn: OLD, asked: null });
		expect(await refusalOf(again(person))).toBe('training.again.nothing');
		const { id } = await assign(`module:${A}`, person, { lookBackDays: '365' });
		expect(await look(person)).toMatchObject({
			asked: { assignmentId: id, dueOn: '2026-04-30', blocked: false },
			again: null
		});
		expect((await again(person)).lesson).not.toBeNull();
		expect(await look(person)).toMatchObject({ state: 'inProgress', asked: null });
		await study(world, person, A, NOW);
		expect(await listOwnAssignments(world.ctx(person, NOW))).toMatchObject([{ state: 'done' }]);
		expect(await look(person)).toMatchObject({ completedOn: TODAY, former: [{ completedOn: OLD }] });
		expect(await asked(person)).toEqual([]);
		expect(await refusalOf(again(person))).toBe('training.again.nothing');
	});

	it('asks for nothing that counts already: whenever, within the look-back, or by exemption', async () => {
		const [whenever, recent, exempt] = await Promise.all([1, 2, 3].map(() => givenPerson(world)));
		await givenCompletion(world, whenever!, A, OLD);
		await assign(`module:${A}`, whenever!);
		await givenCompletion(world, recent!, A, RECENT);
		await assign(`module:${A}`, recent!, { lookBackDays: '365' });
		await givenCompletion(world, exempt!, A, OLD);
		await assign(`module:${A}`, exempt!, { lookBackDays: '365' });
		expect(await asked(exempt!)).toEqual([A]);
		await grantExemption(world.ctx(officer, NOW), {
			...{ person: exempt!.employeeNo, reason: '长期外派', validFrom: TODAY, validTo: '2026-12-31' },
			subject: { subjectType: 'module', subjectCode: A }
		});
		for (const person of [whenever!, recent!, exempt!]) expect(await asked(person)).toEqual([]);
	});

	it('asks for what steps of a path still lack', async () => {
		const person = await givenPerson(world);
		for (const code of [A, B, C]) await givenCompletion(world, person, code, OLD);
		await assign('path:yearly', person, { lookBackDays: '365' });
		expect(await asked(person)).toEqual([A, B, C].sort());
		const other = await givenPerson(world);
		await givenCompletion(world, other, A, OLD);
		await givenCompletion(world, other, B, RECENT);
		await assign('path:yearly', other, { lookBackDays: '365' });
		expect(await asked(other)).toEqual([A]);
	});
});
