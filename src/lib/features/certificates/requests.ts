/** What became of an attempt or a completion for which a certificate was asked: issued, or why there is none. */
export const requestResults = [
	'issued',
	'rejected',
	'own',
	'not_released',
	'not_passed',
	'held',
	'already_issued',
	'no_grade',
	'unprintable',
	'too_early'
] as const;
export type RequestResult = (typeof requestResults)[number];

/** A refusal of issuing as a result of a request: `certificates.issue.held` is `held`. */
export function resultOf(code: string): RequestResult {
	const result = code.replace(/^certificates\.issue\./, '');
	if (!(requestResults as readonly string[]).includes(result)) throw new RangeError(`${code} is no result`);
	return result as RequestResult;
}

export const requestStates = ['waiting', 'issuing', 'stalled', 'done', 'rejected'] as const;
export type RequestState = (typeof requestStates)[number];

/** Minutes without a certificate after which a job is taken to have failed for good: its tries take less than three. */
export const STALLED_MINUTES = 15;

/** Where a request stands. */
export function requestState(
	request: {
		outcome: 'approved' | 'rejected' | null;
		finishedAt: Date | null;
		/** When it was approved, tried again, or a certificate was issued for it, whichever was last. */
		movedAt: Date | null;
	},
	now: Date
): RequestState {
	if (request.outcome === null) return 'waiting';
	if (request.outcome === 'rejected') return 'rejected';
	if (request.finishedAt) return 'done';
	const still = now.getTime() - (request.movedAt?.getTime() ?? 0);
	return still > STALLED_MINUTES * 60_000 ? 'stalled' : 'issuing';
}

/** Where whoever waits for a request hears how it goes on. */
export const requestTopic = (requestId: string): string => `certificates.request:${requestId}`;
