import type { Locale } from '$lib/i18n/locales';
import type { PairingDates } from '../rules';
import type { KeptEntry } from './entry';

/** What the form of a pairing needs without the network; kept for one person. */
export interface KeptForm {
	personId: string;
	pairingId: string;
	/** Of the other side. */
	name: string;
	side: 'mentor' | 'trainee';
	dates: PairingDates;
	/** Days back that a session is usually logged (later is looked at), and the most. */
	logDays: number;
	latestDays: number;
	/** Work steps by number, those that nobody has seen yet first, and how many those are. */
	steps: number[];
	uncovered: number;
}

/** Who uses the device, and how the server last said that the clock was. */
export interface Device {
	personId: string;
	locale: Locale;
	theme: 'light' | 'dark' | null;
	skew: number | null;
}

/** What is kept on a device; the tests have one of their own. */
export interface Store {
	entriesOf(personId: string): Promise<KeptEntry[]>;
	getEntry(deviceId: string): Promise<KeptEntry | undefined>;
	putEntry(entry: KeptEntry): Promise<void>;
	removeEntry(deviceId: string): Promise<void>;
	/** How many wait here, whoever's they are. */
	countEntries(): Promise<number>;
	formsOf(personId: string): Promise<KeptForm[]>;
	/** These and no others, of anybody. */
	putForms(forms: readonly KeptForm[]): Promise<void>;
	getDevice(): Promise<Device | undefined>;
	putDevice(device: Device | null): Promise<void>;
}

const NAME = 'jinjie-shadowing';

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
	opened ??= new Promise<IDBDatabase>((done, failed) => {
		const request = indexedDB.open(NAME, 1);
		request.onupgradeneeded = () => {
			const entries = request.result.createObjectStore('entries', { keyPath: 'deviceId' });
			entries.createIndex('person', 'personId');
			request.result
				.createObjectStore('forms', { keyPath: ['personId', 'pairingId'] })
				.createIndex('person', 'personId');
			request.result.createObjectStore('device');
		};
		request.onsuccess = () => {
			// A newer page wants to change the database: this one opens it anew when it needs it.
			request.result.onversionchange = () => {
				request.result.close();
				opened = undefined;
			};
			done(request.result);
		};
		request.onerror = () => failed(request.error ?? new Error('no storage'));
	}).catch((error: unknown) => {
		opened = undefined;
		throw error;
	});
	return opened;
}

type StoreName = 'entries' | 'forms' | 'device';

/** Runs one request; a write is done when its transaction is, not before. */
async function run<T>(
	name: StoreName,
	mode: IDBTransactionMode,
	ask: (store: IDBObjectStore) => IDBRequest<T>
): Promise<T> {
	const database = await open();
	return new Promise<T>((done, failed) => {
		const transaction = database.transaction(name, mode);
		const request = ask(transaction.objectStore(name));
		transaction.oncomplete = () => done(request.result);
		transaction.onabort = transaction.onerror = () =>
			failed(transaction.error ?? request.error ?? new Error('not kept'));
	});
}

/** Pages and the worker hear of what another of them kept or sent. */
export function tellOthers(): void {
	if (typeof BroadcastChannel === 'undefined') return;
	const channel = new BroadcastChannel(NAME);
	channel.postMessage('changed');
	channel.close();
}
export function followEntries(changed: () => void): () => void {
	const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(NAME);
	channel?.addEventListener('message', changed);
	return () => channel?.close();
}

/** What is kept in this browser, in IndexedDB. */
export const browserStore: Store = {
	entriesOf: async (personId) => {
		const all = await run<KeptEntry[]>('entries', 'readonly', (s) => s.index('person').getAll(personId));
		return all.sort((a, b) => a.keptAt - b.keptAt);
	},
	getEntry: (deviceId) => run<KeptEntry | undefined>('entries', 'readonly', (s) => s.get(deviceId)),
	putEntry: async (entry) => {
		await run('entries', 'readwrite', (s) => s.put(entry));
		tellOthers();
	},
	removeEntry: async (deviceId) => {
		await run('entries', 'readwrite', (s) => s.delete(deviceId));
		tellOthers();
	},
	countEntries: () => run<number>('entries', 'readonly', (s) => s.count()),
	formsOf: (personId) => run<KeptForm[]>('forms', 'readonly', (s) => s.index('person').getAll(personId)),
	putForms: async (forms) =>
		void (await run('forms', 'readwrite', (s) => {
			const cleared = s.clear();
			for (const form of forms) s.put(form);
			return cleared;
		})),
	getDevice: () => run<Device | undefined>('device', 'readonly', (s) => s.get('device')),
	putDevice: async (device) =>
		void (await run<unknown>(
			'device',
			'readwrite',
			(s) => (device ? s.put(device, 'device') : s.delete('device')) as IDBRequest<unknown>
		))
};
