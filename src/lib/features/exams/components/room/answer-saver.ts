import type { ErrorCode } from '$lib/i18n/codes';
import type { AnswerState, SavedReply } from '../../types';
import type { Journal } from './journal';

/** What came of sending: an answer, a refusal for good, or nothing (no network, a server that is away). */
export type SendOutcome =
	| { kind: 'saved'; reply: SavedReply }
	| { kind: 'refused'; code: ErrorCode }
	| { kind: 'signedOut' }
	| { kind: 'unreachable' };

/** `closed`: the attempt takes no more answers. */
export type SaverStatus = 'idle' | 'waiting' | 'sending' | 'offline' | 'signedOut' | 'closed';

export interface SaverPorts {
	send(answers: readonly AnswerState[], last: boolean): Promise<SendOutcome>;
	journal: Journal;
	/** Milliseconds of a monotonic timer. */
	now(): number;
	/** Called after every change of `status` or `pending`. */
	changed(): void;
	/** `sentAt` is when the request left, by `now()`. */
	replied(reply: SavedReply, sentAt: number): void;
	/** The server takes no more: `code` says why. */
	closed(code: ErrorCode): void;
}

/** Answers of this long are sent together. */
const DEBOUNCE_MS = 400;
/** Whoever never pauses is saved as well. */
const LONGEST_WAIT_MS = 5_000;
/** Without any answer the server is asked this often how much time is left. */
const HEARTBEAT_MS = 15_000;
const BACKOFF_MS = [1_000, 2_000, 4_000, 8_000];

/**
 * Brings answers to the server: each at once into the journal, together after a moment to the server, again and
 * again until they are acknowledged. Knows no page: timers are the global ones, everything else is given.
 */
export class AnswerSaver {
	status: SaverStatus = 'idle';
	private readonly unsent = new Map<number, AnswerState>();
	private timer: ReturnType<typeof setTimeout> | undefined;
	private underWay: Promise<void> | null = null;
	private failures = 0;
	/** When the oldest answer that waits came, by the monotonic timer. */
	private waitingSince = 0;

	constructor(private readonly ports: SaverPorts) {}

	/** Answers not acknowledged yet. */
	get pending(): number {
		return this.unsent.size;
	}

	/** Starts the heartbeat, and sends what an earlier visit could not. */
	start(left: readonly AnswerState[]): void {
		for (const answer of left) this.unsent.set(answer.position, answer);
		this.schedule(0);
	}

	/** Takes a new version of an answer, and waits `ms` for others; never longer than `LONGEST_WAIT_MS` since the first. */
	put(answer: AnswerState, ms = DEBOUNCE_MS): void {
		if (this.status === 'closed') return;
		if (this.status !== 'waiting') this.waitingSince = this.ports.now();
		this.unsent.set(answer.position, answer);
		this.ports.journal.write([...this.unsent.values()]);
		if (this.failures === 0) {
			this.set('waiting');
			const longest = this.waitingSince + LONGEST_WAIT_MS - this.ports.now();
			this.schedule(Math.max(0, Math.min(ms, longest)));
		} else {
			this.ports.changed();
		}
	}

	/** Sends now whatever is unsent, and comes back when the server has answered or cannot be reached. */
	async flush(): Promise<void> {
		await this.underWay;
		await this.send();
	}

	/** The page is going away: one last request that outlives it. What it carries stays in the journal. */
	leave(): void {
		if (this.unsent.size && this.status !== 'closed') void this.ports.send([...this.unsent.values()], true);
	}

	stop(): void {
		clearTimeout(this.timer);
		this.status = 'closed';
	}

	private schedule(ms: number): void {
		clearTimeout(this.timer);
		if (this.status !== 'closed') this.timer = setTimeout(() => void this.send(), ms);
	}

	private send(): Promise<void> {
		// One request at a time: the next one takes along what came in the meantime.
		if (this.underWay || this.status === 'closed') return this.underWay ?? Promise.resolve();
		clearTimeout(this.timer);
		this.underWay = this.exchange().finally(() => (this.underWay = null));
		return this.underWay;
	}

	private async exchange(): Promise<void> {
		const batch = [...this.unsent.values()];
		const sentAt = this.ports.now();
		if (batch.length && this.failures === 0) this.set('sending');
		const outcome = await this.ports.send(batch, false);
		if (this.status === 'closed') return;
		if (outcome.kind === 'saved') this.accept(outcome.reply, sentAt);
		else if (outcome.kind === 'refused') this.close(outcome.code);
		else this.retry(outcome.kind === 'signedOut' ? 'signedOut' : 'offline');
	}

	private accept(reply: SavedReply, sentAt: number): void {
		this.failures = 0;
		const settled = [
			...reply.acknowledged,
			...reply.kept.map(({ position, seq }) => [position, seq] as const)
		];
		for (const [position, seq] of settled) {
			const waiting = this.unsent.get(position);
			if (waiting && waiting.seq <= seq) this.unsent.delete(position);
		}
		this.ports.journal.write([...this.unsent.values()]);
		this.ports.replied(reply, sentAt);
		this.set(this.unsent.size ? 'waiting' : 'idle');
		this.schedule(this.unsent.size ? DEBOUNCE_MS : Math.min(HEARTBEAT_MS, reply.msLeft + 250));
	}

	private close(code: ErrorCode): void {
		clearTimeout(this.timer);
		this.set('closed');
		this.ports.closed(code);
	}

	private retry(status: 'offline' | 'signedOut'): void {
		const delay = BACKOFF_MS[Math.min(this.failures, BACKOFF_MS.length - 1)] ?? 0;
		this.failures++;
		this.set(status);
		this.schedule(delay);
	}

	private set(status: SaverStatus): void {
		this.status = status;
		this.ports.changed();
	}
}
