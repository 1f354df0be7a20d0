import { randomUUID } from 'node:crypto';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { anonymous, type Actor } from '$lib/access/can';
import { createSessions, SESSION_COOKIE, type Sessions } from '$lib/features/people/index.server';
import { isLocale, negotiateLocale } from '$lib/i18n/locales';
import { codeOfFault } from '$lib/server/http/fault';
import { log } from '$lib/server/log';
import { boot } from './boot.server';
import type { Application } from '$lib/server/application';

let application: Application;
let sessions: { plain: Sessions; secure: Sessions };

export const init: ServerInit = async () => {
	application = await boot();
	const { db } = application.handle;
	sessions = { plain: createSessions(db, false), secure: createSessions(db, true) };
};

const context: Handle = async ({ event, resolve }) => {
	const keeper = event.url.protocol === 'https:' ? sessions.secure : sessions.plain;
	const requestId = randomUUID();
	let actor: Actor = anonymous;
	event.locals.user = null;
	const cookie = event.cookies.get(SESSION_COOKIE);
	if (cookie) {
		const { session, user } = await keeper.validateSession(cookie);
		const next = session ? (session.fresh ? keeper.createSessionCookie(session.id) : null) : keeper.createBlankSessionCookie();
		if (next) event.cookies.set(next.name, next.value, { path: '/', ...next.attributes });
		if (session && user) {
			actor = { kind: 'person', personId: user.id, name: user.name, grants: user.grants };
			event.locals.user = { ...user, sessionId: session.id };
		}
	}
	const chosen = event.locals.user?.locale ?? event.cookies.get('jinjie_locale');
	const locale = isLocale(chosen) ? chosen : negotiateLocale(event.request.headers.get('accept-language'));
	const theme = event.locals.user?.theme ?? event.cookies.get('jinjie_theme');
	event.locals.locale = locale;
	event.locals.theme = theme === 'light' || theme === 'dark' ? theme : null;
	event.locals.ctx = { db: application.handle.db, actor, now: new Date(), locale, requestId, jobs: application.jobs };
	return resolve(event);
};

/** Whoever still has a password that someone else set changes it before anything else. */
const firstSignIn: Handle = async ({ event, resolve }) => {
	const free = ['/change-password', '/sign-out'];
	if (event.locals.user?.mustChangePassword && !free.includes(event.url.pathname) && event.route.id) {
		return new Response(null, { status: 303, headers: { location: '/change-password' } });
	}
	return resolve(event);
};

const HEADERS = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'permissions-policy': 'camera=(), microphone=(), geolocation=()',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'x-frame-options': 'DENY'
};

const document: Handle = async ({ event, resolve }) => {
	const { locale, theme } = event.locals;
	const response = await resolve(event, {
		transformPageChunk: ({ html }) => html.replace('%lang%', locale).replace('%theme%', theme ?? 'auto'),
		preload: ({ type }) => type === 'js' || type === 'css'
	});
	for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
	response.headers.set('x-request-id', event.locals.ctx.requestId);
	if (event.url.protocol === 'https:') {
		response.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
	}
	// Pages of signed-in people are theirs alone: no shared or later visitor may be handed one.
	if (event.locals.user && !response.headers.has('cache-control')) {
		response.headers.set('cache-control', 'private, no-store');
	}
	return response;
};

export const handle = sequence(context, firstSignIn, document);

/** The log names the cause beside the request's id; the page shows only words and the id. */
export const handleError: HandleServerError = ({ error, event, status }) => {
	const requestId = event.locals.ctx?.requestId ?? randomUUID();
	if (status === 404) return { message: 'app.not_found', code: 'app.not_found', requestId };
	const code = codeOfFault(error, status);
	log.error({ err: error, requestId, path: event.url.pathname, status }, 'request failed');
	return { message: code, code, requestId };
};
