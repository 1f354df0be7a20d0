import { z } from 'zod';
import { isIsoDate, type IsoDate } from '$lib/shared/dates';

const count = (min: number, max: number) => z.int().min(min).max(max);

/** `content/mentoring/<effective date>.yaml`: the rules of mentoring from a day on. What is not said has the usual value. */
export const mentoringRulesSheet = z.strictObject({
	effectiveFrom: z.string().refine(isIsoDate, 'must be a date YYYY-MM-DD'),
	answerDays: count(1, 90).default(14),
	logDays: count(1, 90).default(30),
	latestDays: count(1, 366).default(90),
	minutesPerDay: count(60, 720).default(480),
	activePerTrainee: count(1, 5).default(1),
	activePerMentor: count(1, 20).default(3),
	quietDays: count(3, 180).default(21),
	remindDays: count(1, 60).default(3),
	mentor: z.strictObject({ requirements: z.array(z.unknown()).min(1) }),
	reviews: z
		.strictObject({ midtermAfterShare: z.number().min(0.1).max(0.9).default(0.5) })
		.default({ midtermAfterShare: 0.5 })
});

/** The rules of mentoring that hold from a day on. */
export interface MentoringRules {
	effectiveFrom: IsoDate;
	/** Days in which the other side countersigns or disputes an entry; then it lapses. */
	answerDays: number;
	/** How many days back a session is usually logged: what is later is flagged, after `latestDays` refused. */
	logDays: number;
	latestDays: number;
	/** More of one person's minutes in a day are flagged. */
	minutesPerDay: number;
	/** Mentors of one trainee, and trainees of one mentor, at a time. */
	activePerTrainee: number;
	activePerMentor: number;
	/** Days without a session after which a pairing is quiet, and days between reminders. */
	quietDays: number;
	remindDays: number;
	/** Who may mentor, in the language of grade standards, as written; the feature mentors reads and evaluates it. */
	mentor: { requirements: unknown[] };
	/** Share of the pairing's time after which the mid-term review is due. */
	reviews: { midtermAfterShare: number };
}

/** What holds where no rules were published: the usual numbers, and a rule that lets nobody mentor (design, 1.6). */
export const usualRules: MentoringRules = {
	...mentoringRulesSheet.parse({ effectiveFrom: '2000-01-01', mentor: { requirements: [{}] } }),
	mentor: { requirements: [] }
};
