import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';

/** One thing that a tier requires: a condition with its arguments, or several of which all or any must hold. */
export type Requirement =
	| { label: LocalText | null; kind: 'all' | 'any'; of: Requirement[] }
	| { label: LocalText | null; kind: string; args: Record<string, unknown> };

export const isGroup = (
	requirement: Requirement
): requirement is Extract<Requirement, { of: Requirement[] }> => 'of' in requirement;

export interface Tier {
	id: string;
	name: LocalText;
	/** What whoever is to be appointed to this tier must satisfy, all of it (domain, 3). */
	requirements: Requirement[];
}

/** The grade standard of one ladder from one date on. */
export interface Policy {
	ladder: string;
	effectiveFrom: IsoDate;
	name: LocalText;
	/** How people call the version, e.g. 2026 年版. */
	edition: LocalText;
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
