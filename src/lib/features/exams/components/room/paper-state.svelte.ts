import type { AnyGiven, CaseHtml } from '$lib/features/bank';
import { hasOpenPart } from './open-part';
import type { AnswerState, Paper, PaperQuestion } from '../../types';

/** A paper with its answers as a window shows them, and where in it the candidate stands. */
export abstract class PaperState {
	readonly questions: PaperQuestion[];
	readonly cases: CaseHtml[];
	position = $state(1);
	private answers = $state<Record<number, AnswerState>>({});

	constructor(
		paper: Paper & { answers: readonly AnswerState[] },
		/** Whether there is no way back. */
		readonly oneWay: boolean,
		position: number
	) {
		this.questions = paper.questions;
		this.cases = paper.cases;
		this.answers = Object.fromEntries(paper.answers.map((answer) => [answer.position, answer]));
		this.position = this.within(position);
	}

	/** Whether nothing may be changed now. */
	abstract readonly locked: boolean;
	/** Called with each new version of an answer. */
	protected abstract changed(answer: AnswerState): void;

	readonly question = $derived.by(() => this.questions[this.position - 1] as PaperQuestion);
	/** Which case the question belongs to; null for a question by itself. */
	readonly caseIndex = $derived.by(() => this.question.case);
	readonly counts = $derived.by(() => {
		const given = this.questions.map(({ position }) => this.answerOf(position));
		const answered = given.filter((answer) => answer.given !== null).length;
		return {
			answered,
			unanswered: given.length - answered,
			flagged: given.filter(({ flagged }) => flagged).length
		};
	});

	/** Questions that are answered in part. */
	readonly partly = $derived.by(() =>
		this.questions
			.filter(({ position, question }) => hasOpenPart(question, this.answerOf(position).given))
			.map(({ position }) => position)
	);

	answerOf(position: number): AnswerState {
		return this.answers[position] ?? { position, seq: 0, given: null, flagged: false };
	}

	go(position: number): void {
		this.position = this.within(position);
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

	/** Takes over what another window or the server has and this one has not. Returns the positions that changed. */
	adopt(answers: readonly AnswerState[], orEqual = false): number[] {
		const newer = answers.filter(({ position, seq }) => {
			const own = this.answerOf(position).seq;
			return position <= this.questions.length && (seq > own || (orEqual && seq === own));
		});
		for (const answer of newer) this.answers[answer.position] = answer;
		return newer.map(({ position }) => position);
	}

	private within(position: number): number {
		// Without a way back nobody stands before where they stand, nor before the furthest question that they answered.
		const least = this.oneWay ? Math.max(this.position, ...Object.keys(this.answers).map(Number)) : 1;
		return Math.min(Math.max(least, position), this.questions.length);
	}

	private give(change: Partial<Pick<AnswerState, 'given' | 'flagged'>>): void {
		if (this.locked) return;
		const before = this.answerOf(this.position);
		const answer = { ...before, ...change, seq: before.seq + 1 };
		this.answers[this.position] = answer;
		this.changed($state.snapshot(answer));
	}
}
