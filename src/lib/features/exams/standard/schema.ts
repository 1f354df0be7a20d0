import { z } from 'zod';
import { id, key, requiredText, wholeNumber } from '$lib/shared/form';
import { LEAST_JUDGES, MOST_JUDGES } from './rules';

/** Employee numbers, each perhaps with the name behind it. */
const judges = z
	.array(z.string().max(100))
	.max(MOST_JUDGES, key('app.field.too_long'))
	.default([])
	.transform((lines) => [
		...new Set(lines.flatMap((line) => line.trim().split(/\s+/)[0]?.toUpperCase() || []))
	]);

export const startStandardSchema = z.object({
	sittingId: id,
	judges: judges.refine((named) => named.length >= LEAST_JUDGES, key('standard.judges.few_named'))
});
export type StartStandard = z.output<typeof startStandardSchema>;

export const leaveOutJudgeSchema = z.object({ studyId: id, personId: id });
export type LeaveOutJudge = z.output<typeof leaveOutJudgeSchema>;

export const ofStudySchema = z.object({ studyId: id });
export type OfStudy = z.output<typeof ofStudySchema>;

/** `percent`: of minimally competent candidates who would get the item right. */
export const saveEstimateSchema = z.object({
	studyId: id,
	/** The item's place in the study, from 1. */
	place: wholeNumber(1, 1000),
	percent: wholeNumber(0, 100)
});
export type SaveEstimate = z.output<typeof saveEstimateSchema>;

/** `percent`: that was read. */
export const approveStandardSchema = ofStudySchema.extend({ percent: wholeNumber(1, 100) });
export type ApproveStandard = z.output<typeof approveStandardSchema>;

export const rejectStandardSchema = ofStudySchema.extend({ reason: requiredText(1000) });
export type RejectStandard = z.output<typeof rejectStandardSchema>;
