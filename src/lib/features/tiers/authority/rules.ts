import type { IsoDate } from '$lib/shared/dates';
import type { AppointmentFact } from '../engine/facts';
import { tierOf, type Authority, type Policy } from '../policy/types';

/** Why somebody may or may not do what a tier allows. */
export const authorityReasons = [
	'granted',
	'noStandard',
	'notActive',
	'noTier',
	'appointmentEnded',
	'notInTier',
	'overLimit'
] as const;
export type AuthorityReason = (typeof authorityReasons)[number];

export interface AuthorityAnswer {
	allowed: boolean;
	reason: AuthorityReason;
	/** The tier held on the date, whether it gives leave or not. */
	tier: string | null;
	/** What the tier names, when it does. */
	authority: Authority | null;
}

/** The tier in force on a date by the newest appointment that has begun; its last day counts. */
export function tierHeld(
	appointments: readonly AppointmentFact[],
	ladder: string,
	on: IsoDate
): { tier: string | null; ended: boolean } {
	const begun = appointments
		.filter((fact) => fact.ladder === ladder && fact.startsOn <= on)
		.sort((a, b) => (a.startsOn === b.startsOn ? (a.id < b.id ? -1 : 1) : a.startsOn < b.startsOn ? -1 : 1));
	const last = begun.at(-1);
	if (!last || last.tier === null) return { tier: null, ended: false };
	return { tier: last.tier, ended: last.validTo !== null && last.validTo < on };
}

/**
 * Whether somebody may do a named thing on a date by the tier they hold. Denies by default: no standard,
 * no tier, an appointment that has run out, a thing that the tier does not name, an amount above its limit. An
 * amount that is not asked about is not held against the limit.
 */
export function mayDo(
	policy: Policy | null,
	person: { active: boolean; appointments: readonly AppointmentFact[] },
	ask: { authority: string; amount: number | null; on: IsoDate }
): AuthorityAnswer {
	const refuse = (
		reason: AuthorityReason,
		tier: string | null = null,
		authority: Authority | null = null
	) => ({
		...{ allowed: false, reason, tier, authority }
	});
	if (!policy) return refuse('noStandard');
	if (!person.active) return refuse('notActive');
	const { tier, ended } = tierHeld(person.appointments, policy.ladder, ask.on);
	if (tier === null) return refuse('noTier');
	if (ended) return refuse('appointmentEnded', tier);
	const authority = tierOf(policy, tier)?.authority.find(({ id }) => id === ask.authority);
	if (!authority) return refuse('notInTier', tier);
	if (authority.limit && ask.amount !== null && ask.amount > authority.limit.amount)
		return refuse('overLimit', tier, authority);
	return { allowed: true, reason: 'granted', tier, authority };
}
