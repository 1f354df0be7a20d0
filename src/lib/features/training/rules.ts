import type { CheckQuestion } from '$lib/content/module-format';
import type { IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';

/** How long to wait after a failed check before the next try, so that it is prepared for and not guessed at. */
export const RETRY_MINUTES = 10;

/** One try at a check, as it was handed in. */
export interface Try {
	at: Date;
	/** Percent, rounded down. */
	score: number;
	passed: boolean;
}

/** What is known of one person and one version of a module. */
export interface LearningFacts {
	started: boolean;
	/** Slugs in the module's order. */
	lessons: readonly string[];
	finished: ReadonlySet<string>;
	tries: readonly Try[];
	completed: boolean;
}

export type LearningState = 'notStarted' | 'inProgress' | 'completed';
export type NextStep =
	| { kind: 'start' }
	| { kind: 'lesson'; lesson: string }
	| { kind: 'check' }
	| { kind: 'wait'; until: Date }
	| { kind: 'done' };

/** The one thing to do next in a module. */
export function computeNextStep(facts: LearningFacts, now: Date): NextStep {
	if (facts.completed) return { kind: 'done' };
	if (!facts.started) return { kind: 'start' };
	const lesson = facts.lessons.find((slug) => !facts.finished.has(slug));
	if (lesson !== undefined) return { kind: 'lesson', lesson };
	const until = retryAt(facts.tries);
	return until && until > now ? { kind: 'wait', until } : { kind: 'check' };
}

/** How far a person is: the lessons and the check count one each. */
export function computeProgress(facts: LearningFacts): { state: LearningState; done: number; total: number } {
	const total = facts.lessons.length + 1;
	if (facts.completed) return { state: 'completed', done: total, total };
	const done = facts.lessons.filter((slug) => facts.finished.has(slug)).length;
	return { state: facts.started ? 'inProgress' : 'notStarted', done, total };
}

/** When a check may be tried again; null when it was never failed. Tries may come in any order. */
export function retryAt(tries: readonly Try[]): Date | null {
	if (!tries.length) return null;
	const last = Math.max(...tries.map(({ at }) => at.getTime()));
	return new Date(last + RETRY_MINUTES * 60_000);
}

/** Whether a check may be handed in now. */
export function mayHandInCheck(facts: LearningFacts, now: Date): Decision<object> {
	const step = computeNextStep(facts, now);
	if (step.kind === 'check') return yes({});
	if (step.kind === 'done') return no('training.check.completed');
	if (step.kind === 'start') return no('training.module.not_started');
	if (step.kind === 'lesson') return no('training.check.lessons_open');
	return no('training.check.too_soon', {
		minutes: Math.ceil((step.until.getTime() - now.getTime()) / 60_000)
	});
}

/** Question id -> ids of the chosen options. */
export type CheckAnswers = Record<string, string[]>;

/** The questions whose answer cannot be taken: none or an unknown option, or several where one is asked for. */
export function findUnanswered(questions: readonly CheckQuestion[], answers: CheckAnswers): string[] {
	return questions
		.filter(({ id, type, options }) => {
			const chosen = new Set(answers[id] ?? []);
			const known = [...chosen].every((option) => options.some((o) => o.id === option));
			return !known || chosen.size === 0 || (type !== 'multiple' && chosen.size > 1);
		})
		.map(({ id }) => id);
}

/** Whether an answer is right: exactly the correct options, neither fewer nor more. */
export function isRight(question: CheckQuestion, chosen: readonly string[] = []): boolean {
	const picked = new Set(chosen);
	return question.options.every(({ id, correct }) => picked.has(id) === correct);
}

/**
 * Marks a check. The score is the percentage of right answers rounded down, so that it reaches the pass mark
 * exactly when the true percentage does.
 */
export function markCheck(
	questions: readonly CheckQuestion[],
	passMark: number,
	answers: CheckAnswers
): { right: number; score: number; passed: boolean } {
	const right = questions.filter((question) => isRight(question, answers[question.id])).length;
	const score = Math.floor((right * 100) / questions.length);
	return { right, score, passed: score >= passMark };
}

/** The answers as they are kept: only this check's questions, each option once, in order. */
export const tidyAnswers = (questions: readonly CheckQuestion[], answers: CheckAnswers): CheckAnswers =>
	Object.fromEntries(questions.map(({ id }) => [id, [...new Set(answers[id] ?? [])].sort()]));

/**
 * A question's options in an order that only the seed decides: one person sees one order through a whole try,
 * and another at the next. True and false stay as they are.
 */
export function orderOptions<O extends { id: string }>(
	question: { id: string; type: CheckQuestion['type']; options: readonly O[] },
	seed: string
): O[] {
	if (question.type === 'trueFalse') return [...question.options];
	const keyed = question.options.map((option) => ({
		option,
		key: scatter(`${seed}/${question.id}/${option.id}`)
	}));
	return keyed
		.sort((a, b) => a.key - b.key || (a.option.id < b.option.id ? -1 : 1))
		.map(({ option }) => option);
}

/** FNV-1a with a final mix: evenly spread 32 bits, nothing secret about it. */
function scatter(text: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	return (hash ^ (hash >>> 13)) >>> 0;
}

/** The enrolment that counts: the one still open, or else the last. `enrolments` from the earliest to the latest. */
export const pickEnrolment = <E extends { completed: boolean }>(enrolments: readonly E[]): E | null =>
	enrolments.find(({ completed }) => !completed) ?? enrolments.at(-1) ?? null;

/** The module to go on with: the one touched last among those begun, or else the first not begun. */
export function pickGoOn<M extends { state: LearningState; position: number; touchedAt: Date | null }>(
	modules: readonly M[]
): M | null {
	const begun = modules.filter(({ state }) => state === 'inProgress');
	const latest = begun.sort((a, b) => (b.touchedAt?.getTime() ?? 0) - (a.touchedAt?.getTime() ?? 0))[0];
	const open = modules.filter(({ state }) => state === 'notStarted').sort((a, b) => a.position - b.position);
	return latest ?? open[0] ?? null;
}

/** Credit minutes of completions: in the calendar year of `today`, and in all. */
export function sumCredit(
	completions: readonly { completedOn: IsoDate; creditMinutes: number }[],
	today: IsoDate
): { thisYear: number; inAll: number } {
	const year = today.slice(0, 4);
	const sum = (rows: typeof completions) => rows.reduce((total, row) => total + row.creditMinutes, 0);
	return {
		thisYear: sum(completions.filter((row) => row.completedOn.startsWith(year))),
		inAll: sum(completions)
	};
}

/** Credit hours of minutes, with one decimal at most. */
export const creditHours = (minutes: number): number => Math.round(minutes / 6) / 10;

/** Where a module's next step is done. */
export function stepAddress(code: string, step: { kind: NextStep['kind']; lesson?: string }): string {
	if (step.kind === 'lesson') return `/training/${code}/${step.lesson}`;
	return step.kind === 'check' || step.kind === 'wait' ? `/training/${code}/check` : `/training/${code}`;
}
