import type { AnswerState } from '../../types';

/** An answer that the server has not acknowledged, with when it was made by the device's own time. */
export interface KeptAnswer extends AnswerState {
	madeAt: number;
}

/** What a device keeps of an attempt until the server has it, so that a closed window loses nothing. */
export interface Journal {
	read(): Promise<KeptAnswer[]>;
	/** In place of what was kept before. Never fails: what cannot be kept is in memory, and on its way. */
	write(pending: readonly KeptAnswer[]): void;
}

const NAME = 'jinjie-exams';
const STORE = 'answers';

const isKept = (entry: Partial<KeptAnswer> | null): entry is KeptAnswer =>
	typeof entry === 'object' &&
	Number.isInteger(entry?.position) &&
	Number.isInteger(entry?.seq) &&
	typeof entry?.flagged === 'boolean' &&
	Number.isFinite(entry?.madeAt) &&
	entry.given !== undefined;

/** What was read of a journal; whatever is not an answer is left out. */
export const keptOf = (entries: unknown): KeptAnswer[] =>
	Array.isArray(entries) ? entries.filter(isKept) : [];

/** The journal of one attempt in the browser's IndexedDB. A full or forbidden storage never stops an exam. */
export function browserJournal(attemptId: string): Journal {
	// Writes follow each other: the last one stands.
	let before: Promise<unknown> = Promise.resolve();
	return {
		read: async () => {
			await before;
			return keptOf(await run('readonly', (store) => store.get(attemptId)).catch(() => []));
		},
		write(pending) {
			const entries = pending.map((answer) => ({ ...answer }));
			before = before
				.then(() =>
					run('readwrite', (store) =>
						entries.length ? store.put(structuredClone(entries), attemptId) : store.delete(attemptId)
					)
				)
				.catch(() => undefined);
		}
	};
}

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
	opened ??= new Promise<IDBDatabase>((done, failed) => {
		const request = indexedDB.open(NAME, 1);
		request.onupgradeneeded = () => request.result.createObjectStore(STORE);
		request.onsuccess = () => done(request.result);
		request.onerror = () => failed(request.error ?? new Error('no storage'));
	}).catch((error: unknown) => {
		opened = undefined;
		throw error;
	});
	return opened;
}

async function run<T = unknown>(
	mode: IDBTransactionMode,
	ask: (store: IDBObjectStore) => IDBRequest
): Promise<T> {
	const transaction = (await open()).transaction(STORE, mode);
	return new Promise<T>((done, failed) => {
		const request = ask(transaction.objectStore(STORE));
		transaction.oncomplete = () => done(request.result as T);
		transaction.onabort = transaction.onerror = () => failed(transaction.error ?? new Error('not kept'));
	});
}
