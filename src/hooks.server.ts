import { randomUUID } from 'node:crypto';
import {
	redirect,
	type Handle,
	type HandleServerError,
	type RequestEvent,
	type ServerInit
} from '@sveltejs/kit';
import { anonymous } from '$lib/access/can';
import { verifyCertificate } from '$lib/features/certificates/index.server';
import { invigilatesOf } from '$lib/features/exams/index.server';
import { unreadOf } from '$lib/features/notifications/index.server';
import { createSessions, SESSION_COOKIE, type Sessions } from '$lib/features/people/index.server';
import { examinesOf } from '$lib/features/practicals/index.server';
import { isLocale, negotiateLocale } from '$lib/i18n/locales';
import { systemClock } from '$lib/server/clock';
import { drawOnce, hasNotice } from '$lib/server/http';
import { codeOfFault } from '$lib/server/http/fault';
import { log } from '$lib/server/log';
import { boot } from './boot.server';
import type { Application } from '$lib/server/application';

let application: Application;
let sessions: { plain: Sessions; secure: Sessions };

export const init: ServerInit = async () => {
	application = await boot();
	const { db } = application.handle;
	const beside = { unreadOf, invigilatesOf, examinesOf };
	sessions = { plain: createSessions(db, false, beside), secure: createSessions(db, true, beside) };
};

/** Reads the session cookie; the person's language and theme win over the browser's. */
async function whoAsks(event: RequestEvent): Promise<void> {
	const keeper = event.url.protocol === 'https:' ? sessions.secure : sessions.plain;
	const cookie = event.cookies.get(SESSION_COOKIE);
	if (!cookie) return;
	const { session, user } = await keeper.validateSession(cookie);
	const next = session
		? session.fresh && keeper.createSessionCookie(session.id)
		: keeper.createBlankSessionCookie();
	if (next) event.cookies.set(next.name, next.value, { path: '/', ...next.attributes });
	if (!session || !user) return;
	const { locals } = event;
	locals.user = { ...user, sessionId: session.id };
	locals.locale = user.locale ?? locals.locale;
	locals.theme = user.theme ?? locals.theme;
	const actor = { kind: 'person', personId: user.id, name: user.name, grants: user.grants } as const;
	locals.ctx = { ...locals.ctx, actor, locale: locals.locale };
}

/** Fills `locals`: who asks, in which language, and what queries and commands work with. */
async function prepare(event: RequestEvent): Promise<void> {
	const { cookies, request, locals } = event;
	const chosen = cookies.get('jinjie_locale');
	const theme = cookies.get('jinjie_theme');
	const { handle, jobs } = application;
	locals.user = null;
	locals.fault = null;
	locals.locale = isLocale(chosen) ? chosen : negotiateLocale(request.headers.get('accept-language'));
	locals.theme = theme === 'light' || theme === 'dark' ? theme : null;
	locals.ctx = {
		db: handle.db,
		actor: anonymous,
		now: systemClock(),
		locale: locals.locale,
		requestId: randomUUID(),
		jobs
	};
	try {
		await whoAsks(event);
	} catch (error) {
		locals.fault = codeOfFault(error, 500);
		log.error(
			{ err: error, requestId: locals.ctx.requestId, path: event.url.pathname },
			'session not readable'
		);
	}
}

/** Whoever still has a password that someone else set changes it before anything else. */
function askForOwnPassword(event: RequestEvent): void {
	const free = ['/change-password', '/sign-out', '/preferences'];
	if (event.locals.user?.mustChangePassword && !free.includes(event.url.pathname) && event.route.id) {
		// Thrown, so that a page's script that asked for data is sent there too.
		redirect(303, '/change-password');
	}
}

type Draw = () => Promise<Response>;

/** Whether a visitor, with nothing to be told besides, looks a certificate up. */
const isCheck = (event: RequestEvent): boolean =>
	event.route.id === '/(public)/verify/[number]' &&
	event.request.method === 'GET' &&
	!event.isDataRequest &&
	event.url.search === '' &&
	event.locals.user === null &&
	event.locals.fault === null &&
	!hasNotice(event);

/** Each look is counted and asks the register; the page is drawn once a minute while it would say the same. */
async function drawCheck(event: RequestEvent, draw: Draw): Promise<Response> {
	const { ctx, locale, theme } = event.locals;
	const asked = verifyCertificate(ctx, event.params['number'] ?? '', event.getClientAddress());
	event.locals.verification = asked;
	const found = await asked.catch(() => null);
	// The page says why.
	if (!found) return draw();
	const toTheMinute = { ...found, checkedAt: found.checkedAt.slice(0, 16) };
	return drawOnce([event.url.href, locale, theme, toTheMinute], draw);
}

const HEADERS = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'permissions-policy': 'camera=(), microphone=(), geolocation=()',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'x-frame-options': 'DENY'
};

// One handle, not a sequence: each one more would be traced and given a context of its own on every request.
export const handle: Handle = async ({ event, resolve }) => {
	await prepare(event);
	askForOwnPassword(event);
	const { locale, theme } = event.locals;
	const draw = async () =>
		await resolve(event, {
			transformPageChunk: ({ html }) =>
				html.replace(
					'lang="%lang%" data-theme="%theme%"',
					`lang="${locale}" data-theme="${theme ?? 'auto'}"`
				),
			preload: ({ type }) => type === 'js' || type === 'css'
		});
	const response = isCheck(event) ? await drawCheck(event, draw) : await draw();
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

/** The log names the cause beside the request's id; the page shows only words and the id. */
export const handleError: HandleServerError = ({ error, event, status }) => {
	const requestId = event.locals.ctx?.requestId ?? randomUUID();
	if (status === 404) return { message: 'app.not_found', code: 'app.not_found', requestId };
	const code = codeOfFault(error, status);
	log.error({ err: error, requestId, path: event.url.pathname, status }, 'request failed');
	return { message: code, code, requestId };
};
