import { no, yes, type Decision } from '$lib/shared/result';
import type { ErrorCode } from '$lib/i18n/codes';
import type { SittingTimes } from './states';

const MINUTE_MS = 60_000;

/**
 * The server hands a paper in this long after its end. A save that reached the server in time may still be on its
 * way into the database; nothing that arrives after the end is taken.
 */
export const CLOSING_MS = 5_000;

export interface SittingPlan extends SittingTimes {
	minutes: number;
}

/** Which fields of a sitting contradict each other. */
export function faultsOfPlan(plan: SittingPlan, now: Date): Record<string, ErrorCode> {
	const faults: Record<string, ErrorCode> = {};
	if (plan.registrationClosesAt <= plan.registrationOpensAt)
		faults['registrationClosesAt'] = 'exams.sitting.registration_order';
	else if (plan.registrationClosesAt > plan.closesAt)
		faults['registrationClosesAt'] = 'exams.sitting.registration_late';
	if (plan.closesAt <= plan.opensAt) faults['closesAt'] = 'exams.sitting.window_order';
	else if (plan.closesAt <= now) faults['closesAt'] = 'exams.sitting.past';
	else if (plan.closesAt.getTime() - plan.opensAt.getTime() < plan.minutes * MINUTE_MS)
		faults['minutes'] = 'exams.sitting.window_short';
	return faults;
}

/** Candidates count on what was announced: a sitting is settled once registration opens. */
export const decideUpdate = (sitting: SittingTimes, now: Date): Decision<object> =>
	now < sitting.registrationOpensAt ? yes({}) : no('exams.sitting.settled');

/** Whether a person may register; a registration that was withdrawn may be taken up again. */
export function decideRegistration(facts: {
	sitting: SittingTimes;
	registration: { withdrawnAt: Date | null } | null;
	/** Whether the person's roles let them see answer keys. */
	seesKeys: boolean;
	now: Date;
}): Decision<object> {
	if (facts.seesKeys) return no('exams.register.sees_keys');
	if (facts.now < facts.sitting.registrationOpensAt) return no('exams.register.early');
	if (facts.now >= facts.sitting.registrationClosesAt) return no('exams.register.late');
	if (facts.registration && !facts.registration.withdrawnAt) return no('exams.register.twice');
	return yes({});
}

export function decideWithdrawal(facts: {
	sitting: SittingTimes;
	started: boolean;
	now: Date;
}): Decision<object> {
	if (facts.started) return no('exams.withdraw.started');
	return facts.now < facts.sitting.registrationClosesAt ? yes({}) : no('exams.withdraw.late');
}

/** Whether an attempt may start now, and when it will end: after its minutes, at the latest when the window closes. */
export function decideStart(facts: {
	sitting: SittingPlan;
	registered: boolean;
	now: Date;
}): Decision<{ endsAt: Date }> {
	const { sitting, now } = facts;
	if (!facts.registered) return no('exams.start.unregistered');
	if (now < sitting.opensAt) return no('exams.start.early');
	if (now >= sitting.closesAt) return no('exams.start.late');
	return yes({
		endsAt: new Date(Math.min(now.getTime() + sitting.minutes * MINUTE_MS, sitting.closesAt.getTime()))
	});
}

/** Whether the candidate may hand in, knowing what is unanswered. */
export function decideHandIn(facts: {
	endsAt: Date;
	unanswered: number;
	told: number;
	now: Date;
}): Decision<object> {
	if (facts.now > facts.endsAt) return no('exams.attempt.over');
	if (facts.unanswered !== facts.told) return no('exams.hand_in.changed', { unanswered: facts.unanswered });
	return yes({});
}

/** Whether the server may hand the attempt in: its end has passed, and so has the time for saves under way. */
export const isOverdue = (endsAt: Date, now: Date): boolean => now.getTime() > endsAt.getTime() + CLOSING_MS;

/** Results come out together: after the window, when nobody is still writing and everything is marked. */
export function decideRelease(facts: {
	sitting: SittingTimes;
	attempts: number;
	open: number;
	unmarked: number;
	now: Date;
}): Decision<object> {
	if (facts.sitting.releasedAt) return no('exams.release.twice');
	if (facts.now < facts.sitting.closesAt) return no('exams.release.early');
	if (!facts.attempts) return no('exams.release.nobody');
	if (facts.open) return no('exams.release.open', { open: facts.open });
	return facts.unmarked ? no('exams.release.unmarked', { unmarked: facts.unmarked }) : yes({});
}
