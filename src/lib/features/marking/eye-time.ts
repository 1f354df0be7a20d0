/** Counts how long a page has been before somebody's eyes, by a clock in milliseconds that is given. */
export class EyeTime {
	private passed = 0;
	private since: number | null;

	constructor(
		private readonly now: () => number,
		isVisible: boolean
	) {
		this.since = isVisible ? now() : null;
	}

	/** The page came before their eyes, or went. */
	turned(isVisible: boolean): void {
		const now = this.now();
		if (this.since !== null) this.passed += now - this.since;
		this.since = isVisible ? now : null;
	}

	/** Whole seconds that nobody has been told of. */
	get seconds(): number {
		const running = this.since === null ? 0 : this.now() - this.since;
		return Math.floor((this.passed + running) / 1000);
	}

	/** So many of them have been told. */
	told(seconds: number): void {
		this.passed -= seconds * 1000;
	}
}
