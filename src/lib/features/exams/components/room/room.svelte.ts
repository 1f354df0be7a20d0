import type { ErrorCode } from '$lib/i18n/codes';
import type { OpenRoom, Seated, Signal } from '../../index.server';
import type { AnswerState, NoticedEvent, SavedReply } from '../../types';
import { AnswerSaver, type SaverStatus } from './answer-saver';
import { askRoom } from './ask-room';
import { deviceNow } from './device-time';
import type { Journal } from './journal';
import { oneWindow } from './one-window';
import { PaperState } from './paper-state.svelte';
import { sendAnswers } from './send-answers';
import { ServerClock } from './server-clock';

/** From here on every answer is sent by itself and at once. */
const HURRY_MS = 5_000;
/** Somebody who writes is not interrupted at each letter. */
const TYPING_MS = 1_500;
const typed = new Set(['numeric', 'fillIn', 'shortAnswer', 'essay']);

export interface RoomStart extends OpenRoom {
	attemptId: string;
	/** Whether there is no way back. */
	oneWay: boolean;
	/** Whether this window has begun the attempt, and has its seat. */
	seated: boolean;
	/** The question to begin with. */
	position: number;
}

interface RoomPorts {
	journal: Journal;
	/** The server takes no more from here. */
	closed(code: ErrorCode): void;
	/** Something came from outside. */
	told(signal: Signal): void;
}

/** What the exam room knows while a candidate writes. */
export class RoomState extends PaperState {
	msLeft = $state(0);
	savedAt = $state<string | null>(null);
	status = $state<SaverStatus>('idle');
	pending = $state(0);
	pause = $state<'break' | 'room' | null>(null);
	breakMs = $state(0);
	/** Whether script runs and saves by itself; before that the page is a plain form. */
	live = $state(false);
	/** Whether another window of this device, or another device, has the seat. */
	away = $state<'window' | 'device' | null>(null);
	/** Questions that a newer answer from another machine replaced here. */
	elsewhere = $state<number[]>([]);
	private seat: number | null;
	private readonly saver: AnswerSaver;
	private readonly clock: ServerClock;
	private readonly window: ReturnType<typeof oneWindow>;

	constructor(
		private readonly start: RoomStart,
		private readonly ports: RoomPorts
	) {
		super(start, start.oneWay, start.position);
		this.savedAt = start.savedAt;
		this.pause = start.pause;
		this.breakMs = start.breakMs;
		this.seat = start.seated ? start.seat : null;
		this.clock = new ServerClock(start.msLeft, deviceNow);
		this.msLeft = start.msLeft;
		this.window = oneWindow(start.attemptId, () => this.giveWay('window'));
		this.saver = new AnswerSaver({
			send: (sending) => sendAnswers(start.attemptId, this.seat, sending),
			journal: ports.journal,
			now: deviceNow,
			changed: () => this.mirror(),
			replied: (reply, sentAt) => this.take(reply, sentAt),
			closed: (code) => this.close(code)
		});
	}

	/** Nothing may be changed: time is up, or stands, or the paper is in, or another window writes. */
	readonly locked = $derived(
		this.msLeft <= 0 || this.pause !== null || this.away !== null || this.status === 'closed'
	);
	/** Begins to save; answers that an earlier visit could not send come first. Returns what ends it. */
	open(): () => void {
		this.live = true;
		void this.sit(this.window.take());
		const ticking = setInterval(() => this.tick(), 250);
		const now = () => void this.saver.flush();
		const leaving = () => document.visibilityState === 'hidden' && this.saver.leave();
		const returning = () => document.visibilityState === 'visible' && now();
		addEventListener('online', now);
		addEventListener('pagehide', leaving);
		document.addEventListener('visibilitychange', leaving);
		document.addEventListener('visibilitychange', returning);
		const signals = new EventSource(`/attempt/${this.start.attemptId}/signals`);
		signals.onmessage = ({ data }) => this.hear(JSON.parse(String(data)) as Signal);
		return () => {
			clearInterval(ticking);
			signals.close();
			removeEventListener('online', now);
			removeEventListener('pagehide', leaving);
			document.removeEventListener('visibilitychange', leaving);
			document.removeEventListener('visibilitychange', returning);
			this.saver.stop();
			this.window.close();
		};
	}

