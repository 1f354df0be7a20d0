export * from './vocabulary';
export type { MentoringRules } from './policy';
export * from './offline';
export * from './review';
export { submitReviewSchema, type SubmitReview } from './review-schema';
export { excerptOf, findPersonalNumber, locatePersonalNumber, type PersonalNumber } from './privacy';
export { computeEntryState, computePairingState, isSentence, sessionDays } from './rules';
export {
	countersignShadowingSchema,
	disputeShadowingSchema,
	logShadowingSchema,
	settleFlagSchema,
	settleShadowingSchema,
	replaceShadowingSchema,
	type CountersignShadowing,
	type DisputeShadowing,
	type LogShadowing,
	type ReplaceShadowing,
	type SessionContent,
	type SettleFlag,
	type SettleShadowing
} from './schema';
export { healths, type Health } from './health';
export {
	cancelSessionSchema,
	moveSessionSchema,
	planSessionSchema,
	type CancelSession,
	type MoveSession,
	type PlanSession
} from './plan-schema';
export {
	createPairingSchema,
	declineAgreementSchema,
	endPairingSchema,
	proposeAgreementSchema,
	signAgreementSchema,
	type CreatePairing,
	type DeclineAgreement,
	type EndPairing,
	type ProposeAgreement,
	type SignAgreement
} from './pairing-schema';
export {
	agreementStates,
	changesBetween,
	purposes,
	splitMinutes,
	type AgreementChange,
	type AgreementContent,
	type AgreementState,
	type Purpose,
	type TargetTier
} from './agreement';
