import { z } from 'zod';
import { id, key, requiredText } from '$lib/shared/form';
import { localTime } from '../form-time';
import { holdDecisions } from '../states';
import { reviewChecks } from './rules';

export const reviewResultsSchema = z.object({
	sittingId: id,
	/** Of the results that the page showed. */
	seen: z.string().max(100),
	checks: z
		.array(z.enum(reviewChecks, key('app.field.choice')), key('exams.review.unchecked'))
		.refine((checks) => reviewChecks.every((one) => checks.includes(one)), key('exams.review.unchecked'))
});
export type ReviewResults = z.output<typeof reviewResultsSchema>;

export const releaseResultsSchema = z.object({ sittingId: id });
export type ReleaseResults = z.output<typeof releaseResultsSchema>;

export const scheduleReleaseSchema = z.object({ sittingId: id, dueAt: localTime });
export type ScheduleRelease = z.output<typeof scheduleReleaseSchema>;

export const callOffReleaseSchema = z.object({ sittingId: id });
export type CallOffRelease = z.output<typeof callOffReleaseSchema>;

const REASON_LENGTH = 1000;

export const raiseHoldSchema = z.object({ attemptId: id, reason: requiredText(REASON_LENGTH) });
export type RaiseHold = z.output<typeof raiseHoldSchema>;

export const decideHoldSchema = z.object({
	attemptId: id,
	decision: z.enum(holdDecisions, key('app.field.choice')),
	/** Told to the candidate. */
	reason: requiredText(REASON_LENGTH)
});
export type DecideHold = z.output<typeof decideHoldSchema>;
