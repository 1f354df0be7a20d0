export { answerConditionsOfPerson } from './answer-conditions.server';
export { publishPolicies } from './commands/publish-policies.server';
export { publishCalendar } from './commands/publish-calendar.server';
export { loadCalendar } from './calendar.server';
export { proposeDecision, proposeDecisions } from './commands/propose-decisions.server';
export { approveDecision } from './commands/approve-decision.server';
export { rejectDecision } from './commands/reject-decision.server';
export { withdrawDecision } from './commands/withdraw-decision.server';
export { proposeCases } from './commands/propose-cases.server';
export { voteOnCase } from './commands/vote-on-case.server';
export { reopenDecision } from './commands/reopen-decision.server';
export { objectToNotice } from './commands/object-to-notice.server';
export {
	ADVANCE_CASES,
	ADVANCE_CASES_CRON,
	advanceCases,
	withdrawCasesOfLeaver
} from './commands/advance-cases.server';
export { tellHeads } from './commands/tell-heads.server';
export { eachFacts, factsFor } from './facts.server';
export { REFRESH_STANDINGS, refreshStandings } from './snapshot/refresh.server';
export { policiesInForce } from './policies-in-force.server';
export { currentSnapshot } from './snapshot/state.server';
export { liveStanding, membersOf, type Standing } from './standing.server';
export { getOwnPath, getPath, type PathStep, type PathView } from './queries/path.server';
export { eligibleWithoutProposal, getBoard, type BoardRow, type BoardTier } from './queries/board.server';
export { compareDecision, type Compared } from './queries/compare-decision.server';
export { getReevaluation, listReevaluations, countReevaluations } from './queries/reevaluations.server';
export { replayDecisions, type Differing } from './queries/replay-decisions.server';
export { settleReevaluation } from './commands/settle-reevaluation.server';
export { getDecision, replayDecision } from './queries/decision.server';
export {
	casesAwaitingVote,
	listDecisions,
	proposalsAwaiting,
	type ListedDecision
} from './queries/decisions.server';
export {
	findPolicyInForce,
	getPolicyVersion,
	listPolicies,
	type ListedPolicy
} from './queries/policies.server';
export { askAuthority, authorityQuestion, type AuthorityReply } from './authority/query.server';
export { raiseInquiry } from './commands/raise-inquiry.server';
export { answerInquiry } from './commands/answer-inquiry.server';
export {
	getInquiry,
	inquiriesAwaiting,
	listInquiries,
	listOwnInquiries,
	type ListedInquiry
} from './inquiries/queries.server';
export { answerInquirySchema, inquiryFilterSchema, raiseInquirySchema } from './inquiries/schema';
export { ownLadders, type Ladder } from './queries/ladders.server';
export { findTarget, listTargets, type Target } from './queries/targets.server';
export { listOwnDecisions, type OwnDecision } from './queries/own-decisions.server';
export { getWhatIf, whatIfSchema, type WhatIf } from './queries/what-if.server';
export { startDraft } from './commands/start-draft.server';
export { saveDraft } from './commands/save-draft.server';
export { submitDraft } from './commands/submit-draft.server';
export { returnDraft } from './commands/return-draft.server';
export { publishDraft } from './commands/publish-draft.server';
export { discardDraft } from './commands/discard-draft.server';
export { simulateDraft } from './commands/simulate-draft.server';
export { exportSimulation } from './commands/export-simulation.server';
export { checkDraft, getDraft, listDrafts, type ListedDraft } from './drafts/queries.server';
export { listFileWarnings, type FileWarning } from './drafts/files.server';
export { getVersionPage } from './drafts/version.server';
export { simulatePolicy } from './simulation/job.server';
export { findSimulation, listChanges } from './simulation/queries.server';
export { recordLook } from './commands/record-look.server';
export { warnOfLapse } from './commands/warn-of-lapse.server';
export { createCampaign } from './commands/create-campaign.server';
export { closeCampaign } from './commands/close-campaign.server';
export { getNotice, listNotices, type Notice } from './queries/notices.server';
export { listExceptions, type ListedException } from './queries/exceptions.server';
export { listExceptionUse } from './queries/exception-use.server';
export { listRetention, type RetentionRow } from './queries/retention.server';
export {
	getCampaign,
	getCampaignForm,
	listCampaigns,
	openCampaigns,
	type Campaign
} from './queries/campaigns.server';
export { getRanking, type RankedRow } from './queries/ranking.server';
export { getCaseForm } from './queries/case-form.server';
export { publishPledgeFiles } from './commands/publish-pledge-files.server';
export { publishPledgeText } from './commands/publish-pledge-text.server';
export { signPledge } from './commands/sign-pledge.server';
export {
	getPledgeForm,
	getPledgeText,
	listOwnPledges,
	listPledgeTexts,
	type OwnPledge
} from './queries/pledges.server';
export { giveEndorsement } from './commands/give-endorsement.server';
export { withdrawEndorsement } from './commands/withdraw-endorsement.server';
export { getEndorsements, listEndorsable, type ListedEndorsement } from './queries/endorsements.server';
export { addCandidacy } from './commands/add-candidacy.server';
export { endCandidacy } from './commands/end-candidacy.server';
export { listCandidacies, type ListedCandidacy } from './queries/candidacies.server';
export { setQuota } from './commands/set-quota.server';
export { importQuotas, previewQuotas } from './commands/import-quotas.server';
export { quotaSheet } from './quotas/importer.server';
export { getQuotas, type QuotaRow } from './queries/quotas.server';
