import type { LocalText } from '$lib/i18n/locales';
import { addDays, type IsoDate } from '$lib/shared/dates';
import type { ExamTier } from './types';

/** What shows that somebody passed the grade before: a certificate in force, an exam, or either. */
export const proofs = ['certificate', 'exam', 'either'] as const;
export type Proof = (typeof proofs)[number];

/** What registering for a sitting asks, of the same kinds as a standard asks for a grade (domain, 3.1). */
export interface RegistrationRules {
	/** Modules that are completed; the titles as they were when the sitting was announced. */
	modules: { module: string; title: LocalText }[];
	/** Another grade that was passed; `months`: so recently, where an exam shows it. */
	before: { tier: ExamTier; by: Proof; months: number } | null;
	/** Countersigned shadowing. */
	shadowingMinutes: number;
	/** So many days lie between a failed exam of the same grade and this one. */
	waitDays: number;
	/** So many exams of the grade in a calendar year; null: as many as there are. */
	perYear: number | null;
}

export const openToAll: RegistrationRules = {
	...{ modules: [], before: null, shadowingMinutes: 0, waitDays: 0, perYear: null }
};

/** The rules as a sitting keeps them; what it does not say is open. */
export const registrationRulesOf = (kept: unknown): RegistrationRules => ({
	...openToAll,
	...(kept as Partial<RegistrationRules>)
});

/** A condition as standards write it: a kind with its arguments, or several of which any must hold. */
export type AskedCondition =
	{ kind: string; args: Record<string, unknown> } | { kind: 'any'; of: AskedCondition[] };

/** The rules that the conditions of standards can answer, in the order in which they are shown. */
export function conditionsOf({ modules, before, shadowingMinutes }: RegistrationRules): AskedCondition[] {
	const asked: AskedCondition[] = modules.map((args) => ({ kind: 'moduleCompleted', args: { ...args } }));
	if (before) asked.push(proofOf(before));
	if (shadowingMinutes) asked.push({ kind: 'shadowing', args: { minutes: shadowingMinutes } });
	return asked;
}

function proofOf({ tier, by, months }: NonNullable<RegistrationRules['before']>): AskedCondition {
	const certificate = { kind: 'certificate', args: { tier } };
	const exam = { kind: 'examPassed', args: { tier, withinMonths: months } };
	return by === 'either' ? { kind: 'any', of: [certificate, exam] } : by === 'exam' ? exam : certificate;
}

/** What somebody has behind them and before them of exams of one grade, this sitting left out. */
export interface ExamHistory {
	/** The last day on which they sat one that they are known to have failed. */
	failedOn: IsoDate | null;
	/** Exams of the year of this sitting: begun, and still to come. */
	inYear: number;
}

/** The answer to a rule about earlier exams. */
export type HistoryAnswer =
	| { rule: 'waitDays'; met: boolean; days: number; failedOn: IsoDate | null; from: IsoDate | null }
	| { rule: 'perYear'; met: boolean; most: number; inYear: number };

/** Waiting time after a fail and exams a year, against a sitting that opens on a day. */
export function judgeHistory(
	{ waitDays, perYear }: RegistrationRules,
	{ failedOn, inYear }: ExamHistory,
	opensOn: IsoDate
): HistoryAnswer[] {
	const answers: HistoryAnswer[] = [];
	if (waitDays) {
		const from = failedOn && addDays(failedOn, waitDays);
		answers.push({ rule: 'waitDays', met: !from || opensOn >= from, days: waitDays, failedOn, from });
	}
	if (perYear !== null) answers.push({ rule: 'perYear', met: inYear < perYear, most: perYear, inYear });
	return answers;
}
