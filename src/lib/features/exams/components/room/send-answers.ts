import type { AnswerState, SavedReply, SaveRefusal } from '../../types';
import type { SendOutcome } from './answer-saver';

const TIMEOUT_MS = 10_000;

/** Sends answers of an attempt to the server. `last`: the page is closing, the request must outlive it. */
export async function sendAnswers(
	attemptId: string,
	answers: readonly AnswerState[],
	last: boolean
): Promise<SendOutcome> {
	try {
		const response = await fetch(`/attempt/${attemptId}/answers`, {
			method: 'PUT',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ answers }),
			keepalive: last,
			redirect: 'error',
			...(last ? {} : { signal: AbortSignal.timeout(TIMEOUT_MS) })
		});
		if (response.ok) return { kind: 'saved', reply: (await response.json()) as SavedReply };
		if (response.status === 401) return { kind: 'signedOut' };
		if (![400, 403, 404, 409].includes(response.status)) return { kind: 'unreachable' };
		const { error } = (await response.json()) as SaveRefusal;
		return { kind: 'refused', code: error.code };
	} catch {
		return { kind: 'unreachable' };
	}
}
