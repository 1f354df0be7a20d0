import type { FieldErrors } from '$lib/shared/form';
import type { ErrorCode } from '$lib/i18n/codes';
import type { Locale } from '$lib/i18n/locales';
import type { Verification } from '$lib/features/certificates';
import type { Context } from '$lib/server/context';
import type { SessionUser } from '$lib/features/people/index.server';

declare global {
	namespace App {
		interface Locals {
			ctx: Context;
			locale: Locale;
			theme: 'light' | 'dark' | null;
			/** Set when the session could not even be looked up: every page and action answers with it. */
			fault: ErrorCode | null;
			/** Who is signed in; null for a visitor. */
			user: (SessionUser & { id: string; sessionId: string }) | null;
			/** What a certificate's number says, asked before its page is drawn: see `drawCheck` of the hooks. */
			verification?: Promise<Verification>;
		}
		interface Error {
			message: string;
			code: ErrorCode;
			requestId: string;
		}
		interface PageData {
			/** A key of the catalogues, shown once as a toast. */
			notice?: string | null;
		}
	}
	/** What an action gives back when it refuses: words to show, and what was typed. */
	interface Refused {
		code: ErrorCode;
		params?: Record<string, string | number>;
		errors: FieldErrors;
		values: Record<string, unknown>;
		/** The action that refused, when a page has several. */
		action: string;
	}
}

export {};
