import type { AnyGiven } from '$lib/features/bank';
import { AnswerSaver } from '$lib/features/exams/components/room/answer-saver';
import { keptOf, type KeptAnswer } from '$lib/features/exams/components/room/journal';
import { sendAnswers } from '$lib/features/exams/components/room/send-answers';
import { ServerClock } from '$lib/features/exams/components/room/server-clock';
import type { AnswerState } from '$lib/features/exams/types';
import type { Way } from './network';

export interface Candidate {
	attemptId: string;
	sittingId: string;
	cookie: string;
	answers: AnyGiven[];
}

/** Everybody by their attempt: the room's own sender asks for an address without a host, as in a browser. */
const writers = new Map<string, Writer>();
const direct = globalThis.fetch;
globalThis.fetch = (input, init) => {
	const writer = writers.get(/^\/attempt\/([^/]+)/.exec(String(input))?.[1] ?? '');
	if (!writer) return direct(input, init);
	const headers = { ...(init?.headers as object), cookie: writer.cookie };
	return direct(writer.way.url + String(input), { ...init, headers });
};

const pause = (ms: number) => new Promise((over) => setTimeout(over, ms));

/**
 * A candidate at a device: the exam room's own saver, sender, journal and clock without its page. Writes on whatever happens,
 * as people do, and knows what was acknowledged.
 */
export class Writer {
	/** What was made, and of that what the server says it has: `attempt position seq` to the answer. */
	readonly made = new Map<string, AnswerState>();
	readonly acknowledged = new Map<string, AnswerState>();
	/** Why the room took no more answers, which nothing that happens here may cause. */
	readonly closed: string[] = [];
	/** When the answer was made that was acknowledged last, by this machine's timer; how often nothing came back. */
	caughtUp = 0;
	unreachable = 0;
	/** By how much the device's clock is wrong. */
	wrong = 0;
	private journal: KeptAnswer[] = [];
	private seqs = new Map<number, number>();
	private madeAt = new Map<string, number>();
	private clock = new ServerClock(0, () => this.now());
	private saver = this.room();
	private writing = false;

	constructor(
		private readonly who: Candidate,
		readonly way: Way
	) {
		writers.set(who.attemptId, this);
	}

	get cookie(): string {
		return this.who.cookie;
	}
	get attemptId(): string {
		return this.who.attemptId;
	}
	get pending(): number {
		return this.saver.pending;
	}
	/** By the room's clock. */
	get msLeft(): number {
		return this.clock.msLeft;
	}

	/** Changes answers, one each `pace` milliseconds, give or take a half. */
	async write(pace: number): Promise<void> {
		this.writing = true;
		this.saver.start([]);
		await pause(Math.random() * pace);
		while (this.writing) {
			this.change();
			await pause(pace * (0.5 + Math.random()));
		}
	}

	/** Writes no more; what waits is still brought. */
	rest(): void {
		this.writing = false;
	}

	stop(): void {
		this.rest();
		this.saver.stop();
	}

	/** As a window does that somebody looks at again. */
	look(): void {
		void this.saver.flush();
	}

	/** Loads the page anew: the saver begins with what the journal kept. */
	reload(): void {
		this.saver.stop();
		this.saver = this.room();
		this.saver.start(keptOf(JSON.parse(JSON.stringify(this.journal))));
	}

	/** Milliseconds of the device's own time (`deviceNow`). */
	private now(): number {
		return performance.timeOrigin + performance.now() + this.wrong;
	}

	private room(): AnswerSaver {
		const saver: AnswerSaver = new AnswerSaver({
			send: async (sending) => {
				const outcome = await sendAnswers(this.attemptId, 1, sending);
				if (outcome.kind === 'unreachable') this.unreachable++;
				return outcome;
			},
			journal: { read: async () => this.journal, write: (pending) => void (this.journal = [...pending]) },
			now: () => this.now(),
			changed: () => {},
			replied: ({ acknowledged, msLeft }, sentAt) => {
				this.clock.sync(msLeft, sentAt);
				for (const [position, seq] of acknowledged) this.take(`${this.attemptId} ${position} ${seq}`);
			},
			closed: (code) => void this.closed.push(code)
		});
		return saver;
	}

	private take(key: string): void {
		const answer = this.made.get(key);
		if (!answer) return void this.closed.push(`acknowledged, never made: ${key}`);
		this.acknowledged.set(key, answer);
		this.caughtUp = Math.max(this.caughtUp, this.madeAt.get(key) ?? 0);
	}

	/** Gives, flags or takes back an answer. */
	private change(): void {
		const position = 1 + Math.floor(Math.random() * this.who.answers.length);
		const seq = (this.seqs.get(position) ?? 0) + 1;
		this.seqs.set(position, seq);
		const given = seq % 4 === 0 ? null : this.who.answers[position - 1]!;
		const answer = { position, seq, given, flagged: seq % 3 === 0 };
		const key = `${this.attemptId} ${position} ${seq}`;
		this.made.set(key, answer);
		this.madeAt.set(key, performance.now());
		this.saver.put(answer);
	}
}
