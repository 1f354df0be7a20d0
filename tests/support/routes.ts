import { randomUUID } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import type { Context } from '$lib/server/context';

/** One load, action or method under src/routes, as it can be called without a server. */
export interface Found {
	route: string;
	name: string;
	kind: 'load' | 'action' | 'endpoint';
	handler: (event: RequestEvent) => unknown;
}

const ROOT = '../../src/routes';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const modules = {
	...import.meta.glob<Record<string, unknown>>('../../src/routes/**/+page.server.ts', { eager: true }),
	...import.meta.glob<Record<string, unknown>>('../../src/routes/**/+layout.server.ts', { eager: true }),
	...import.meta.glob<Record<string, unknown>>('../../src/routes/**/+server.ts', { eager: true })
};

/** Every load, action and method under src/routes. */
export const found: readonly Found[] = Object.entries(modules).flatMap(([file, exported]) => {
	const route = file.slice(ROOT.length).replace(/\/\+[a-z.]+$/, '') || '/';
	const all: Found[] = [];
	const add = (name: string, kind: Found['kind'], handler: unknown) =>
		all.push({ route, name, kind, handler: handler as Found['handler'] });
	if (exported['load']) add(file.includes('+layout') ? 'layout' : 'load', 'load', exported['load']);
	for (const [name, handler] of Object.entries(exported['actions'] ?? {})) add(name, 'action', handler);
	for (const name of METHODS) if (exported[name]) add(name, 'endpoint', exported[name]);
	return all;
});

/** The address of a route with its parameters filled in. */
export const pathOf = (route: string, params: Record<string, string>): string =>
	route.replace(/\/\([^)]*\)/g, '').replace(/\[([^\]]+)\]/g, (_, key: string) => params[key] ?? '') || '/';

/** What the framework would give a handler: a request of somebody, or of a visitor where `person` is null. */
export function eventOf(
	ctx: Context,
	{
		route,
		params,
		request,
		person
	}: {
		route: string;
		params: Record<string, string>;
		request: Request;
		person: { id: string; name: string; employeeNo: string } | null;
	}
): RequestEvent {
	const cookies = new Map<string, string>();
	const { actor } = ctx;
	const user = person &&
		actor.kind === 'person' && {
			...{ id: person.id, name: person.name, employeeNo: person.employeeNo },
			...{ grants: [...actor.grants], sessionId: randomUUID(), unitName: { 'zh-CN': '', en: '' } },
			...{ locale: null, theme: null, mustChangePassword: false }
		};
	const event = {
		...{ url: new URL(request.url), params, request, route: { id: route } },
		...{ isDataRequest: false, isSubRequest: false, platform: undefined },
		locals: { ctx, locale: 'zh-CN', theme: null, fault: null, user: user || null },
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
