/** Keeps the log form ready for when there is no network. Over plain HTTP browsers offer no worker. */
export async function keepReady(): Promise<void> {
	if (!('serviceWorker' in navigator)) return;
	try {
		await navigator.serviceWorker.register('/service-worker.js');
	} catch {
		// The form works while the network does.
	}
}

interface SyncRegistration extends ServiceWorkerRegistration {
	sync?: { register(tag: string): Promise<void> };
}

/** Asks for what waits to be sent also when no page is open, where the browser can. */
export async function sendLater(): Promise<void> {
	if (!('serviceWorker' in navigator)) return;
	try {
		const registration = (await navigator.serviceWorker.getRegistration()) as SyncRegistration | undefined;
		await registration?.sync?.register('shadowing');
	} catch {
		// The next page sends it.
	}
}
