export { assessmentFacts, assessmentSource, type AssessmentFact } from './facts.server';