	/** Writes here instead of in the window that has the seat. */
	insist(): Promise<void> {
		return this.sit(this.window.insist());
	}

	flush(): Promise<void> {
		return this.saver.flush();
	}

	/** Tells the server what the device noticed. */
	notice(kind: NoticedEvent['kind'], ms = 0): void {
		this.saver.notice(kind, ms);
	}

	/** Begins a break, or ends it. Returns the refusal's code. */
	async takeBreak(end: boolean): Promise<ErrorCode | null> {
		await this.saver.flush();
		const asked = await askRoom<void>(`/attempt/${this.start.attemptId}/break`, { body: { end } });
		return asked.ok ? null : asked.code;
	}

	/** Takes the seat once this window may, and then whatever the device still keeps. */
	private async sit(mayI: Promise<boolean>): Promise<void> {
		if (!(await mayI)) return this.giveWay('window');
		if (this.seat === null || this.away) {
			const asked = await askRoom<Seated>(`/attempt/${this.start.attemptId}/seat`);
			if (asked.ok) this.settle(asked.value);
			// Without a network the window writes on from what it has, and takes its seat with the first signal that comes.
			else if (asked.code !== 'app.unreachable') return this.close(asked.code);
		}
		this.away = null;
		const left = await this.ports.journal.read();
		const newer = new Set(this.adopt(left.map(({ madeAt: _madeAt, ...answer }) => answer)));
		this.saver.start(left.filter(({ position }) => newer.has(position)));
	}

	private settle(seated: Seated): void {
		this.seat = seated.seat;
		this.adopt(seated.answers);
		this.clock.sync(seated.msLeft, deviceNow());
	}

	private giveWay(to: 'window' | 'device'): void {
		this.away = to;
		// What is on its way may still arrive; nothing new goes from here.
		this.saver.leave();
		this.saver.stop();
	}

	private close(code: ErrorCode): void {
		if (code === 'exams.seat.taken') return this.giveWay('window');
		if (code === 'exams.seat.held') return this.giveWay('device');
		this.ports.closed(code);
	}

	private hear(signal: Signal): void {
		const wasPaused = this.pause !== null;
		this.clock.set(signal.msLeft, signal.pause !== null);
		this.msLeft = this.clock.msLeft;
		this.pause = signal.pause;
		this.breakMs = signal.breakMs;
		if (this.seat !== null && signal.seat > this.seat) this.giveWay(signal.isHere ? 'window' : 'device');
		if (wasPaused && !this.pause) void this.saver.flush();
		if (signal.handedIn) void this.saver.flush();
		this.ports.told(signal);
	}

	protected changed(answer: AnswerState): void {
		const wait = this.msLeft < HURRY_MS ? 0 : typed.has(this.question.question.type) ? TYPING_MS : undefined;
		this.saver.put(answer, wait);
	}

	private take(reply: SavedReply, sentAt: number): void {
		this.clock.sync(reply.msLeft, sentAt);
		if (!reply.paused) this.clock.go();
		this.msLeft = this.clock.msLeft;
		if (reply.acknowledged.length) this.savedAt = reply.savedAt;
		const positions = this.adopt(reply.kept, true).filter((position) => !this.elsewhere.includes(position));
		this.elsewhere = [...this.elsewhere, ...positions];
	}

	private tick(): void {
		const before = this.msLeft;
		this.msLeft = this.clock.msLeft;
		// The last moment: send what is left, and learn from the server that it is over.
		if (before > 0 && this.msLeft === 0) void this.saver.flush();
	}

	private mirror(): void {
		this.status = this.saver.status;
		this.pending = this.saver.pending;
	}
}
