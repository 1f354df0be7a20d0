import type { ErrorCode } from '$lib/i18n/codes';

export type Asked<T> =
	{ ok: true; value: T } | { ok: false; code: ErrorCode; params: Record<string, string | number> };

const TIMEOUT_MS = 15_000;
const AWAY = { ok: false, code: 'app.unreachable', params: {} } as const;

/** Asks an address of the room; a refusal comes with its code, and so does a server that cannot be reached. */
export async function askRoom<T>(
	path: string,
	{ body, method = 'POST' }: { body?: object; method?: 'GET' | 'POST' } = {}
): Promise<Asked<T>> {
	try {
		const response = await fetch(path, {
			method,
			redirect: 'error',
			signal: AbortSignal.timeout(TIMEOUT_MS),
			...(method === 'POST'
				? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }
				: {})
		});
		if (response.status === 204) return { ok: true, value: undefined as T };
		const value = await response.json();
		if (response.ok) return { ok: true, value: value as T };
		const { code, params = {} } = value.error as {
			code: ErrorCode;
			params?: Record<string, string | number>;
		};
		return { ok: false, code, params };
	} catch {
		return AWAY;
	}
}
