export {
	addExampleSchema,
	allocateAnswersSchema,
	draftSchema,
	markExampleSchema,
	moderateAnswerSchema,
	ofSittingSchema,
	reassignAnswersSchema,
	saveMarkSchema,
	savePlanSchema
} from './schema';
export { allocations, flagKinds, outcomeKinds, turns, type OutcomeKind } from './states';
export { earnedBy, earnedSoFar, schemeOf, type Scheme } from './scheme';
export { AGREEMENT_RULE } from './agreement';
