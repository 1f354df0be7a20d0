import type { ErrorCode } from '$lib/i18n/codes';

/** What came of sending a draft: the revision that the next one follows, or why it was not kept. */
export type Kept =
	{ ok: true; revision: number } | { ok: false; code: ErrorCode; params: Record<string, string | number> };

/** What somebody is still typing is sent once they pause for so long. */
const PAUSE_MS = 800;
/** After this time it is tried again to reach the server. */
const AGAIN_MS = 5000;

/**
 * Keeps what a marker says as they say it: one request at a time, the newest last, each upon the revision of the one before.
 * What another window has saved meanwhile is written over only when they say so.
 */
export class DraftKeeper {
	state = $state<'still' | 'keeping' | 'kept' | 'failed'>('still');
	why = $state<{ code: ErrorCode; params: Record<string, string | number> } | null>(null);
	revision = $state(0);
	private timer: ReturnType<typeof setTimeout> | undefined;
	private sending: Promise<void> | null = null;
	/** Something was said that no request has brought. */
	private waits = false;

	constructor(
		revision: number,
		private readonly send: (revision: number) => Promise<Kept>
	) {
		this.revision = revision;
	}

	/** Something was said; `typing`: there may be more in a moment. */
	said(typing: boolean): void {
		this.waits = true;
		clearTimeout(this.timer);
		this.timer = setTimeout(() => void this.flush(), typing ? PAUSE_MS : 0);
	}

	/** Sends what waits, now. */
	async flush(): Promise<void> {
		clearTimeout(this.timer);
		while (this.sending) await this.sending;
		if (!this.waits) return;
		this.waits = false;
		this.state = 'keeping';
		this.sending = this.bring();
		await this.sending;
	}

	/** Another window's words may be written over: from the revision that it left. */
	over(revision: number): void {
		this.revision = revision;
		this.said(false);
	}

	/** Nothing is under way afterwards, and nothing will be: the form itself brings everything. */
	async rest(): Promise<void> {
		clearTimeout(this.timer);
		this.waits = false;
		while (this.sending) await this.sending;
	}

	/** Whether a request is under way. */
	get isBusy(): boolean {
		return this.sending !== null;
	}

	private async bring(): Promise<void> {
		const kept = await this.send(this.revision);
		this.sending = null;
		if (kept.ok) {
			this.revision = kept.revision;
			this.why = null;
			this.state = 'kept';
			return;
		}
		const { code, params } = kept;
		this.why = { code, params };
		this.state = 'failed';
		if (code !== 'app.unreachable') return;
		this.waits = true;
		clearTimeout(this.timer);
		this.timer = setTimeout(() => void this.flush(), AGAIN_MS);
	}
}
