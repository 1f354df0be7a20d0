import { randomUUID } from 'node:crypto';
import { isActionFailure, isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';
import { beforeAll, describe, expect, it } from 'vitest';
import { anonymous, type Actor } from '$lib/access/can';
import { roleNames, roles, type RoleName } from '$lib/access/roles';
import type { Database } from '$lib/server/db/database';
import { onEveryDatabase, type World } from '../support/database';
import { NOW, setScene, type Scene, type Side } from './authorisation/scene';
import { positions, table, type Operation, type Position } from './authorisation/table';

type Handler = (event: RequestEvent) => unknown;
interface Found {
	route: string;
	name: string;
	kind: 'load' | 'action' | 'endpoint';
	handler: Handler;
}

const ROOT = '../../src/routes';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const modules = {
	...import.meta.glob<Record<string, unknown>>('../../src/routes/**/+page.server.ts', { eager: true }),
	...import.meta.glob<Record<string, unknown>>('../../src/routes/**/+layout.server.ts', { eager: true }),
	...import.meta.glob<Record<string, unknown>>('../../src/routes/**/+server.ts', { eager: true })
};

/** Every load, action and method under src/routes. */
const found: Found[] = Object.entries(modules).flatMap(([file, exported]) => {
	const route = file.slice(ROOT.length).replace(/\/\+[a-z.]+$/, '') || '/';
	const load = file.includes('+layout') ? 'layout' : 'load';
	const all: Found[] = [];
	if (exported['load']) all.push({ route, name: load, kind: 'load', handler: exported['load'] as Handler });
	for (const [name, handler] of Object.entries((exported['actions'] ?? {}) as Record<string, Handler>)) {
		all.push({ route, name, kind: 'action', handler });
	}
	for (const name of METHODS) {
		if (exported[name]) all.push({ route, name, kind: 'endpoint', handler: exported[name] as Handler });
	}
	return all;
});

/** What came of a call: `through`, or how it was refused. */
type Outcome = 'through' | 'conflict' | 'invalid' | 'forbidden' | 'not found' | 'sign in' | 'limited';

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
async function call(
	world: World,
	{ kind, handler, name, route }: Found,
	operation: Operation,
	side: Side,
	scene: Scene,
	caller: Caller
): Promise<Outcome> {
	const params = operation.params?.(side, scene) ?? {};
	const path =
		route.replace(/\/\([^)]*\)/g, '').replace(/\[([^\]]+)\]/g, (_, key: string) => params[key] ?? '') || '/';
	const url = new URL(`http://localhost${path}${kind === 'action' ? `?/${name}` : (operation.query ?? '')}`);
	const outcome = await world.db
		.transaction(async (tx) => {
			const event = fakeEvent(
				world,
				tx as unknown as Database,
				url,
				route,
				params,
				caller,
				requestOf(kind, name, url, operation, side, scene)
			);
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
		return new Request(
			url,
			name === 'GET' ? {} : { method: name, body: JSON.stringify(operation.json ?? {}) }
		);
	}
	const form = new FormData();
	for (const [field, value] of Object.entries(operation.form?.(side, scene) ?? {})) {
		for (const one of [value].flat()) form.append(field, one as string);
	}
	return new Request(url, { method: 'POST', body: form });
}

function fakeEvent(
	world: World,
	db: Database,
	url: URL,
	id: string,
	params: Record<string, string>,
	{ actor, person }: Caller,
	request: Request
): RequestEvent {
	const cookies = new Map<string, string>();
	const user = person &&
		actor.kind === 'person' && {
			...{
				id: person.id,
				name: person.name,
				employeeNo: person.employeeNo,
				grants: [...actor.grants],
				sessionId: randomUUID()
			},
			...{ unitName: { 'zh-CN': '', en: '' }, locale: null, theme: null, mustChangePassword: false }
		};
	const event = {
		...{
			url,
			params,
			request,
			route: { id },
			isDataRequest: false,
			isSubRequest: false,
			platform: undefined
		},
		locals: {
			ctx: { ...world.ctx(actor, NOW), db },
			locale: 'zh-CN',
			theme: null,
			fault: null,
			user: user || null
		},
		cookies: {
			get: (name: string) => cookies.get(name),
			getAll: () => [],
			set: (name: string, value: string) => cookies.set(name, value),
			delete: (name: string) => cookies.delete(name),
			serialize: () => ''
		},
		...{
			setHeaders() {},
			depends() {},
			getClientAddress: () => '127.0.0.1',
			untrack: (run: () => unknown) => run(),
			parent: async () => ({})
		},
		fetch: () => Promise.reject(new Error('no requests from here'))
	};
	return event as unknown as RequestEvent;
}

/** Somebody with one role, standing in a position to the matter. */
function callerFor(
	scene: Scene,
	role: RoleName,
	position: Position,
	side: Side,
	about: Side['trainee']
): Caller {
	const person = position === 'own' ? about : position === 'mentee' ? side.mentor : scene.holders[role];
	const grants = [{ role, unitPath: roles[role].scoped ? scene.above.path : null }];
	return { person, actor: { kind: 'person', personId: person.id, name: person.name, grants } };
}

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

onEveryDatabase('authorisation', (world) => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await setScene(world);
	});

	const known = found.flatMap((one) => {
		const operation = table[one.route]?.[one.name];
		return operation ? [{ ...one, operation, title: `${one.route} ${one.name}` }] : [];
	});

	it.each(known)('$title', async ({ operation, ...one }) => {
		const wrong: string[] = [];
		const visitor = await call(world, one, operation, scene.here, scene, { actor: anonymous, person: null });
		if (operation.may === 'open' ? visitor === 'sign in' : visitor !== 'sign in')
			wrong.push(`a visitor: ${visitor}`);
		let through = 0;
		// What is open asks nobody's role: one is enough.
		for (const role of operation.may === 'open' ? (['trainee'] as const) : roleNames) {
			for (const position of operation.may === 'open' ? (['own'] as const) : positions) {
				const side = position === 'elsewhere' ? scene.elsewhere : scene.here;
				const about = side[operation.about ?? 'trainee'];
				// Whoever has no mentor has no mentee's position to be seen from.
				if (position === 'mentee' && about !== side.trainee) continue;
				const caller = callerFor(scene, role, position, side, about);
				const outcome = await call(world, one, operation, side, scene, caller);
				const may =
					operation.may === 'open' || operation.may({ role, position, actor: caller.actor, side, about });
				const refused = outcome === 'not found' || (one.kind !== 'load' && outcome === 'forbidden');
				if (may && outcome === 'through') through++;
				if (may ? refused || outcome === 'sign in' : !refused) {
					wrong.push(`${role}, ${position}: ${outcome}, though they ${may ? 'may' : 'may not'}`);
				}
			}
		}
		expect(wrong).toEqual([]);
		// A call that fits nobody would prove nothing.
		const none = operation.may !== 'open' && !operation.conflicts && String(operation.may) !== '() => false';
		if (none) expect(through, 'how many got through').toBeGreaterThan(0);
	});
});
