import { z } from 'zod';
import { id, key, optionalDate, optionalText, requiredText, wholeNumber } from '$lib/shared/form';
import { proposable } from './cases/kinds';
import { grounds } from './detail';

const ids = z
	.union([id.transform((one) => [one]), z.array(id)], key('tiers.decision.nobody'))
	.optional()
	.transform((list) => [...new Set(list ?? [])])
	.pipe(z.array(z.string()).min(1, key('tiers.decision.nobody')).max(200, key('tiers.decision.too_many')));

/** A choice that may be left open. */
const open = <S extends z.ZodType>(schema: S) =>
	z
		.union([z.literal('').transform(() => null), schema])
		.nullish()
		.transform((value) => (value ?? null) as z.output<S> | null);

export const proposeSchema = z.object({
	personIds: ids,
	reason: requiredText(1000),
	campaignId: open(id),
	ladder: open(requiredText(60))
});
export interface Propose {
	personIds: string[];
	reason: string;
	campaignId?: string | null;
	ladder?: string | null;
}

/** Proposing people for any kind of case; what a kind does not need is left empty. */
export const proposeCasesSchema = z.object({
	...proposeSchema.shape,
	kind: z.enum(proposable, key('app.field.choice')),
	tier: open(requiredText(40)),
	ground: open(z.enum(grounds, key('app.field.choice'))),
	ref: open(requiredText(60)),
	months: open(wholeNumber(1, 60)),
	evidence: optionalText(2000),
	effectiveOn: optionalDate
});
export type ProposeCases = Propose & {
	kind: z.output<typeof proposeCasesSchema>['kind'];
} & Partial<Omit<z.output<typeof proposeCasesSchema>, keyof Propose | 'kind'>>;

export const decisionSchema = z.object({ decisionId: id, note: optionalText(1000) });
export type CloseDecision = { decisionId: string; note?: string | null };

/** A refusal says why, and so does opening a case again. */
export const rejectSchema = z.object({ decisionId: id, note: requiredText(1000) });
export type RejectDecision = z.infer<typeof rejectSchema>;

export const votes = ['yes', 'no', 'abstain'] as const;
/** Whoever votes no or abstains says why. */
export const voteSchema = z
	.object({
		decisionId: id,
		vote: z.enum(votes, key('app.field.choice')),
		reason: optionalText(1000)
	})
	.refine(({ vote, reason }) => vote === 'yes' || reason, {
		path: ['reason'],
		message: key('app.field.required')
	});
export type VoteOnCase = { decisionId: string; vote: (typeof votes)[number]; reason?: string | null };

export const objectSchema = z.object({ decisionId: id, words: requiredText(2000) });
export type ObjectToNotice = z.infer<typeof objectSchema>;

export const warnSchema = z.object({
	personIds: ids,
	ladder: open(requiredText(60)),
	/** Set to warn those who are last of their group, though they satisfy their tier. */
	ground: open(z.enum(['bottomRank']))
});
export interface WarnOfLapse {
	personIds: string[];
	ladder?: string | null;
	ground?: 'bottomRank' | null;
}

const day = optionalDate
	.refine((value) => value !== null, key('app.field.required'))
	.transform((value) => value!);
export const campaignSchema = z
	.object({
		nameZh: requiredText(80),
		nameEn: requiredText(80),
		ladder: requiredText(60),
		unitId: open(id),
		opensOn: day,
		proposeBy: day,
		reviewBy: day,
		effectiveOn: day
	})
	.refine(({ opensOn, proposeBy }) => opensOn <= proposeBy, {
		path: ['proposeBy'],
		message: key('cases.campaign.order')
	})
	.refine(({ proposeBy, reviewBy }) => proposeBy <= reviewBy, {
		path: ['reviewBy'],
		message: key('cases.campaign.order')
	})
	.refine(({ reviewBy, effectiveOn }) => reviewBy <= effectiveOn, {
		path: ['effectiveOn'],
		message: key('cases.campaign.order')
	});
export type CreateCampaign = z.infer<typeof campaignSchema>;
export const campaignIdSchema = z.object({ campaignId: id });
