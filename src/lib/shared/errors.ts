import type { ErrorCode } from '$lib/i18n/codes';

/** How a refusal is told over HTTP: not_found 404, forbidden 403, conflict 409, invalid 400, limited 429. */
export type RefusalKind = 'not_found' | 'forbidden' | 'conflict' | 'invalid' | 'limited';

/**
 * A command or query says no. `code` has words in both languages (namespace.error.rest in the catalogues);
 * `params` fill its placeholders; `fields` names the form fields it belongs to.
 */
export class Refusal extends Error {
	override readonly name = 'Refusal';
	constructor(
		readonly kind: RefusalKind,
		readonly code: ErrorCode,
		readonly params: Record<string, string | number> = {},
		readonly fields: Record<string, ErrorCode> = {}
	) {
		super(code);
	}
}

export const notFound = (code: ErrorCode = 'app.not_found') => new Refusal('not_found', code);
export const forbidden = (code: ErrorCode = 'access.forbidden') => new Refusal('forbidden', code);
export const conflict = (code: ErrorCode, params?: Record<string, string | number>) =>
	new Refusal('conflict', code, params);
export const invalid = (
	code: ErrorCode,
	fields?: Record<string, ErrorCode>,
	params?: Record<string, string | number>
) => new Refusal('invalid', code, params, fields);
