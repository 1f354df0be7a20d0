export { publishPolicies } from './commands/publish-policies.server';
export { publishCalendar } from './commands/publish-calendar.server';
export { loadCalendar } from './calendar.server';
export { proposeDecision, proposeDecisions } from './commands/propose-decisions.server';
export { approveDecision } from './commands/approve-decision.server';
export { rejectDecision } from './commands/reject-decision.server';
export { withdrawDecision } from './commands/withdraw-decision.server';
export { factsFor } from './facts.server';
export { forgetStandings, standingsOn, type Standings } from './standings.server';
export { loadStandings, type Standing } from './standing.server';
export { getOwnPath, getPath, type PathStep, type PathView } from './queries/path.server';
export { eligibleWithoutProposal, getBoard, type BoardRow } from './queries/board.server';
export { getDecision, replayDecision } from './queries/decision.server';
export { listDecisions, proposalsAwaiting, type ListedDecision } from './queries/decisions.server';
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
	countOpenInquiries,
	getInquiry,
	listInquiries,
	listOwnInquiries,
	type ListedInquiry
} from './inquiries/queries.server';
export { answerInquirySchema, inquiryFilterSchema, raiseInquirySchema } from './inquiries/schema';
export { laddersOf, ownLadders, type Ladder } from './queries/ladders.server';
export { listOwnDecisions, type OwnDecision } from './queries/own-decisions.server';
export { getWhatIf, whatIfSchema, type WhatIf } from './queries/what-if.server';
