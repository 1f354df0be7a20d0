import { json, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import type { ErrorCode } from '$lib/i18n/codes';
import { Refusal } from '$lib/shared/errors';
import { fieldErrors, formToObject } from '$lib/shared/form';
import type { Context } from '../context';
import { FILES_LIMIT, FORM_LIMIT, refuseBody } from './body';
import { statusOfFault } from './fault';
import { faultOf, STATUS } from './page';

const refuse = (
	status: number,
	code: ErrorCode,
	ctx: Context,
	{ params = {}, fields = {} }: Partial<Pick<Refusal, 'params' | 'fields'>> = {}
) =>
	json(
		{
			// Which fields, where a refusal is about some.
			error: { code, params, ...(Object.keys(fields).length ? { fields } : {}), requestId: ctx.requestId }
		},
		{ status }
	);

/**
 * A `+server.ts` handler for scripts and files: signed-in people unless `open`; refusals become JSON with a code,
 * and what may not be read is not found.
 */
export function endpoint<E extends RequestEvent>(
	handle: (ctx: Context, event: E) => Promise<Response>,
	options: { open?: boolean } = {}
): (event: E) => Promise<Response> {
	return async (event) => {
		const { ctx, user, fault } = event.locals;
		if (fault) return refuse(statusOfFault(fault), fault, ctx);
		if (!options.open && !user) return refuse(401, 'access.signed_out', ctx);
		try {
			return await handle(ctx, event);
		} catch (refusal) {
			if (!(refusal instanceof Refusal)) {
				const code = faultOf(refusal, event);
				if (!code) throw refusal;
				return refuse(statusOfFault(code), code, ctx);
			}
			if (refusal.kind === 'forbidden' && event.request.method === 'GET')
				return refuse(404, 'app.not_found', ctx);
			return refuse(STATUS[refusal.kind], refusal.code, ctx, refusal);
		}
	};
}

/** A JSON body by a command's schema; anything else is refused as unreadable. */
export async function readJson<S extends z.ZodType>(event: RequestEvent, schema: S): Promise<z.output<S>> {
	if (refuseBody(event.request, FORM_LIMIT)) throw new Refusal('invalid', 'app.too_large');
	let body: unknown;
	try {
		body = await event.request.json();
	} catch {
		throw new Refusal('invalid', 'app.form');
	}
	const parsed = schema.safeParse(body);
	if (!parsed.success) throw new Refusal('invalid', 'app.form');
	return parsed.data;
}

/** A posted form with files by a command's schema, for a script that sends it; a refusal names its fields. */
export async function readForm<S extends z.ZodType>(
	event: RequestEvent,
	schema: S,
	options: {
		/** Fields that the address gives; they win over the form's. */
		from?: Record<string, unknown>;
		/** Fields that the form's files give. */
		files?: (form: FormData) => Promise<Record<string, unknown>>;
		/** Throws where the form as a whole may not be sent. */
		check?: (form: FormData) => void;
	} = {}
): Promise<z.output<S>> {
	if (refuseBody(event.request, FILES_LIMIT)) throw new Refusal('invalid', 'app.too_large');
	let form: FormData;
	try {
		form = await event.request.formData();
	} catch {
		throw new Refusal('invalid', 'app.form');
	}
	options.check?.(form);
	const fields = { ...formToObject(form), ...options.from, ...(await options.files?.(form)) };
	const parsed = schema.safeParse(fields);
	if (!parsed.success) throw new Refusal('invalid', 'app.form', {}, fieldErrors(parsed.error));
	return parsed.data;
}
