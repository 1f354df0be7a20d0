import type { EvidenceFact } from '$lib/features/people';
import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';

export interface CompletionFact {
	id: string;
	/** Code of the module. */
	module: string;
	title: LocalText;
	version: number;
	completedOn: IsoDate;
	creditMinutes: number;
}

export interface ShadowingFact {
	id: string;
	occurredOn: IsoDate;
	minutes: number;
	steps: number[];
	state: 'waiting' | 'countersigned' | 'disputed';
	signedOn: IsoDate | null;
}

export interface CertificateFact {
	id: string;
	number: string;
	ladder: string;
	tier: string;
	issuedOn: IsoDate;
	/** The last day of validity. */
	validTo: IsoDate;
	revokedOn: IsoDate | null;
}

export interface AppointmentFact {
	id: string;
	ladder: string;
	tier: string;
	startsOn: IsoDate;
}

/** Everything about one person that a grade standard may look at, as known on a date. */
export interface PersonFacts {
	personId: string;
	evidence: EvidenceFact[];
	completions: CompletionFact[];
	shadowing: ShadowingFact[];
	certificates: CertificateFact[];
	appointments: AppointmentFact[];
}

export const noFacts = (personId: string): PersonFacts => ({
	personId,
	evidence: [],
	completions: [],
	shadowing: [],
	certificates: [],
	appointments: []
});

const byId = <T extends { id: string }>(facts: readonly T[]): T[] =>
	[...facts].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

/** The same facts in the one order that hashes and explanations are made over. */
export function inOrder(facts: PersonFacts): PersonFacts {
	return {
		personId: facts.personId,
		evidence: byId(facts.evidence),
		completions: byId(facts.completions),
		shadowing: byId(facts.shadowing),
		certificates: byId(facts.certificates),
		appointments: byId(facts.appointments)
	};
}
