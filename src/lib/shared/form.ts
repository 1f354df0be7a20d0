import { z } from 'zod';
import type { ErrorCode } from '$lib/i18n/codes';
import { isIsoDate } from './dates';

/** Names the refusal code of a schema's check, so that a code without words does not compile. */
export const key = (code: ErrorCode): ErrorCode => code;

/** A form's text: trimmed, required. */
export const requiredText = (max: number) =>
	z
		.string(key('app.field.required'))
		.trim()
		.min(1, key('app.field.required'))
		.max(max, key('app.field.too_long'));

/** A form's text that may be left empty. */
export const optionalText = (max: number) =>
	z
		.string()
		.trim()
		.max(max, key('app.field.too_long'))
		.transform((text) => text || null)
		.nullish()
		.transform((text) => text ?? null);

export const isoDate = z
	.string(key('app.field.required'))
	.min(1, key('app.field.required'))
	.refine(isIsoDate, key('app.field.date'));

/** A date that may be left empty. */
export const optionalDate = z
	.union([z.literal('').transform(() => null), isoDate, z.null(), z.undefined().transform(() => null)])
	.default(null);

export const id = z.uuid(key('app.field.choice'));

/** A whole number from a form field. */
export const wholeNumber = (min: number, max: number) =>
	z.coerce
		.number(key('app.field.number'))
		.int(key('app.field.number'))
		.min(min, key('app.field.range'))
		.max(max, key('app.field.range'));

/** A file that came with a form, whole. What it is, its bytes say and not its sender. */
export interface SentFile {
	name: string;
	bytes: Uint8Array;
}

export type FieldErrors = Record<string, ErrorCode>;

/** The first code of each field that a schema refused, by the field's dotted name. */
export function fieldErrors(error: z.ZodError): FieldErrors {
	const errors: FieldErrors = {};
	for (const issue of error.issues) {
		const name = issue.path.join('.') || 'form';
		// A check without a code of ours (a wrong type, say) is an unreadable field.
		errors[name] ??= /^[a-z][a-zA-Z]*\.[a-z_.]+$/.test(issue.message)
			? (issue.message as ErrorCode)
			: 'app.field.unreadable';
	}
	return errors;
}

/**
 * A submitted form as an object: `a.b` nests, `name[]` or a repeated name is a list. Files are left out.
 */
export function formToObject(form: FormData): Record<string, unknown> {
	const object = Object.create(null) as Record<string, unknown>;
	for (const raw of new Set(form.keys())) {
		const values = form.getAll(raw).filter((value): value is string => typeof value === 'string');
		if (!values.length) continue;
		const isList = raw.endsWith('[]');
		const path = (isList ? raw.slice(0, -2) : raw).split('.');
		let target = object;
		for (const step of path.slice(0, -1)) {
			const next = target[step];
			// Never into a list: it has a prototype, which names must not reach.
			if (next === null || typeof next !== 'object' || Array.isArray(next))
				target[step] = Object.create(null);
			target = target[step] as Record<string, unknown>;
		}
		target[path.at(-1) ?? raw] = isList || values.length > 1 ? values : values[0];
	}
	return object;
}

/** A file of a form, as `uploadedFile` reads it. */
export const uploadedFileSchema = z.object(
	{ name: z.string().max(300, key('app.field.too_long')), bytes: z.instanceof(Uint8Array) },
	key('files.file.required')
);
