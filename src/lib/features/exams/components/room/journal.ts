import type { AnswerState } from '../../types';

/** Answers that the server has not acknowledged, kept on the device so that a closed window loses none. */
export interface Journal {
	read(): AnswerState[];
	write(pending: readonly AnswerState[]): void;
}

const isAnswer = (entry: Partial<AnswerState> | null): entry is AnswerState =>
	typeof entry === 'object' &&
	Number.isInteger(entry?.position) &&
	Number.isInteger(entry?.seq) &&
	typeof entry?.flagged === 'boolean' &&
	entry.given !== undefined;

/** The journal of one attempt in a browser's storage. A full or forbidden storage never stops an exam. */
export function journalOf(
	attemptId: string,
	storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
): Journal {
	const key = `jinjie.attempt.${attemptId}`;
	return {
		read() {
			try {
				const entries: unknown = JSON.parse(storage.getItem(key) ?? '[]');
				return Array.isArray(entries) ? entries.filter(isAnswer) : [];
			} catch {
				return [];
			}
		},
		write(pending) {
			try {
				if (pending.length) storage.setItem(key, JSON.stringify(pending));
				else storage.removeItem(key);
			} catch {
				// The answers are still in memory and on their way to the server.
			}
		}
	};
}
