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
	/** Knowledge area, and the way it was taught (domain, 5). */
	area: string;
	method: string;
}

/** Credit hours that were earned, as they stand after corrections of the ledger. */
export interface CreditFact {
	/** Of a completion's credit the completion's. */
	id: string;
	source: 'completion' | 'class' | 'visit' | 'outside' | 'mentoring';
	title: LocalText;
	area: string;
	method: string;
	minutes: number;
	earnedOn: IsoDate;
}

export interface ShadowingFact {
	id: string;
	occurredOn: IsoDate;
	minutes: number;
	steps: number[];
	state: 'waiting' | 'countersigned' | 'disputed';
	signedOn: IsoDate | null;
	/** What the mentor observed: level 1 to 4 by dimension of the rubric. */
	rubric: Record<string, number>;
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
	/** The first day of the suspension that it is under; only there when it is. */
	suspendedOn?: IsoDate;
}

/** An exam of a ladder's tier that was passed, by its released result. */
export interface ExamFact {
	id: string;
	ladder: string;
	tier: string;
	passedOn: IsoDate;
	/** Percent of the marks, with one decimal. */
	percent: number;
}

/** How somebody was assessed in a period: points 0 to 100, with two decimals. */
export interface AssessmentFact {
	id: string;
	period: LocalText;
	from: IsoDate;
	/** The last day. */
	to: IsoDate;
	total: number;
	scores: Record<string, number>;
}

export interface AppointmentFact {
	id: string;
	ladder: string;
	/** Null: off the ladder from that day on. */
	tier: string | null;
	startsOn: IsoDate;
	/** The last day for which it was given; null: without end. */
	validTo: IsoDate | null;
}

export interface PledgeFact {
	id: string;
	/** Which commitment letter, and in which wording. */
	code: string;
	title: LocalText;
	version: number;
	signedOn: IsoDate;
	validTo: IsoDate | null;
}

export interface EndorsementFact {
	id: string;
	ladder: string;
	tier: string;
	role: string;
	endorsedOn: IsoDate;
}

/** A requirement waived until a day, by a decision. */
export interface ExceptionFact {
	id: string;
	ladder: string;
	tier: string;
	ref: string;
	from: IsoDate;
	to: IsoDate;
	decisionId: string;
}

/** Everything about one person that a grade standard may look at, as known on a date. */
export interface PersonFacts {
	personId: string;
	evidence: EvidenceFact[];
	completions: CompletionFact[];
	credits: CreditFact[];
	shadowing: ShadowingFact[];
	certificates: CertificateFact[];
	exams: ExamFact[];
	assessments: AssessmentFact[];
	appointments: AppointmentFact[];
	pledges: PledgeFact[];
	endorsements: EndorsementFact[];
	exceptions: ExceptionFact[];
}

export type FactList = Exclude<keyof PersonFacts, 'personId'>;

/** Every list of facts, in the order in which they are hashed. */
export const factLists = [
	'evidence',
	'completions',
	'credits',
	'shadowing',
	'certificates',
	'exams',
	'assessments',
	'appointments',
	'pledges',
	'endorsements',
	'exceptions'
] as const satisfies readonly FactList[];

export const noFacts = (personId: string): PersonFacts => ({
	personId,
	evidence: [],
	completions: [],
	credits: [],
	shadowing: [],
	certificates: [],
	exams: [],
	assessments: [],
	appointments: [],
	pledges: [],
	endorsements: [],
	exceptions: []
});

/** Lists mostly come in order: those stay as they are. */
function byId<T extends { id: string }>(facts: T[]): T[] {
	for (let i = 1; i < facts.length; i++) {
		if (facts[i - 1]!.id > facts[i]!.id)
			return [...facts].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
	}
	return facts;
}

/** The same facts in the one order that hashes and explanations are made over. */
export function inOrder(facts: PersonFacts): PersonFacts {
	const ordered: Record<string, unknown> = { personId: facts.personId };
	for (const list of factLists) ordered[list] = byId<{ id: string }>(facts[list]);
	return ordered as unknown as PersonFacts;
}
