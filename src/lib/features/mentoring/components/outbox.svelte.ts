import { browserStore, followEntries, sendWaiting, tellOthers, type KeptEntry } from '../offline';

/** Without an event that says so the network may be back as well. */
const AGAIN_MS = 30_000;

/** Entries that a form on this page has in hand: it says itself what becomes of them. */
const inHand = new Set<string>();
export const takeInHand = (deviceId: string): void => void inHand.add(deviceId);
export function letGo(deviceId: string): void {
	inHand.delete(deviceId);
	tellOthers();
}

/** What waits on this device for a person: shown, and sent as soon as the network is there. */
export class Outbox {
	entries = $state.raw<KeptEntry[]>([]);
	sending = $state(false);

	constructor(
		private readonly personId: string,
		/** So many are with the server now, whoever sent them: this page, another or the worker. */
		private readonly sent: (count: number) => void
	) {}

	/** Reads, sends and follows until the returned function is called. */
	start(): () => void {
		const send = () => void this.send();
		const look = () => document.visibilityState === 'visible' && send();
		const unfollow = followEntries(() => void this.read());
		addEventListener('online', send);
		document.addEventListener('visibilitychange', look);
		const timer = setInterval(look, AGAIN_MS);
		send();
		return () => {
			unfollow();
			removeEventListener('online', send);
			document.removeEventListener('visibilitychange', look);
			clearInterval(timer);
		};
	}

	private async read(): Promise<void> {
		try {
			const all = await browserStore.entriesOf(this.personId);
			const before = this.entries;
			this.entries = all.filter(({ deviceId }) => !inHand.has(deviceId));
			const here = new Set(all.map(({ deviceId }) => deviceId));
			const gone = before.filter(({ deviceId }) => !here.has(deviceId));
			if (gone.length) this.sent(gone.length);
		} catch {
			// A browser that keeps nothing has nothing that waits.
		}
	}

	async send(): Promise<void> {
		await this.read();
		if (this.sending || !navigator.onLine || !this.entries.some(({ state }) => state !== 'refused')) return;
		this.sending = true;
		try {
			await sendWaiting(this.personId, browserStore);
			await this.read();
		} finally {
			this.sending = false;
		}
	}

	async discard(deviceId: string): Promise<void> {
		this.entries = this.entries.filter((entry) => entry.deviceId !== deviceId);
		await browserStore.removeEntry(deviceId);
	}
}
