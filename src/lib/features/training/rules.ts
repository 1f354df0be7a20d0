import type { ModuleContent } from '$lib/content/module-format';
import type { IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';

/** How long to wait after a failed check, unless its author says otherwise: it is prepared for and not guessed at. */
const WAIT_MINUTES = 10;

/** How a check is held for one person: `tries` is how many they have in all, null for any number. */
export interface CheckRules {
	tries: number | null;
	waitMinutes: number;
}

/** The rules of a module's check with what was granted to a person on top. */
export const checkRulesOf = ({ check }: Pick<ModuleContent, 'check'>, granted = 0): CheckRules => ({
	tries: check?.tries === undefined ? null : check.tries + granted,
	waitMinutes: check?.waitMinutes ?? WAIT_MINUTES
});

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
	check: CheckRules;
	completed: boolean;
	/** Nobody begins it any more. */
	retired: boolean;
	/** Codes of the modules that must be completed before it is begun and are not. */
	missing: readonly string[];
}

export type LearningState = 'notStarted' | 'inProgress' | 'completed';
export type NextStep =
	| { kind: 'start' }
	/** It cannot be begun: other modules come first, or it is retired. */
	| { kind: 'requires' }
	| { kind: 'retired' }
	| { kind: 'lesson'; lesson: string }
	| { kind: 'check' }
	| { kind: 'wait'; until: Date }
	/** Every try at the check is used: an officer may grant more. */
	| { kind: 'usedUp' }
	| { kind: 'done' };

/** The one thing to do next in a module. */
export function computeNextStep(facts: LearningFacts, now: Date): NextStep {
	if (facts.completed) return { kind: 'done' };
	if (!facts.started) {
		if (facts.retired) return { kind: 'retired' };
		return { kind: facts.missing.length ? 'requires' : 'start' };
	}
	const lesson = facts.lessons.find((slug) => !facts.finished.has(slug));
	if (lesson !== undefined) return { kind: 'lesson', lesson };
	if (isUsedUp(facts)) return { kind: 'usedUp' };
	const until = retryAt(facts.tries, facts.check);
	return until && until > now ? { kind: 'wait', until } : { kind: 'check' };
}

/** How far a person is: the lessons and the check count one each. */
export function computeProgress(facts: LearningFacts): { state: LearningState; done: number; total: number } {
	const total = facts.lessons.length + 1;
	if (facts.completed) return { state: 'completed', done: total, total };
	const done = facts.lessons.filter((slug) => facts.finished.has(slug)).length;
	return { state: facts.started ? 'inProgress' : 'notStarted', done, total };
}

/** Whether somebody who has not passed has no try left. */
export const isUsedUp = ({ tries, check }: Pick<LearningFacts, 'tries' | 'check'>): boolean =>
	check.tries !== null && tries.length >= check.tries;

/** When a check may be tried again; null when it was never failed. Tries may come in any order. */
export function retryAt(tries: readonly Try[], check: CheckRules): Date | null {
	if (!tries.length) return null;
	const last = Math.max(...tries.map(({ at }) => at.getTime()));
	return new Date(last + check.waitMinutes * 60_000);
}

/** Whether a version may be begun: not once its module is retired, nor before the modules that it requires. */
export function mayBegin({ retired, missing }: Pick<LearningFacts, 'retired' | 'missing'>): Decision<object> {
	if (retired) return no('training.module.retired');
	return missing.length ? no('training.module.requires') : yes({});
}

/**
 * The modules that are still asked for: required, not completed, and such that somebody can begin them; one that is
 * retired or was never published would shut the door for good.
 */
export const findMissing = (
	required: readonly string[] | undefined,
	completed: ReadonlySet<string>,
	open: ReadonlySet<string>
): string[] => (required ?? []).filter((code) => !completed.has(code) && open.has(code));

/** Whether a check may be handed in now. */
export function mayHandInCheck(facts: LearningFacts, now: Date): Decision<object> {
	const step = computeNextStep(facts, now);
	if (step.kind === 'check') return yes({});
	if (step.kind === 'done') return no('training.check.completed');
	if (step.kind === 'start' || step.kind === 'requires' || step.kind === 'retired')
		return no('training.module.not_started');
	if (step.kind === 'usedUp') return no('training.check.used_up');
	if (step.kind === 'lesson') return no('training.check.lessons_open');
	return no('training.check.too_soon', {
		wait: facts.check.waitMinutes,
		minutes: Math.ceil((step.until.getTime() - now.getTime()) / 60_000)
	});
}

/** The enrolment that counts: the one still open, or else the last. `enrolments` from the earliest to the latest. */
export const pickEnrolment = <E extends { completed: boolean }>(enrolments: readonly E[]): E | null =>
	enrolments.find(({ completed }) => !completed) ?? enrolments.at(-1) ?? null;

/** Whether a person can do nothing about a module themselves, at least for now. */
export const isBlocked = ({ kind }: Pick<NextStep, 'kind'>): boolean =>
	kind === 'requires' || kind === 'retired' || kind === 'usedUp';

/** The module to go on with: the one touched last among those begun, or else the first that may be begun. */
export function pickGoOn<
	M extends { state: LearningState; blocked: boolean; position: number; touchedAt: Date | null }
>(modules: readonly M[]): M | null {
	const free = modules.filter(({ blocked }) => !blocked);
	const begun = free.filter(({ state }) => state === 'inProgress');
	const latest = begun.sort((a, b) => (b.touchedAt?.getTime() ?? 0) - (a.touchedAt?.getTime() ?? 0))[0];
	const open = free.filter(({ state }) => state === 'notStarted').sort((a, b) => a.position - b.position);
	return latest ?? open[0] ?? null;
}

/** Credit minutes of the ledger: in the calendar year of `today`, and in all. */
export function sumCredit(
	credits: readonly { earnedOn: IsoDate; minutes: number }[],
	today: IsoDate
): { thisYear: number; inAll: number } {
	const year = today.slice(0, 4);
	const sum = (rows: typeof credits) => rows.reduce((total, row) => total + row.minutes, 0);
	return {
		thisYear: sum(credits.filter((row) => row.earnedOn.startsWith(year))),
		inAll: sum(credits)
	};
}

/** Credit hours of minutes, with one decimal at most. */
export const creditHours = (minutes: number): number => Math.round(minutes / 6) / 10;

/** Where a module's next step is done. */
export function stepAddress(code: string, step: { kind: NextStep['kind']; lesson?: string }): string {
	if (step.kind === 'lesson') return `/training/${code}/${step.lesson}`;
	const isAtCheck = step.kind === 'check' || step.kind === 'wait' || step.kind === 'usedUp';
	return isAtCheck ? `/training/${code}/check` : `/training/${code}`;
}
