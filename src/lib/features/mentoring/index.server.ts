export { publishRules } from './commands/publish-rules.server';
export { rulesOn } from './rules-in-force.server';
export { authorizePairing, createPairing } from './commands/create-pairing.server';
export { signAgreement } from './commands/sign-agreement.server';
export { declineAgreement } from './commands/decline-agreement.server';
export { proposeAgreement } from './commands/propose-agreement.server';
export { requireAgreed } from './agreement.server';
export { planSession } from './commands/plan-session.server';
export { moveSession } from './commands/move-session.server';
export { cancelSession } from './commands/cancel-session.server';
export { exportEvidence } from './commands/export-evidence.server';
export { exportPairings } from './commands/export-pairings.server';
export { getStaffTerms, getTerms, type Terms, type TermsPage } from './queries/terms.server';
export type { Plan } from './queries/plan.server';
export { getPlanForm, type PlanForm } from './queries/plan-form.server';
export { listUnpaired, type UnpairedRow } from './queries/unpaired.server';
export { endPairing } from './commands/end-pairing.server';
export { endPairingsOfLeaver } from './reactions.server';
export { logShadowing } from './commands/log-shadowing.server';
export { replaceShadowing } from './commands/replace-shadowing.server';
export { countersignShadowing } from './commands/countersign-shadowing.server';
export { disputeShadowing } from './commands/dispute-shadowing.server';
export { submitReview } from './commands/submit-review.server';
export { getReview, type ReviewPage, type ReviewStanding } from './queries/reviews.server';
export { verifyAllChains, verifyPairingChain, type PairingChain } from './verify.server';
export { CHAINS_PAGE_SIZE, verifyChains } from './queries/chains.server';
export { countOpenFlags, FLAGS_PAGE_SIZE, listFlags, readFlagFilter } from './queries/flags.server';
export { flagEntry, raiseFlag } from './flag.server';
export { settleShadowing } from './commands/settle-shadowing.server';
export { settleFlag } from './commands/settle-flag.server';
export { LAPSE_SHADOWING, LAPSE_SHADOWING_CRON, lapseShadowing } from './lapse.server';
export { balanceMentorCredit, evenOutMentorCredit } from './mentor-credit.server';
export { REMIND_MENTORING, REMIND_MENTORING_CRON, remindMentoring } from './remind.server';
export { standing } from './standing.server';
export { shadowingFacts, shadowingSource, type ShadowingFact } from './facts.server';
export { mentorIdsOf } from './load.server';
export { getMentoringHome, type MentoringHome } from './queries/home.server';
export { getPairing, getStaffPairing, type PairingDetail } from './queries/pairing.server';
export { entryPicture } from './queries/picture.server';
export { getDevice, type DeviceData } from './queries/device.server';
export { getLogForm } from './queries/log-form.server';
export { getShadowingEntry, type EntryDetail } from './queries/entry.server';
export {
	countPairings,
	listPairings,
	readPairingFilter,
	PAGE_SIZE,
	type PairingFilter
} from './queries/staff.server';
export {
	countOpenDisputes,
	findOpenDisputes,
	listPairingUnits,
	type OpenDispute
} from './queries/disputes.server';
export { getPairingForm, type PairablePerson } from './queries/pairable.server';
export type { EntryRow, PairingRow } from './queries/rows.server';
