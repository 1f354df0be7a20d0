export * from '$lib/content/question-vocabulary';
export type { BlueprintContent } from '$lib/content/question-format';
export {
	createSittingSchema,
	handInAttemptSchema,
	importItemsSchema,
	registerForSittingSchema,
	releaseResultsSchema,
	reviewItemSchema,
	saveAnswerFormSchema,
	saveAnswersSchema,
	startAttemptSchema,
	updateSittingSchema,
	withdrawRegistrationSchema,
	type SentAnswer
} from './schema';
export {
	candidateStates,
	itemStatuses,
	sittingPhases,
	type CandidateState,
	type ItemStatus,
	type SittingPhase
} from './states';
export { examTiers, type ExamTier, type SavedReply } from './types';
