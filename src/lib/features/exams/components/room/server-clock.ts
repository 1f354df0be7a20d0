/** Readings that differ by less are the network's doing; by more, the device slept or its timer stood still. */
const JITTER_MS = 2_000;

/**
 * The time that is left by the server's clock, counted down with the browser's monotonic timer: what the device
 * believes the time of day to be plays no part.
 */
export class ServerClock {
	private endsAt: number;
	private provisional = true;
	/** What is left as long as the clock stands. */
	private stands: number | null = null;

	/** @param now milliseconds of a monotonic timer (`performance.now`) */
	constructor(
		msLeft: number,
		private readonly now: () => number
	) {
		this.endsAt = now() + msLeft;
	}

	/**
	 * Takes a reply's reading. It is counted from the sending of the request: the true end is then never earlier
	 * than ours, and what is sent in our last moment arrives in the server's. Of readings that differ by jitter the
	 * latest end is the closest to the truth.
	 */
	sync(msLeft: number, sentAt: number): void {
		const endsAt = sentAt + msLeft;
		const jitter = !this.provisional && Math.abs(endsAt - this.endsAt) < JITTER_MS;
		this.endsAt = jitter ? Math.max(endsAt, this.endsAt) : endsAt;
		this.provisional = false;
	}

	/** Takes a reading that came by itself: time was given, or the clock stands or goes on. */
	set(msLeft: number, stands: boolean): void {
		this.stands = stands ? msLeft : null;
		this.endsAt = this.now() + msLeft;
		this.provisional = true;
	}

	/** The clock goes on, by a reading that was taken before. */
	go(): void {
		this.stands = null;
	}

	/** Milliseconds left; never negative. */
	get msLeft(): number {
		return this.stands ?? Math.max(0, this.endsAt - this.now());
	}
}

/** `01:12:46`, hours only when there are any. A started second counts as a whole one. */
export function clockText(ms: number): string {
	const seconds = Math.ceil(ms / 1000);
	const parts = [Math.floor((seconds % 3600) / 60), seconds % 60];
	if (seconds >= 3600) parts.unshift(Math.floor(seconds / 3600));
	return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
