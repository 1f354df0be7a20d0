import { can, type Actor, type Subject } from '$lib/access/can';
import { endorserRoles } from '../conditions/endorsement';

export type EndorserRole = (typeof endorserRoles)[number];
export { endorserRoles };

/** Who mentors and manages the person, beside where they stand. */
export interface Endorsed extends Subject {
	personId: string;
	unitPath: string;
	mentorIds: readonly string[];
	headIds: readonly string[];
}

/**
 * The roles in which somebody may stand up for a person: as their mentor, as the head who manages them, as HR of
 * their unit. Nobody for themselves.
 */
export function rolesToEndorse(actor: Actor, person: Endorsed): EndorserRole[] {
	if (actor.kind !== 'person' || actor.personId === person.personId) return [];
	const holds = (role: 'mentor' | 'hrOfficer' | 'hrApprover') =>
		can({ ...actor, grants: actor.grants.filter((grant) => grant.role === role) }, 'tiers.endorsement.give', {
			...person,
			parties: { person: person.personId }
		}).ok;
	return endorserRoles.filter((role) =>
		role === 'unitHead' ? person.headIds.includes(actor.personId) : holds(role)
	);
}
