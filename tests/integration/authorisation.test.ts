import { beforeAll, describe, expect, it } from 'vitest';
import { onDatabase } from '../support/database';
import { found } from '../support/routes';
import {
	asked,
	call,
	everybodyAsking,
	everybodyAsks,
	fitsSomebody,
	isForNobody,
	isRefusal
} from './authorisation/asking';
import { setScene, type Scene } from './authorisation/scene';
import { table } from './authorisation/table';

describe('the table', () => {
	it('has every load, action and method under src/routes', () => {
		const missing = found
			.filter(({ route, name }) => !table[route]?.[name])
			.map(({ route, name }) => `${route} ${name}`);
		expect(missing).toEqual([]);
	});
	it('has nothing that is not there', () => {
		const known = new Set(found.map(({ route, name }) => `${route} ${name}`));
		const gone = Object.entries(table).flatMap(([route, operations]) =>
			Object.keys(operations).map((name) => `${route} ${name}`)
		);
		expect(gone.filter((name) => !known.has(name))).toEqual([]);
	});
});

// Staff's pages are asked for in authorisation-staff.test.ts, by another worker.
everybodyAsks(asked.filter(({ one }) => !one.route.startsWith('/(staff)')));

// Who may do what does not depend on the kind of database, but its statements do: here each is asked for by one who may.
onDatabase('server', 'authorisation', (world) => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await setScene(world);
	});

	it.each(asked.filter(({ operation }) => !isForNobody(operation)))('$title', async ({ operation, one }) => {
		const outcomes = new Set<string>();
		for (const { side, caller, may } of everybodyAsking(operation, scene)) {
			if (!may) continue;
			const outcome = await call(world, one, operation, side, scene, caller);
			expect(isRefusal(outcome, one), outcome).toBe(false);
			outcomes.add(outcome);
			if (outcome === 'through') break;
		}
		expect([...outcomes]).not.toEqual([]);
		if (fitsSomebody(operation)) expect([...outcomes]).toContain('through');
	});
});
