import { fail as failForm, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import type { MessageKey } from '$lib/i18n/codes';
import { Refusal } from '$lib/shared/errors';
import { fieldErrors, formToObject } from '$lib/shared/form';
import type { Context } from '../context';
import { FILES_LIMIT, FORM_LIMIT, refuseBody } from './body';
import { cookieOptions } from './cookies';
import { statusOfFault } from './fault';
import { fail, faultOf, STATUS } from './page';

export interface ActionOptions<I, R> {
	/** Fields that the address gives (ids); they win over the form's. */
	from?: (event: RequestEvent) => Record<string, unknown>;
	/** Fields that the form's files give; an answer that refuses does not send them back. */
	files?: (form: FormData) => Promise<Record<string, unknown>>;
	/** Where to go after success; the same page again when absent. */
	to?: (result: R, input: I) => string;
	/** Words of the toast after success. */
	notice?: MessageKey | ((result: R) => MessageKey);
	/** For visitors too (signing in). */
	open?: boolean;
	/** Runs after success and before the redirect: cookies. */
	after?: (event: RequestEvent, result: R, input: I) => void | Promise<void>;
}

const NOTICE_COOKIE = 'jinjie_notice';
const SECRET_FIELD = /password/i;

/**
 * A form action: reads the form with the command's schema, runs the command, and turns a refusal into an answer
 * that keeps what was typed and says what to mend. Success redirects (303), so that a reload repeats nothing.
 */
export function action<S extends z.ZodType, R>(
	schema: S,
	command: (ctx: Context, input: z.output<S>, event: RequestEvent) => Promise<R>,
	options: ActionOptions<z.output<S>, R> = {}
): (event: RequestEvent) => Promise<ActionFailure<Refused>> {
	return async (event) => {
		const done = await perform(event, schema, command, options);
		if ('failure' in done) return done.failure;
		await options.after?.(event, done.result, done.input);
		const { notice } = options;
		if (notice) {
			const words = typeof notice === 'function' ? notice(done.result) : notice;
			event.cookies.set(NOTICE_COOKIE, words, { ...cookieOptions(event), maxAge: 60 });
		}
		redirect(303, options.to?.(done.result, done.input) ?? event.url.pathname + withoutAction(event.url));
	};
}

/**
 * A form action that asks and changes nothing: the page stays, and its `form` holds the answer. Only for what may
 * not stand in an address, such as a name; any other question is a GET form.
 */
export function answer<S extends z.ZodType, R>(
	schema: S,
	query: (ctx: Context, input: z.output<S>, event: RequestEvent) => Promise<R>,
	options: Pick<ActionOptions<z.output<S>, R>, 'from' | 'files' | 'open'> = {}
): (event: RequestEvent) => Promise<ActionFailure<Refused> | { answer: R }> {
	return async (event) => {
		const done = await perform(event, schema, query, options);
		return 'failure' in done ? done.failure : { answer: done.result };
	};
}

/** Reads the form and runs the command: its result, or the answer that refuses. */
async function perform<S extends z.ZodType, R>(
	event: RequestEvent,
	schema: S,
	command: (ctx: Context, input: z.output<S>, event: RequestEvent) => Promise<R>,
	options: Pick<ActionOptions<z.output<S>, R>, 'from' | 'files' | 'open'>
): Promise<{ failure: ActionFailure<Refused> } | { result: R; input: z.output<S> }> {
	const { user, fault } = event.locals;
	const name = event.url.search.startsWith('?/') ? (event.url.search.slice(2).split('&')[0] ?? '') : '';
	if (refuseBody(event.request, options.files && user ? FILES_LIMIT : FORM_LIMIT)) {
		const refusal = { code: 'app.too_large' as const, errors: {}, values: {}, action: name };
		return { failure: failForm(413, refusal) };
	}
	const form = await event.request.formData();
	const values = { ...formToObject(form), ...options.from?.(event) };
	const refused = (status: number, rest: Omit<Refused, 'values' | 'action'>) => ({
		failure: failForm(status, { ...rest, values: withoutSecrets(values), action: name })
	});

	if (fault) return refused(statusOfFault(fault), { code: fault, errors: {} });
	if (!options.open && !user) {
		// Going to the sign-in page would lose what was typed: a script's form stays as it is, and a page without
		// scripts can be sent again by reloading the answer.
		const byScript = event.request.headers.get('x-sveltekit-action') === 'true';
		if (!byScript) fail(401, 'access.session_over', event);
		return refused(401, { code: 'access.session_over', errors: {} });
	}
	const parsed = schema.safeParse({ ...values, ...(await options.files?.(form)) });
	if (!parsed.success) return refused(400, { code: 'app.form', errors: fieldErrors(parsed.error) });
	try {
		return { result: await command(event.locals.ctx, parsed.data, event), input: parsed.data };
	} catch (refusal) {
		if (!(refusal instanceof Refusal)) {
			const code = faultOf(refusal, event);
			if (!code) throw refusal;
			return refused(statusOfFault(code), { code, errors: {} });
		}
		if (refusal.kind === 'not_found') fail(404, refusal.code, event);
		return refused(STATUS[refusal.kind], {
			code: refusal.code,
			params: refusal.params,
			errors: refusal.fields
		});
	}
}

/** Whether the next page says what the last action left. */
export const hasNotice = (event: Pick<RequestEvent, 'cookies'>): boolean =>
	event.cookies.get(NOTICE_COOKIE) !== undefined;

/** Takes the notice that the last action left; shown once. */
export function takeNotice(event: Pick<RequestEvent, 'cookies' | 'url'>): string | null {
	const notice = event.cookies.get(NOTICE_COOKIE) ?? null;
	if (notice) event.cookies.delete(NOTICE_COOKIE, cookieOptions(event));
	return notice;
}

function withoutSecrets(values: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(values).filter(([name]) => !SECRET_FIELD.test(name)));
}

function withoutAction(url: URL): string {
	const kept = new URLSearchParams([...url.searchParams].filter(([name]) => !name.startsWith('/')));
	return kept.size ? `?${kept}` : '';
}
