import type { ErrorCode } from '$lib/i18n/codes';

/** How long nothing may be chosen or typed before it is saved, and how long to wait before it is tried again. */
const PAUSE_MS = 600;
const AGAIN_MS = 5000;

/**
 * A sheet as it is being filled in: saved whole after every pause, one save after the other, each on top of the version that the
 * last one gave. What the server could not be asked about is asked again with the same version, and counts once.
 */
export class SheetDraft {
	version = $state(0);
	savedAt = $state<string | null>(null);
	state = $state<'saved' | 'saving' | 'unsaved'>('saved');
	/** Why it is not saved any more: another device went on, or it was handed in there. */
	refused = $state<ErrorCode | null>(null);
	private timer: ReturnType<typeof setTimeout> | undefined;
	private running: Promise<void> | null = null;
	private changed = false;

	constructor(
		private readonly address: string,
		private readonly read: () => FormData,
		saved: { version: number; savedAt: string | null }
	) {
		this.version = saved.version;
		this.savedAt = saved.savedAt;
	}

	/** Something was chosen or typed. */
	touch(): void {
		if (this.refused) return;
		this.changed = true;
		this.state = 'saving';
		this.later(PAUSE_MS);
	}

	/** Saves what is not saved yet; resolves once the server has answered or could not be reached. */
	async settle(): Promise<void> {
		clearTimeout(this.timer);
		while (this.running) await this.running;
		if (this.changed) await this.save();
	}

	stop(): void {
		clearTimeout(this.timer);
	}

	private later(ms: number): void {
		clearTimeout(this.timer);
		this.timer = setTimeout(() => void this.settle(), ms);
	}

	private save(): Promise<void> {
		this.changed = false;
		this.running = this.send().finally(() => (this.running = null));
		return this.running;
	}

	private async send(): Promise<void> {
		const body = this.read();
		body.set('version', String(this.version));
		try {
			const answer = await fetch(this.address, { method: 'POST', body });
			const said = (await answer.json()) as {
				version?: number;
				savedAt?: string;
				error?: { code: ErrorCode };
			};
			// The server away or out of room is no answer about the sheet.
			if (answer.status >= 500) throw new Error(String(answer.status));
			if (said.error) {
				this.refused = said.error.code;
				this.state = 'unsaved';
				return;
			}
			this.version = said.version ?? this.version;
			this.savedAt = said.savedAt ?? null;
			if (!this.changed) this.state = 'saved';
		} catch {
			this.changed = true;
			this.state = 'unsaved';
			this.later(AGAIN_MS);
		}
	}
}
