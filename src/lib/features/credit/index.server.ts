export { recordCredit, type EarnedCredit } from './record.server';
export { creditFacts, creditSource, type CreditFact } from './facts.server';
