export {
	campaignIdSchema,
	campaignSchema,
	decisionSchema,
	objectSchema,
	proposeCasesSchema,
	proposeSchema,
	rejectSchema,
	voteSchema,
	warnSchema,
	type CloseDecision,
	type Propose,
	type ProposeCases,
	type RejectDecision
} from './schema';
export {
	boardFilterSchema,
	boardViews,
	decisionFilterSchema,
	fromAddress,
	type BoardFilter,
	type BoardView
} from './board-filter';
export { addWorkingDays, isWorkingDay, type Calendar } from './calendar';
export { decisionKinds, decisionStates, type DecisionKind, type DecisionState } from './states';
export {
	caseFormSchema,
	exceptionFilterSchema,
	rankingFilterSchema,
	retentionFilterSchema,
	retentionSchema
} from './cases/filter';
export { evaluate } from './engine/evaluate';
export { isBranch, type Evaluation, type Leaf, type Node, type Outcome } from './engine/explanation';
export type { PersonFacts } from './engine/facts';
export { isWithin } from './engine/periods';
export { say } from './engine/phrase';
export { parsePolicy, PolicyError } from './policy/parse';
export { redact, type Redacted } from './engine/redact';
export { readRule } from './policy/rule';
export { isGroup, requirementsFor, type Policy, type Requirement, type Tier } from './policy/types';
export {
	checkDraftSchema,
	draftSchema,
	fromVersionSchema,
	newLadderSchema,
	returnDraftSchema,
	saveDraftSchema,
	submitDraftSchema
} from './drafts/schema';
export { standardLocale } from './drafts/address';
export { simulationFilter, type SimulationFilter } from './simulation/filter';
export {
	reevaluationFilterSchema,
	reevaluationStates,
	settleReevaluationSchema
} from './reevaluation-schema';
export { publishPledgeSchema, signPledgeSchema } from './pledges/schema';
export { giveEndorsementSchema, withdrawEndorsementSchema } from './endorsements/schema';
export { addCandidacySchema, endCandidacySchema } from './candidacies/schema';
export { setQuotaSchema } from './quotas/schema';
