/** How long without a scroll, key or touch somebody still counts as reading: about a screenful of text. */
export const IDLE_MS = 90_000;

/** Counts the time in which a page is visible and somebody is at it. Times are milliseconds of one clock. */
export class ReadingClock {
	private counted = 0;
	private lastTick: number;
	private lastSign: number;

	constructor(now: number) {
		this.lastTick = now;
		this.lastSign = now;
	}

	/** Somebody scrolled, typed or touched. */
	sign(now: number): void {
		this.lastSign = now;
	}

	/** Adds the time since the last tick, as far as it was in use; call it also when the page is hidden or shown. */
	tick(now: number, wasVisible: boolean): void {
		const until = Math.min(now, this.lastSign + IDLE_MS);
		if (wasVisible && until > this.lastTick) this.counted += until - this.lastTick;
		this.lastTick = now;
	}

	/** The whole seconds counted since the last call, at most `most`; what is left over waits for the next. */
	take(most: number): number {
		const seconds = Math.min(most, Math.floor(this.counted / 1000));
		this.counted -= seconds * 1000;
		return seconds;
	}

	/** Gives back seconds that could not be reported. */
	giveBack(seconds: number): void {
		this.counted += seconds * 1000;
	}
}
