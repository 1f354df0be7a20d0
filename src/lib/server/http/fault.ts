import type { ErrorCode } from '$lib/i18n/codes';
import { sqlState } from '../db/transaction';

/** Connection refused, broken or not to be had; the server is shutting down or starting (SQLSTATE class 08, 57P). */
const AWAY =
	/^(08\w{3}|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED))$/;
/** No room left, in the database or on our own disk. */
const FULL = /^(53100|53200|ENOSPC|EDQUOT)$/;

/** The code that a page shows for an unexpected failure: never its cause. */
export function codeOfFault(error: unknown, status: number): ErrorCode {
	const state = sqlState(error) ?? '';
	if (AWAY.test(state)) return 'app.database_away';
	if (FULL.test(state)) return 'app.storage_full';
	if (status === 405) return 'app.not_allowed';
	if (status === 413) return 'app.too_large';
	return 'app.unexpected';
}

/** The HTTP status that goes with a fault's code. */
export function statusOfFault(code: ErrorCode): number {
	if (code === 'app.database_away') return 503;
	if (code === 'app.storage_full') return 507;
	return 500;
}
