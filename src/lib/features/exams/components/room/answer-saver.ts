import type { ErrorCode } from '$lib/i18n/codes';
import type { AnswerState, NoticedEvent, SavedReply } from '../../types';
import type { Journal, KeptAnswer } from './journal';
import type { Sending, SendOutcome } from './send-answers';

/** `closed`: the attempt takes no more answers from here. */
export type SaverStatus = 'idle' | 'waiting' | 'sending' | 'offline' | 'signedOut' | 'closed';

export interface SaverPorts {
	send(sending: Sending): Promise<SendOutcome>;
	journal: Journal;
	/** Milliseconds of a timer that no setting of the device's clock moves, and that goes on when a page is loaded anew. */
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
/** Nothing is said to be older: a device whose clock was put right between two visits does not know how old. */
const OLDEST_MS = 86_400_000;
const ageOf = (ms: number) => Math.min(OLDEST_MS, Math.max(0, ms));

/** What a device noticed, by the saver's timer. */
interface Noticed {
	kind: NoticedEvent['kind'];
	ms: number;
	at: number;
}

/**
 * Brings answers to the server: each at once into the journal, together after a moment to the server, again and
 * again until they are acknowledged. Knows no page: timers are the global ones, everything else is given.
 */
export class AnswerSaver {
	status: SaverStatus = 'idle';
	private readonly unsent = new Map<number, KeptAnswer>();
	private noticed: Noticed[] = [];
	private timer: ReturnType<typeof setTimeout> | undefined;
	private underWay: Promise<void> | null = null;
	private failures = 0;
	/** When the oldest answer that waits came, by the saver's timer. */
	private waitingSince = 0;

	constructor(private readonly ports: SaverPorts) {}

	/** Answers not acknowledged yet. */
	get pending(): number {
		return this.unsent.size;
	}

	/** Starts the heartbeat, and sends what an earlier visit could not; also after it was stopped. */
	start(left: readonly KeptAnswer[]): void {
		this.set('idle');
		this.failures = 0;
		for (const answer of left) this.unsent.set(answer.position, answer);
		this.schedule(0);
	}

	/** Takes a new version of an answer, and waits `ms` for others; never longer than `LONGEST_WAIT_MS` since the first. */
	put(answer: AnswerState, ms = DEBOUNCE_MS): void {
		if (this.status === 'closed') return;
		const madeAt = this.ports.now();
		if (this.status !== 'waiting') this.waitingSince = madeAt;
		this.unsent.set(answer.position, { ...answer, madeAt });
		this.ports.journal.write([...this.unsent.values()]);
		if (this.failures === 0) {
			this.set('waiting');
			const longest = this.waitingSince + LONGEST_WAIT_MS - madeAt;
			this.schedule(Math.max(0, Math.min(ms, longest)));
		} else {
			this.ports.changed();
		}
	}

	/** Takes what the device noticed along with the next request, which comes at once. */
	notice(kind: NoticedEvent['kind'], ms: number): void {
		if (this.status === 'closed') return;
		this.noticed.push({ kind, ms, at: this.ports.now() });
		if (this.failures === 0) this.schedule(DEBOUNCE_MS);
	}

	/** Sends now whatever is unsent, and comes back when the server has answered or cannot be reached. */
	async flush(): Promise<void> {
		await this.underWay;
		await this.send();
	}

	/** The page is going out of sight: one request that outlives it. What it carries stays in the journal. */
	leave(): void {
		if (this.status !== 'closed') void this.ports.send({ ...this.sending(), last: true });
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

	private sending(): Sending {
		const now = this.ports.now();
		const kept = [...this.unsent.values()];
		const youngest = Math.max(...kept.map(({ madeAt }) => madeAt));
		return {
			answers: kept.map(({ madeAt: _madeAt, ...answer }) => answer),
			events: this.noticed.map(({ kind, ms, at }) => ({ kind, ms, age: ageOf(now - at) })),
			age: kept.length ? ageOf(now - youngest) : 0,
			last: false
		};
	}

	private async exchange(): Promise<void> {
		const sending = this.sending();
		const carried = this.noticed.length;
		const sentAt = this.ports.now();
		if (sending.answers.length && this.failures === 0) this.set('sending');
		const outcome = await this.ports.send(sending);
		if (this.status === 'closed') return;
		if (outcome.kind === 'saved') {
			this.noticed = this.noticed.slice(carried);
			this.accept(outcome.reply, sentAt);
		} else if (outcome.kind === 'refused') this.close(outcome.code);
		else if (outcome.kind === 'paused') this.rest();
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

	/** Asks again later; whoever hears that the clock goes on flushes. */
	private rest(): void {
		this.failures = 0;
		this.set(this.unsent.size ? 'waiting' : 'idle');
		this.schedule(HEARTBEAT_MS);
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
