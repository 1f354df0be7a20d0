import { error, redirect, type RequestEvent, type ServerLoadEvent } from '@sveltejs/kit';
import type { ErrorCode } from '$lib/i18n/codes';
import { Refusal } from '$lib/shared/errors';
import type { Context } from '../context';
import { log } from '../log';
import { codeOfFault, statusOfFault } from './fault';

/** The HTTP status of each kind of refusal. */
export const STATUS = { not_found: 404, forbidden: 403, conflict: 409, invalid: 400, limited: 429 } as const;

/** What a load or an endpoint works with: the context, and who is signed in. */
export interface PageEvent<E extends RequestEvent> {
	ctx: Context;
	event: E;
	url: URL;
	params: E['params'];
}

/** Where a signed-out visitor is sent, and back from after signing in. */
export function signInAddress(url: URL): string {
	return `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`;
}

/** Fails a request with a code that the error page has words for. */
export function fail(status: number, code: ErrorCode, event: RequestEvent): never {
	error(status, { message: code, code, requestId: event.locals.ctx.requestId });
}

/**
 * Runs a read for a page and turns a refusal into HTTP. What a person may not read does not exist for them, so
 * `forbidden` answers like `not_found`.
 */
export async function readOrFail<T>(event: RequestEvent, read: () => Promise<T> | T): Promise<T> {
	if (event.locals.fault) fail(statusOfFault(event.locals.fault), event.locals.fault, event);
	try {
		return await read();
	} catch (refusal) {
		if (!(refusal instanceof Refusal)) throwFault(refusal, event);
		if (refusal.kind === 'forbidden') fail(404, 'app.not_found', event);
		fail(STATUS[refusal.kind], refusal.code, event);
	}
}

/** Logs an unexpected failure with the request's id and answers with words only; redirects and errors pass. */
export function faultOf(error: unknown, event: RequestEvent): ErrorCode | null {
	const code = codeOfFault(error, 500);
	if (code === 'app.unexpected') return null;
	log.error(
		{ err: error, requestId: event.locals.ctx.requestId, path: event.url.pathname },
		'request failed'
	);
	return code;
}

function throwFault(error: unknown, event: RequestEvent): never {
	const code = faultOf(error, event);
	if (!code) throw error;
	fail(statusOfFault(code), code, event);
}

/**
 * A page's `load`: for signed-in people unless `open`. `load` gets the context and returns the page's data;
 * permission is asked by the queries that it calls.
 */
export function page<E extends ServerLoadEvent, T>(
	load: (event: PageEvent<E>) => Promise<T> | T,
	options: { open?: boolean } = {}
): (event: E) => Promise<T> {
	return async (event) => {
		if (!options.open && !event.locals.user && !event.locals.fault) redirect(303, signInAddress(event.url));
		return readOrFail(event, () =>
			load({ ctx: event.locals.ctx, event, url: event.url, params: event.params })
		);
	};
}
