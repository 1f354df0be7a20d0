import { z } from 'zod';
import { id, isoDate, key, optionalText, requiredText, wholeNumber } from '$lib/shared/form';
import { purposes, type Purpose, type TargetTier } from './agreement';
import { findPersonalNumber } from './privacy';
import { endReasons, workSteps, type EndReason } from './vocabulary';

/** What HR says when pairing two people. Minutes; the form asks for hours. What is left out has its usual value. */
export interface CreatePairing {
	traineeId: string;
	mentorId: string;
	startsOn: string;
	endsOn: string;
	plannedMinutes: number;
	goal: string;
	purpose?: Purpose;
	target?: TargetTier | null;
	/** Minutes by work step; evenly spread when absent. */
	steps?: number[] | null;
}

/** Words that are signed hold no customer's number: they cannot be taken out again. */
const signedText = (max: number) =>
	requiredText(max).superRefine((text, check) => {
		const code = findPersonalNumber(text);
		if (code) check.addIssue({ code: 'custom', message: code });
	});

const stepHours = z.preprocess(
	(value) => (value === '' || value === null ? undefined : value),
	wholeNumber(0, 1000).optional()
);
const terms = {
	purpose: z.enum(purposes, key('app.field.choice')).default('skills'),
	/** `ladder/tier`, or nothing. */
	targetTier: z
		.string()
		.regex(/^([a-zA-Z0-9_-]+\/[a-zA-Z0-9_-]+)?$/, key('app.field.choice'))
		.default(''),
	startsOn: isoDate,
	endsOn: isoDate,
	plannedHours: wholeNumber(1, 1000),
	steps: z.partialRecord(z.enum(['1', '2', '3', '4', '5', '6', '7']), stepHours).default({}),
	goal: signedText(500)
};

/** Hours by step into minutes; all left empty means evenly. */
function readTerms<T extends { plannedHours: number; steps: Partial<Record<string, number | undefined>> }>(
	{ plannedHours, steps: hours, ...rest }: T,
	check: z.RefinementCtx
) {
	const given = workSteps.map((step) => hours[step]);
	const total = given.reduce<number>((sum, one) => sum + (one ?? 0), 0);
	const said = given.some((one) => one !== undefined);
	if (said && total !== plannedHours) {
		check.addIssue({ code: 'custom', path: ['plannedHours'], message: key('mentoring.agreement.steps_sum') });
	}
	const steps = said ? given.map((one) => (one ?? 0) * 60) : null;
	return { ...rest, plannedMinutes: plannedHours * 60, steps };
}

export const createPairingSchema = z.object({ traineeId: id, mentorId: id, ...terms }).transform(readTerms);

/** A new version of what the two agreed to; `targetTier` is looked up by the caller, who knows the ladders. */
export interface ProposeAgreement extends Omit<CreatePairing, 'traineeId' | 'mentorId'> {
	pairingId: string;
}
export const proposeAgreementSchema = z.object({ pairingId: id, ...terms }).transform(readTerms);

export const signAgreementSchema = z.object({ pairingId: id, agreementId: id });
export type SignAgreement = z.output<typeof signAgreementSchema>;

export const declineAgreementSchema = signAgreementSchema.extend({ reason: signedText(500) });
export type DeclineAgreement = z.output<typeof declineAgreementSchema>;

export interface EndPairing {
	pairingId: string;
	reason: EndReason;
	/** Why, in words. */
	note?: string | null;
}
/** Where the reason alone says too little it takes words. */
export const endPairingSchema = z
	.object({ pairingId: id, reason: z.enum(endReasons, key('app.field.choice')), note: optionalText(500) })
	.refine(({ reason, note }) => note !== null || reason === 'completed' || reason === 'transfer', {
		path: ['note'],
		message: key('app.field.required')
	});
