import {
	afterSending,
	dayIsDoubtful,
	formOf,
	type EntryRefusal,
	type KeptEntry,
	type Outcome
} from './entry';
import type { Device, KeptForm, Store } from './store';

/** How long an entry may take on its way: pictures over a slow network. */
const PATIENCE = 40_000;

export interface Sent {
	outcome: Outcome;
	/** How far the device's clock is ahead of the server's, in milliseconds; null when no answer came. */
	skew: number | null;
}

/** How far a clock is ahead of the server's, by an answer's `Date`, which names whole seconds. */
export function skewOf(response: Response, now: number): number | null {
	const date = Date.parse(response.headers.get('date') ?? '');
	return Number.isNaN(date) ? null : now - date;
}

/** Asks the server for its time, by the smallest file there is. Null when it cannot be reached. */
export async function askSkew(fetcher: typeof fetch = fetch): Promise<number | null> {
	try {
		const response = await fetcher('/icon.svg', { method: 'HEAD', cache: 'no-store' });
		return skewOf(response, Date.now());
	} catch {
		return null;
	}
}

/** Sends one entry. Never throws: what is not an answer of ours counts as no network. */
export async function sendEntry(entry: KeptEntry, fetcher: typeof fetch = fetch): Promise<Sent> {
	let response: Response;
	try {
		response = await fetcher(`/mentoring/${entry.pairingId}/log/entries`, {
			method: 'POST',
			body: formOf(entry, new Date()),
			headers: { accept: 'application/json' },
			credentials: 'same-origin',
			redirect: 'error',
			signal: AbortSignal.timeout(PATIENCE)
		});
	} catch {
		return { outcome: { kind: 'unreachable' }, skew: null };
	}
	return { outcome: await outcomeOf(response), skew: skewOf(response, Date.now()) };
}

/** Codes that mean somebody else, or nobody, is signed in. */
const SIGN_IN = new Set(['access.signed_out', 'access.session_over', 'offline.other_person']);

async function outcomeOf(response: Response): Promise<Outcome> {
	if (response.status >= 500 || response.status === 429) return { kind: 'unreachable' };
	const answer = (await response.json().catch(() => null)) as {
		id?: string;
		error?: { code: EntryRefusal['code']; params?: EntryRefusal['params']; fields?: EntryRefusal['fields'] };
	} | null;
	if (response.ok && answer?.id) return { kind: 'accepted', id: answer.id };
	// A sign-in page of a hotel's network, say.
	if (!answer?.error) return { kind: 'unreachable' };
	const { code, params, fields } = answer.error;
	if (SIGN_IN.has(code)) return { kind: 'signedOut' };
	return { kind: 'refused', refusal: { code, ...(params && { params }), fields: fields ?? {} } };
}

/** Holds whatever sends, so that two pages and the worker do not send at once; without locks they just may. */
const alone = <T>(work: () => Promise<T>): Promise<T> =>
	typeof navigator !== 'undefined' && navigator.locks
		? navigator.locks.request('jinjie-shadowing', work)
		: work();

/** Sends an entry and keeps of it what its outcome leaves. */
async function sendKept(entry: KeptEntry, store: Store, send: Send): Promise<Outcome> {
	const { outcome } = await send(entry);
	const next = afterSending(entry, outcome);
	if (next) await store.putEntry(next);
	else await store.removeEntry(entry.deviceId);
	return outcome;
}

type Send = (entry: KeptEntry) => Promise<Sent>;

/**
 * Keeps an entry and sends it at once. `kept`: it will not be lost if it could not be sent; a browser that keeps
 * nothing (a private window, no room) still sends.
 */
export async function keepAndSend(
	entry: KeptEntry,
	store: Store,
	send: Send = sendEntry
): Promise<{ outcome: Outcome; kept: boolean }> {
	try {
		await store.putEntry(entry);
	} catch {
		return { outcome: (await send(entry)).outcome, kept: false };
	}
	const outcome = await alone(async (): Promise<Outcome> => {
		const current = await store.getEntry(entry.deviceId);
		// Another page or the worker was faster.
		return current ? sendKept(current, store, send) : { kind: 'accepted', id: '' };
	});
	return { outcome, kept: true };
}

/**
 * Sends what waits for a person, the oldest first, until the network fails; what was refused waits for its person. An
 * entry leaves the store only when the server has it. Returns the ids that the server gave.
 */
export function sendWaiting(
	personId: string,
	store: Store,
	send: Send = sendEntry,
	skewNow: () => Promise<number | null> = askSkew
): Promise<string[]> {
	return alone(async () => {
		const accepted: string[] = [];
		const waiting = (await store.entriesOf(personId)).filter(({ state }) => state !== 'refused');
		if (!waiting.length) return accepted;
		const skew = await skewNow();
		for (const { deviceId } of waiting) {
			// Another page may have changed it meanwhile.
			const entry = await store.getEntry(deviceId);
			if (!entry || entry.state === 'refused') continue;
			if (dayIsDoubtful(entry, skew)) {
				const code = 'offline.clock_day';
				const refusal = { code, fields: { occurredOn: code } } as const;
				await store.putEntry({ ...entry, state: 'refused', refusal });
				continue;
			}
			const outcome = await sendKept(entry, store, send);
			if (outcome.kind === 'accepted') accepted.push(outcome.id);
			if (outcome.kind === 'unreachable' || outcome.kind === 'signedOut') break;
		}
		return accepted;
	});
}

/**
 * A person uses the device: their forms take the place of whoever's were there, and what is kept for others stays
 * theirs.
 */
export async function takeDevice(store: Store, device: Device, forms: readonly KeptForm[]): Promise<void> {
	await store.putForms(forms);
	await store.putDevice(device);
}

/** After signing out nothing of the person is shown any more; what waits is sent when they are back. */
export async function leaveDevice(store: Store): Promise<void> {
	await store.putForms([]);
	await store.putDevice(null);
}
