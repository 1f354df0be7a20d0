import type { RoleName } from '$lib/access/roles';
import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';

interface Common {
	label: LocalText | null;
	/** Name by which an exception may waive it; null: it has none. */
	ref: string | null;
}

/** One thing that a tier requires: a condition with its arguments, or several of which all, any or so many must hold. */
export type Group = Common & { kind: 'all' | 'any'; of: Requirement[] };
export type Counted = Common & { kind: 'atLeast'; count: number; of: Requirement[] };
export type Requirement = Group | Counted | (Common & { kind: string; args: Record<string, unknown> });

export const isGroup = (requirement: Requirement): requirement is Group | Counted => 'of' in requirement;

/** What the evidence is put against: to be appointed to a tier, to stay on it, to come back to it. */
export const purposes = ['promote', 'retain', 'readmit'] as const;
export type Purpose = (typeof purposes)[number];

/** What follows when somebody no longer satisfies the tier they hold. */
export interface Lapse {
	/** They are retrained first, for so many months; null: no retraining (domain, 3.3). */
	retrainMonths: number | null;
	then: 'demote' | 'exit';
	/** Working days between telling the person and the consequence. */
	warnDays: number;
}

/** A requirement that one person may be spared, by whom and how often (破格). */
export interface Waivable {
	ref: string;
	by: RoleName;
	/** How many levels above the person's unit the approver's grant must stand. */
	levelsUp: number;
	/** Longest validity. */
	months: number;
	/** So many in a calendar year over the whole ladder and tier. */
	perYear: number;
}

export type DecisionRule =
	{ by: 'approver' } | { by: 'committee'; quorum: number; majority: 'half' | 'twoThirds' };

/** What a tier allows its holder to do, up to a limit. */
export interface Authority {
	id: string;
	name: LocalText;
	limit: { amount: number; unit: string } | null;
}

export const rankingTerms = [
	'assessmentAverage',
	'examScore',
	'creditHours',
	'shadowingHours',
	'tenureMonths'
] as const;
export interface RankingTerm {
	term: (typeof rankingTerms)[number];
	weight: number;
	/** Value that counts as full; more is not better. */
	full: number;
	/** Only what lies in the last so many months; null: all of it. */
	months: number | null;
}

/**
 * In which units the standard's number of places holds: in each that people are in, in each outlet or branch with
 * all that is below it, or once in the whole organisation.
 */
export const quotaLevels = ['unit', 'outlet', 'branch', 'organisation'] as const;
export type QuotaLevel = (typeof quotaLevels)[number];

export interface Tier {
	id: string;
	name: LocalText;
	/** What whoever is to be appointed to this tier must satisfy, all of it (domain, 3). */
	requirements: Requirement[];
	/** What whoever stands on it must go on satisfying; empty: nothing. */
	retain: Requirement[];
	/** What whoever held it and comes back must satisfy; empty: the same as for appointment. */
	readmit: Requirement[];
	lapse: Lapse | null;
	/** For how long an appointment is given; null: without end. */
	validityMonths: number | null;
	waivable: Waivable[];
	decision: DecisionRule;
	/** Working days of public notice (公示); 0: none. */
	noticeDays: number;
	/** Whether there is a number of places, and how many, where, as long as no number is set; null: no quota. */
	quota: { places: number | null; per: QuotaLevel } | null;
	authority: Authority[];
}

/** The grade standard of one ladder from one date on. */
export interface Policy {
	ladder: string;
	effectiveFrom: IsoDate;
	name: LocalText;
	/** How people call the version, e.g. 2026 年版. */
	edition: LocalText;
	/** Kinds of leave that stop the clock of tenure and experience. */
	pauses: string[];
	/** How those who are eligible are ranked when there are fewer places; empty: not at all. */
	ranking: RankingTerm[];
	/** The last so many of a ranked group are proposed for it (末位淘汰); null: none. */
	bottomRank: { count: number; then: 'retrain' | 'exit' } | null;
	/** From the lowest up. */
	tiers: Tier[];
}

export const tierOf = (policy: Policy, id: string): Tier | undefined =>
	policy.tiers.find((tier) => tier.id === id);

/** The tier above another, or the first for whoever is on none; null at the top and for a tier that is not there. */
export function tierAfter(policy: Policy, id: string | null): Tier | null {
	if (id === null) return policy.tiers[0] ?? null;
	const at = policy.tiers.findIndex((tier) => tier.id === id);
	return at < 0 ? null : (policy.tiers[at + 1] ?? null);
}

/** The tier below another; null below the first. */
export function tierBefore(policy: Policy, id: string): Tier | null {
	const at = policy.tiers.findIndex((tier) => tier.id === id);
	return at > 0 ? (policy.tiers[at - 1] ?? null) : null;
}

/** The requirements of a tier for a purpose; a tier that the policy lacks requires nothing, which satisfies nobody. */
export function requirementsFor(policy: Policy, tier: string, purpose: Purpose): Requirement[] {
	const found = tierOf(policy, tier);
	if (!found) return [];
	if (purpose === 'retain') return found.retain;
	return purpose === 'readmit' && found.readmit.length ? found.readmit : found.requirements;
}
