export interface DeviceCheck {
	name: 'network' | 'storage' | 'clock' | 'fullScreen';
	ok: boolean;
	/** What was measured: milliseconds of an answer, minutes of the clock. */
	value: number;
}

/** An answer that takes longer makes saving feel slow, though nothing is lost. */
const SLOW_MS = 800;
/** A device's clock may be wrong: time is the server's. Beyond this people are told so that they do not trust it. */
const CLOCK_MS = 120_000;

/** What an exam needs of a device, tried on it: answers from the server, a place to keep answers, full screen where asked. */
export async function checkDevice(fullScreen: boolean): Promise<DeviceCheck[]> {
	const { ms, serverTime } = await askTime();
	const minutes = serverTime === null ? 0 : Math.round((Date.now() - serverTime) / 60_000);
	return [
		{ name: 'network', ok: ms !== null && ms < SLOW_MS, value: Math.round(ms ?? 0) },
		{ name: 'storage', ok: await canKeep(), value: 0 },
		{
			...{ name: 'clock' as const, value: Math.abs(minutes) },
			ok: serverTime === null || Math.abs(Date.now() - serverTime) < CLOCK_MS
		},
		...(fullScreen
			? [{ name: 'fullScreen' as const, ok: document.fullscreenEnabled === true, value: 0 }]
			: [])
	];
}

/** The best of three short questions, and the server's time by the answer's own date. */
async function askTime(): Promise<{ ms: number | null; serverTime: number | null }> {
	let ms: number | null = null;
	let serverTime: number | null = null;
	for (let n = 0; n < 3; n++) {
		const sent = performance.now();
		try {
			const answer = await fetch('/icon.svg', { method: 'HEAD', cache: 'no-store' });
			const took = performance.now() - sent;
			ms = Math.min(ms ?? Infinity, took);
			const said = Date.parse(answer.headers.get('date') ?? '');
			if (Number.isFinite(said)) serverTime = said;
		} catch {
			return { ms: null, serverTime };
		}
	}
	return { ms, serverTime };
}

const canKeep = (): Promise<boolean> =>
	new Promise((done) => {
		try {
			const request = indexedDB.open('jinjie-check', 1);
			request.onsuccess = () => {
				request.result.close();
				indexedDB.deleteDatabase('jinjie-check');
				done(true);
			};
			request.onerror = () => done(false);
		} catch {
			done(false);
		}
	});
