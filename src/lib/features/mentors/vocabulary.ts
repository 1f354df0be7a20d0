/** Whom a mentor knows to serve, and a trainee works for (domain.md 1, 3); words under `mentors.customer.<id>`. */
export const customerKinds = [
	'retail',
	'wealth',
	'smallBusiness',
	'corporate',
	'institution',
	'rural'
] as const;
export type CustomerKind = (typeof customerKinds)[number];

/** What is spoken with customers; words under `mentors.language.<id>`. */
export const languages = ['mandarin', 'cantonese', 'wu', 'minnan', 'hakka', 'sichuanese', 'english'] as const;
export type Language = (typeof languages)[number];

/** What a score is made of; words under `mentors.criterion.<id>`. */
export const criteria = ['unit', 'customers', 'rubric', 'steps', 'language', 'load', 'outcome'] as const;
export type Criterion = (typeof criteria)[number];

/** How much each criterion weighs against the others. */
export type Weights = Record<Criterion, number>;
export const defaultWeights: Weights = {
	unit: 30,
	customers: 20,
	rubric: 10,
	steps: 15,
	language: 5,
	load: 10,
	outcome: 10
};

/** Why somebody cannot mentor a trainee at all; words under `mentors.exclusion.<id>`. */
export const exclusions = [
	'self',
	'manager',
	'dispute',
	'reverse',
	'unqualified',
	'suspended',
	'leave',
	'full'
] as const;
export type Exclusion = (typeof exclusions)[number];

export const pauseKinds = ['suspension', 'leave'] as const;
export type PauseKind = (typeof pauseKinds)[number];

/** Where a mentor of the pool stands today. */
export const poolStates = ['open', 'full', 'unqualified', 'suspended', 'leave'] as const;
export type PoolState = (typeof poolStates)[number];

export const proposalStates = ['open', 'accepted', 'refused', 'withdrawn'] as const;
export type ProposalState = (typeof proposalStates)[number];

export const matchingStates = ['solving', 'ready', 'failed', 'published', 'discarded'] as const;
export type MatchingState = (typeof matchingStates)[number];

/** As many as a mentor may take when HR allows it; themselves they say at most what the rules say. */
export const MAX_CAPACITY = 20;
/** Proposals of one trainee that wait at a time. */
export const MAX_OPEN_PROPOSALS = 3;
/** As many trainees as one matching takes. */
export const MAX_TRAINEES = 3000;
