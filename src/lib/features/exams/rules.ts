import { no, yes, type Decision } from '$lib/shared/result';
import type { ErrorCode } from '$lib/i18n/codes';
import type { SittingTimes } from './states';

const MINUTE_MS = 60_000;

export interface SittingPlan extends SittingTimes {
	minutes: number;
	/** Minutes after the opening until which an attempt may begin; null: until the window's end. */
	lateMinutes?: number | null | undefined;
}

const lastEntry = (opensAt: Date, lateMinutes: number) =>
	new Date(opensAt.getTime() + lateMinutes * MINUTE_MS);

/** Which fields of a sitting contradict each other. */
export function faultsOfPlan(plan: SittingPlan, now: Date): Record<string, ErrorCode> {
	const faults: Record<string, ErrorCode> = {};
	if (plan.registrationClosesAt <= plan.registrationOpensAt)
		faults['registrationClosesAt'] = 'exams.sitting.registration_order';
	else if (plan.registrationClosesAt > plan.closesAt)
		faults['registrationClosesAt'] = 'exams.sitting.registration_late';
	else if (plan.lateMinutes != null && plan.registrationClosesAt > lastEntry(plan.opensAt, plan.lateMinutes))
		faults['registrationClosesAt'] = 'exams.sitting.registration_after_entry';
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
	/** Whether they invigilate a room of it. */
	invigilates: boolean;
	/** Whether they judge its pass mark: then they have seen what is asked. */
	judges: boolean;
	now: Date;
}): Decision<object> {
	if (facts.seesKeys) return no('exams.register.sees_keys');
	if (facts.invigilates) return no('exams.register.invigilates');
	if (facts.judges) return no('exams.register.judges');
	if (facts.now < facts.sitting.registrationOpensAt) return no('exams.register.early');
	if (facts.now >= facts.sitting.registrationClosesAt) return no('exams.register.late');
	if (facts.registration && !facts.registration.withdrawnAt) return no('exams.register.twice');
	return yes({});
}

/** Nothing that a running sitting uses is changed while it runs, nor what its record rests on afterwards. */
export const decideSetUp = (sitting: Pick<SittingTimes, 'opensAt'>, now: Date): Decision<object> =>
	now < sitting.opensAt ? yes({}) : no('exams.sitting.running');

export function decideWithdrawal(facts: {
	sitting: SittingTimes;
	started: boolean;
	now: Date;
}): Decision<object> {
	if (facts.started) return no('exams.withdraw.started');
	return facts.now < facts.sitting.registrationClosesAt ? yes({}) : no('exams.withdraw.late');
}

/** Candidates may come in so long before the opening; papers are drawn by then. */
export const EARLY_MS = 60 * MINUTE_MS;

/** Whether a candidate may come to the room now, to wait or to write. */
export function decideEnter(sitting: SittingTimes, now: Date): Decision<object> {
	if (now.getTime() < sitting.opensAt.getTime() - EARLY_MS) return no('exams.start.early');
	return now < sitting.closesAt ? yes({}) : no('exams.start.late');
}

/** Papers are drawn once nobody can register or withdraw any more, or shortly before the opening. */
export function decideDrawing(sitting: SittingTimes, now: Date): Decision<object> {
	if (now >= sitting.closesAt) return no('exams.start.late');
	const isSoon = now.getTime() >= sitting.opensAt.getTime() - EARLY_MS;
	return isSoon || now >= sitting.registrationClosesAt ? yes({}) : no('staffSheets.print.early');
}

/** Which of the times that were noted in a paper room cannot be: writing begins in the window, and is over by now. */
export function faultsOfTimes(
	sitting: Pick<SittingTimes, 'opensAt' | 'closesAt'>,
	{ beganAt, endedAt }: { beganAt: Date; endedAt: Date },
	now: Date
): Record<string, ErrorCode> {
	const faults: Record<string, ErrorCode> = {};
	if (beganAt < sitting.opensAt || beganAt >= sitting.closesAt) faults['beganAt'] = 'staffSheets.sheet.began';
	if (endedAt <= beganAt) faults['endedAt'] = 'staffSheets.sheet.ended';
	else if (endedAt > now) faults['endedAt'] = 'staffSheets.sheet.future';
	return faults;
}
