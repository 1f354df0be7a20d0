/** What windows of one attempt on one device say to each other. */
type Word = 'give way';

/**
 * Of several windows of one attempt on a device one writes. `take` says whether this one may at once; `insist` has another
 * give way. Where browsers know no locks, every window may, and the server's seats tell them apart.
 */
export function oneWindow(attemptId: string, gaveWay: () => void) {
	const name = `jinjie-attempt-${attemptId}`;
	const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
	const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
	let release: (() => void) | undefined;
	channel?.addEventListener('message', ({ data }: MessageEvent<Word>) => {
		if (data !== 'give way' || !release) return;
		release();
		release = undefined;
		gaveWay();
	});

	/** Waits for the lock, or gives up at once; holds it until this window gives way or closes. */
	const hold = (options: LockOptions): Promise<boolean> =>
		new Promise((done) => {
			if (!locks) return done(true);
			locks
				.request(name, options, (lock) => {
					done(lock !== null);
					return lock && new Promise<void>((end) => (release = end));
				})
				.catch(() => done(true));
		});

	return {
		take: () => hold({ ifAvailable: true }),
		insist: () => {
			const mine = hold({});
			channel?.postMessage('give way' satisfies Word);
			return mine;
		},
		close() {
			release?.();
			release = undefined;
			channel?.close();
		}
	};
}
