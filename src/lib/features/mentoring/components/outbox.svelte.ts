import { browserStore, followEntries, sendWaiting, type KeptEntry } from '../offline';

/** Without an event that says so the network may be back as well. */
const AGAIN_MS = 30_000;

/** What waits on this device for a person: shown, and sent as soon as the network is there. */
export class Outbox {
	entries = $state.raw<KeptEntry[]>([]);
	sending = $state(false);

	constructor(
		private readonly personId: string,
		/** Some were accepted: their ids. */
		private readonly sent: (ids: string[]) => void
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
			this.entries = await browserStore.entriesOf(this.personId);
		} catch {
			// A browser that keeps nothing has nothing that waits.
		}
	}

	async send(): Promise<void> {
		await this.read();
		if (this.sending || !navigator.onLine || !this.entries.some(({ state }) => state !== 'refused')) return;
		this.sending = true;
		try {
			const ids = await sendWaiting(this.personId, browserStore);
			await this.read();
			if (ids.length) this.sent(ids);
		} finally {
			this.sending = false;
		}
	}

	async discard(deviceId: string): Promise<void> {
		await browserStore.removeEntry(deviceId);
		await this.read();
	}
}
