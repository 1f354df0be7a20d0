import { isActionFailure, isHttpError, isRedirect } from '@sveltejs/kit';
import { beforeAll, expect, it } from 'vitest';
import { anonymous, type Actor } from '$lib/access/can';
import { roleNames, roles, type RoleName } from '$lib/access/roles';
import type { Database } from '$lib/server/db/database';
import { onDatabase, type World } from '../../support/database';
import { eventOf, found, pathOf, type Found } from '../../support/routes';
import { NOW, setScene, type Scene, type Side } from './scene';
import { positions, table, type Operation, type Position } from './table';

/** What came of a call: `through`, or how it was refused. */
export type Outcome = 'through' | 'conflict' | 'invalid' | 'forbidden' | 'not found' | 'sign in' | 'limited';

interface Caller {
	actor: Actor;
	person: { id: string; name: string; employeeNo: string } | null;
}

class Undo extends Error {
	constructor(readonly outcome: Outcome) {
		super('undo');
	}
}

/** Calls a handler as a person would, and undoes whatever it did. */
export async function call(
	world: World,
	{ kind, handler, name, route }: Found,
	operation: Operation,
	side: Side,
	scene: Scene,
	caller: Caller
): Promise<Outcome> {
	const params = operation.params?.(side, scene) ?? {};
	const url = new URL(
		`http://localhost${pathOf(route, params)}${kind === 'action' ? `?/${name}` : (operation.query ?? '')}`
	);
	const outcome = await world.db
		.transaction(async (tx) => {
			const ctx = { ...world.ctx(caller.actor, NOW), db: tx as unknown as Database };
			const request = requestOf(kind, name, url, operation, side, scene);
			const event = eventOf(ctx, { route, params, request, person: caller.person });
			throw new Undo(await outcomeOf(() => handler(event)));
		})
		.catch((error: unknown) => {
			if (error instanceof Undo) return error.outcome;
			throw error;
		});
	return outcome as Outcome;
}

async function outcomeOf(run: () => unknown): Promise<Outcome> {
	let status = 200;
	try {
		const result = await run();
		if (result instanceof Response) {
			status = result.status;
			await result.arrayBuffer();
		} else if (isActionFailure(result)) status = result.status;
	} catch (thrown) {
		if (isRedirect(thrown)) return thrown.location.startsWith('/sign-in?') ? 'sign in' : 'through';
		if (!isHttpError(thrown)) throw thrown;
		status = thrown.status;
	}
	const names: Record<number, Outcome> = {
		400: 'invalid',
		401: 'sign in',
		403: 'forbidden',
		404: 'not found',
		409: 'conflict',
		429: 'limited'
	};
	if (status < 400) return 'through';
	const outcome = names[status];
	if (!outcome) throw new Error(`status ${status}`);
	return outcome;
}

function requestOf(
	kind: Found['kind'],
	name: string,
	url: URL,
	operation: Operation,
	side: Side,
	scene: Scene
): Request {
	if (kind === 'load') return new Request(url);
	if (operation.body) return new Request(url, { method: name, body: operation.body() });
	if (kind === 'endpoint' && !operation.form) {
		const { json = {} } = operation;
		const body = JSON.stringify(typeof json === 'function' ? json(side, scene) : json);
		return new Request(url, name === 'GET' ? {} : { method: name, body });
	}
	const form = new FormData();
	for (const [field, value] of Object.entries(operation.form?.(side, scene) ?? {})) {
		for (const one of [value].flat()) form.append(field, one as string);
	}
	return new Request(url, { method: 'POST', body: form });
}

/** Somebody with one role, standing in a position to the matter, and whether they may. */
export interface Asking {
	role: RoleName;
	position: Position;
	side: Side;
	caller: Caller;
	may: boolean;
}

/** Everybody who asks for an operation: each role in each position. What is open asks nobody's role: one is enough. */
export function* everybodyAsking({ may, about: whom }: Operation, scene: Scene): Generator<Asking> {
	for (const role of may === 'open' ? (['trainee'] as const) : roleNames) {
		for (const position of may === 'open' ? (['own'] as const) : positions) {
			const side = position === 'elsewhere' ? scene.elsewhere : scene.here;
			const about = side[whom ?? 'trainee'];
			// Whoever has no mentor has no mentee's position to be seen from.
			if (position === 'mentee' && about !== side.trainee) continue;
			const person = position === 'own' ? about : position === 'mentee' ? side.mentor : scene.holders[role];
			const grants = [{ role, unitPath: roles[role].scoped ? scene.above.path : null }];
			const actor: Actor = { kind: 'person', personId: person.id, name: person.name, grants };
			const isAllowed = may === 'open' || may({ role, position, actor, side, about });
			yield { role, position, side, caller: { person, actor }, may: isAllowed };
		}
	}
}

export const nobody: Caller = { actor: anonymous, person: null };

/** Whether it was answered as somebody who may not. */
export const isRefusal = (outcome: Outcome, { kind }: Found): boolean =>
	outcome === 'not found' || (kind !== 'load' && outcome === 'forbidden');

/** Whether the table lets nobody at all do it. */
export const isForNobody = ({ may }: Operation): boolean => String(may) === '() => false';

/** Whether somebody in the scene has to get through: a call that fits nobody would prove nothing. */
export const fitsSomebody = (operation: Operation): boolean =>
	operation.may !== 'open' && !operation.conflicts && !isForNobody(operation);

/** What the table knows of what is found, with a name for a test. */
export const asked = found.flatMap((one) => {
	const operation = table[one.route]?.[one.name];
	return operation ? [{ one, operation, title: `${one.route} ${one.name}` }] : [];
});
export type Asked = (typeof asked)[number];

/** Registers a test for each operation: everybody asks, and those who may get what the others do not. */
export function everybodyAsks(operations: readonly Asked[]): void {
	onDatabase('embedded', 'authorisation', (world) => {
		let scene: Scene;
		beforeAll(async () => {
			scene = await setScene(world);
		});

		it.each(operations)('$title', async ({ operation, one }) => {
			const wrong: string[] = [];
			const visitor = await call(world, one, operation, scene.here, scene, nobody);
			if (operation.may === 'open' ? visitor === 'sign in' : visitor !== 'sign in')
				wrong.push(`a visitor: ${visitor}`);
			let through = 0;
			for (const { role, position, side, caller, may } of everybodyAsking(operation, scene)) {
				const outcome = await call(world, one, operation, side, scene, caller);
				if (may && outcome === 'through') through++;
				const refused = isRefusal(outcome, one);
				if (may ? refused || outcome === 'sign in' : !refused)
					wrong.push(`${role}, ${position}: ${outcome}, though they ${may ? 'may' : 'may not'}`);
			}
			expect(wrong).toEqual([]);
			if (fitsSomebody(operation)) expect(through, 'how many got through').toBeGreaterThan(0);
		});
	});
}
