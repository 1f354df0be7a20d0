import type { IsoDate } from '$lib/shared/dates';
import type { DecisionKind } from './states';

/** Why somebody is to lose a tier, or be retrained. */
export const grounds = ['retention', 'bottomRank', 'ownRequest', 'other'] as const;
export type Ground = (typeof grounds)[number];

/** What a kind of case needs beside person, tier and reason; kept with the proposal and never changed. */
export interface DecisionDetail {
	/** What is waived (破格): a requirement by its name in the policy, for so many months, on which evidence. */
	exception?: { ref: string; months: number; evidence: string };
	retrain?: { months: number };
	ground?: Ground;
	/** The day on which it takes effect at the earliest. */
	effectiveOn?: IsoDate;
}

export const detailOf = (decision: { detail: unknown }): DecisionDetail =>
	(decision.detail ?? {}) as DecisionDetail;

interface Judged {
	kind: DecisionKind;
	purpose: 'promote' | 'retain' | 'readmit';
	fromTier: string | null;
	toTier: string | null;
}

/** The tier whose requirements the evidence of a case was put against: the one held when it is about staying on it. */
export const judgedTier = ({ purpose, fromTier, toTier }: Judged): string =>
	(purpose === 'retain' ? fromTier : toTier) ?? '';
