export * from '$lib/content/question-vocabulary';
export {
	createSittingSchema,
	handInAttemptSchema,
	registerForSittingSchema,
	releaseResultsSchema,
	saveAnswerFormSchema,
	saveAnswersSchema,
	startAttemptSchema,
	updateSittingSchema,
	withdrawRegistrationSchema,
	type SentAnswer
} from './schema';
export { candidateStates, sittingPhases, type CandidateState, type SittingPhase } from './states';
export { examTiers, type ExamTier, type SavedReply } from './types';
