import type { ErrorCode } from '$lib/i18n/codes';

/** What a pure decision returns: yes with what follows, or no with the reason's code. */
export type Decision<T> =
	({ ok: true } & T) | { ok: false; code: ErrorCode; params?: Record<string, string | number> };

export const yes = <T extends object>(value: T): Decision<T> => ({ ok: true, ...value });
export const no = (code: ErrorCode, params?: Record<string, string | number>) =>
	({ ok: false, code, params }) as const;
