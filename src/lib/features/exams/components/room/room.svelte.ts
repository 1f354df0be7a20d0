import type { ErrorCode } from '$lib/i18n/codes';
import type { AnyGiven, CaseHtml } from '$lib/features/bank';
import type { AnswerState, Paper, PaperQuestion, SavedReply } from '../../types';
import { AnswerSaver, type SaverStatus } from './answer-saver';
import type { Journal } from './journal';
import { sendAnswers } from './send-answers';
import { ServerClock } from './server-clock';

/** From here on every answer is sent by itself and at once. */
const HURRY_MS = 5_000;
/** Somebody who writes is not interrupted at each letter. */
const TYPING_MS = 1_500;
const typed = new Set(['numeric', 'fillIn', 'shortAnswer', 'essay']);

export interface RoomStart extends Paper {
	attemptId: string;
	answers: AnswerState[];
	savedAt: string | null;
	msLeft: number;
	/** The question to begin with. */
	position: number;
}

/** What the exam room knows while a candidate writes. */
export class RoomState {
	readonly questions: PaperQuestion[];
	readonly cases: CaseHtml[];
	position = $state(1);
	msLeft = $state(0);
	savedAt = $state<string | null>(null);
	status = $state<SaverStatus>('idle');
	pending = $state(0);
	/** Whether script runs and saves by itself; before that the page is a plain form. */
	live = $state(false);
	/** Questions that a newer answer from another machine replaced here. */
	elsewhere = $state<number[]>([]);
	private answers = $state<Record<number, AnswerState>>({});

	private readonly saver: AnswerSaver;
	private readonly clock: ServerClock;

	constructor(
		private readonly start: RoomStart,
		private readonly ports: { journal: Journal; closed(code: ErrorCode): void }
	) {
		this.questions = start.questions;
		this.cases = start.cases;
		this.position = Math.min(Math.max(1, start.position), start.questions.length);
		this.savedAt = start.savedAt;
		this.answers = Object.fromEntries(start.answers.map((answer) => [answer.position, answer]));
		this.clock = new ServerClock(start.msLeft, () => performance.now());
		this.msLeft = start.msLeft;
		this.saver = new AnswerSaver({
			send: (answers, last) => sendAnswers(start.attemptId, answers, last),
			journal: ports.journal,
			now: () => performance.now(),
			changed: () => this.mirror(),
			replied: (reply, sentAt) => this.take(reply, sentAt),
			closed: ports.closed
		});
	}

	readonly question = $derived.by(() => this.questions[this.position - 1] as PaperQuestion);
	/** Which case the question belongs to; null for a question by itself. */
	readonly caseIndex = $derived.by(() => this.question.case);
	/** Nothing may be changed any more: time is up, or the paper is in. */
	readonly locked = $derived(this.msLeft <= 0 || this.status === 'closed');
	readonly counts = $derived.by(() => {
		const given = this.questions.map(({ position }) => this.answerOf(position));
		const answered = given.filter((answer) => answer.given !== null).length;
		return {
			answered,
			unanswered: given.length - answered,
			flagged: given.filter(({ flagged }) => flagged).length
		};
	});

	answerOf(position: number): AnswerState {
		return this.answers[position] ?? { position, seq: 0, given: null, flagged: false };
	}

	/** Begins to save; answers that an earlier visit could not send come first. Returns what ends it. */
	open(): () => void {
		const left = this.ports.journal.read().filter(({ position, seq }) => {
			return position <= this.questions.length && seq > this.answerOf(position).seq;
		});
		for (const answer of left) this.answers[answer.position] = answer;
		this.live = true;
		this.saver.start(left);
		const ticking = setInterval(() => this.tick(), 250);
		const now = () => void this.saver.flush();
		const leaving = () => document.visibilityState === 'hidden' && this.saver.leave();
		const returning = () => document.visibilityState === 'visible' && now();
		addEventListener('online', now);
		addEventListener('pagehide', leaving);
		document.addEventListener('visibilitychange', leaving);
		document.addEventListener('visibilitychange', returning);
		return () => {
			clearInterval(ticking);
			removeEventListener('online', now);
			removeEventListener('pagehide', leaving);
			document.removeEventListener('visibilitychange', leaving);
			document.removeEventListener('visibilitychange', returning);
			this.saver.stop();
		};
	}

	go(position: number): void {
		this.position = Math.min(Math.max(1, position), this.questions.length);
	}

	/** Takes an answer to the question; null takes it back. */
	answer(given: AnyGiven | null): void {
		this.give({ given });
	}

	/** Chooses an option by its place from 0, or takes back one of several. Other kinds have no such places. */
	choose(place: number): void {
		const { question } = this.question;
		const { given } = this.answerOf(this.position);
		if (question.type === 'trueFalse') {
			if (place < 2 && given !== (place === 0)) this.give({ given: place === 0 });
			return;
		}
		if (question.type !== 'single' && question.type !== 'multiple') return;
		const option = question.options[place]?.id;
		if (option === undefined || option === given) return;
		if (question.type === 'single') return this.give({ given: option });
		const chosen = Array.isArray(given) ? given : [];
		// In the order of the paper, so that the same options are the same answer.
		const now = question.options.map(({ id }) => id).filter((id) => chosen.includes(id) !== (id === option));
		this.give({ given: now.length ? now : null });
	}

	toggleFlag(): void {
		this.give({ flagged: !this.answerOf(this.position).flagged });
	}

	flush(): Promise<void> {
		return this.saver.flush();
	}

	/** Takes over what the server has and this window has not: another one was used meanwhile. */
	adopt(answers: readonly AnswerState[]): void {
		for (const answer of answers) {
			if (answer.seq > this.answerOf(answer.position).seq) this.answers[answer.position] = answer;
		}
	}

	private give(change: Partial<Pick<AnswerState, 'given' | 'flagged'>>): void {
		if (this.locked) return;
		const before = this.answerOf(this.position);
		const answer = { ...before, ...change, seq: before.seq + 1 };
		this.answers[this.position] = answer;
		const wait = this.msLeft < HURRY_MS ? 0 : typed.has(this.question.question.type) ? TYPING_MS : undefined;
		this.saver.put(answer, wait);
	}

	private take(reply: SavedReply, sentAt: number): void {
		this.clock.sync(reply.msLeft, sentAt);
		this.msLeft = this.clock.msLeft;
		if (reply.acknowledged.length) this.savedAt = reply.savedAt;
		const newer = reply.kept.filter(({ position, seq }) => seq >= this.answerOf(position).seq);
		for (const answer of newer) this.answers[answer.position] = answer;
		const positions = newer
			.map(({ position }) => position)
			.filter((position) => !this.elsewhere.includes(position));
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
