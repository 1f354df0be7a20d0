export * from '$lib/content/question-vocabulary';
export {
	addRoomSchema,
	callOffReleaseSchema,
	createSittingSchema,
	decideHoldSchema,
	enterRoomSchema,
	handInAttemptSchema,
	moveSeatSchema,
	raiseHoldSchema,
	registerForSittingSchema,
	releaseResultsSchema,
	removeRoomSchema,
	reviewResultsSchema,
	saveAnswerFormSchema,
	saveAnswersSchema,
	scheduleReleaseSchema,
	seatCandidatesSchema,
	setNeedsSchema,
	startAttemptSchema,
	takeBreakSchema,
	takeSeatSchema,
	updateRoomSchema,
	updateSittingSchema,
	withdrawRegistrationSchema,
	type SentAnswer
} from './schema';
export {
	endCuts,
	showings,
	type Showing,
	roomKinds,
	candidateStates,
	sittingPhases,
	type CandidateState,
	type EventKind,
	type SittingPhase
} from './states';
export {
	addRemarkSchema,
	closeRoomSchema,
	extendTimeSchema,
	forceHandInSchema,
	freeDeviceSchema,
	pauseRoomSchema,
	resumeRoomSchema
} from './desk-schema';
export {
	drawPapersSchema,
	printRoomSchema,
	readScanSchema,
	readSheetSchema,
	recordTimesSchema,
	settleSheetSchema
} from './sheets/schema';
export { deskViews, isAlarming } from './desk';
export { eventBody, eventTitle } from './desk-words';
export { writeCell } from './sheets/cells';
export { flags, LEAST_TOLD, THRESHOLDS } from './analysis/flags';
export { seatOrders } from './seating';
export { examTiers, type ExamTier, type ReviewedQuestion, type SavedReply } from './types';
export { isShown } from './result-rules';
export { compareShares, type Key, type QuestionMark } from './marking';
export { correlationOf, numberOf } from './analysis/figure';
export { aroundVersion, type PictureIds } from './pictures';
export type { KeyRule, Score, TriedAttempt } from './correct-key.server';
export {
	approveStandardSchema,
	leaveOutJudgeSchema,
	ofStudySchema,
	rejectStandardSchema,
	saveEstimateSchema,
	startStandardSchema
} from './standard/schema';
export { reviewChecks, type ReviewCheck } from './release/rules';
