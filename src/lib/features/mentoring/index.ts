export * from './vocabulary';
export type { MentoringRules } from './policy';
export * from './review';
export { submitReviewSchema, type SubmitReview } from './review-schema';
export { findPersonalNumber } from './privacy';
export { computeEntryState, computePairingState, isSentence, sessionDays } from './rules';
export {
	countersignShadowingSchema,
	createPairingSchema,
	disputeShadowingSchema,
	endPairingSchema,
	logShadowingSchema,
	replaceShadowingSchema,
	type CountersignShadowing,
	type CreatePairing,
	type DisputeShadowing,
	type EndPairing,
	type LogShadowing,
	type ReplaceShadowing,
	type SessionContent
} from './schema';
