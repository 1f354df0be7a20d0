import { z } from 'zod';
import { refusedQuestionSchema, typedQuestionSchema } from '$lib/features/bank';
import { id, key, requiredText, wholeNumber } from '$lib/shared/form';
import { appealOutcomes, policies, regradeKinds } from './states';

const choice = key('app.field.choice');
const listed = { rows: true, others: true, unit: true, case: true, width: true } as const;

export const draftRegradeSchema = typedQuestionSchema.pick(listed).extend({
	sittingId: id,
	itemVersionId: id,
	/** The draft that is written anew; a new one where there is none. */
	regradeId: id.optional(),
	kind: z.enum(regradeKinds, choice),
	policy: z.enum(policies, choice),
	reason: requiredText(1000),
	/** The right answer as a form gives it (`correctedKey`). */
	key: z.unknown().optional()
});
export type DraftRegrade = z.output<typeof draftRegradeSchema>;

/** A form that was refused, or asks for a row more without scripts. */
export const keptRegradeSchema = refusedQuestionSchema.pick(listed).extend({
	kind: z.enum(regradeKinds).catch('key'),
	policy: z.enum(policies).catch('keepBest'),
	reason: z.string().max(10_000).catch(''),
	key: z.unknown().optional(),
	act: z.string().max(200).catch('')
});
export type KeptRegrade = z.output<typeof keptRegradeSchema>;

export const ofRegradeSchema = z.object({ regradeId: id });
export type OfRegrade = z.output<typeof ofRegradeSchema>;

/** `trialHash`: of the dry run that was read. */
export const approveRegradeSchema = ofRegradeSchema.extend({ trialHash: z.string().length(64, choice) });
export type ApproveRegrade = z.output<typeof approveRegradeSchema>;

export const rejectRegradeSchema = ofRegradeSchema.extend({ reason: requiredText(1000) });
export type RejectRegrade = z.output<typeof rejectRegradeSchema>;

export const makeAppealSchema = z.object({
	sittingId: id,
	/** The question's place on the paper, or the whole result: a word, as a browser takes no empty value of a choice that must be made. */
	position: z.union([z.literal('whole').transform(() => null), wholeNumber(1, 1000), z.null()]).default(null),
	reason: requiredText(2000)
});
export type MakeAppeal = z.output<typeof makeAppealSchema>;

export const withdrawAppealSchema = z.object({ appealId: id });
export type WithdrawAppeal = z.output<typeof withdrawAppealSchema>;

export const decideAppealSchema = z.object({
	appealId: id,
	outcome: z.enum(appealOutcomes, choice),
	decision: requiredText(2000),
	/** What an answer that was read earns by this decision, in marks with two decimals; empty where none was read. */
	earned: z
		.string()
		.trim()
		.regex(/^(\d{1,3}([.,]\d{1,2})?)?$/, key('app.field.number'))
		.default('')
		.transform((text) => (text ? Math.round(Number(text.replace(',', '.')) * 100) : null))
});
export type DecideAppeal = z.output<typeof decideAppealSchema>;
