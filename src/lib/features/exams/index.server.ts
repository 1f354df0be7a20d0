export { createSitting } from './commands/create-sitting.server';
export { updateSitting } from './commands/update-sitting.server';
export { registerForSitting } from './commands/register-for-sitting.server';
export { withdrawRegistration } from './commands/withdraw-registration.server';
export { startAttempt } from './commands/start-attempt.server';
export { saveAnswerForm, saveAnswers } from './commands/save-answers.server';
export { handInAttempt } from './commands/hand-in-attempt.server';
export { closeAttempt } from './commands/close-attempt.server';
export { markAttempt } from './commands/mark-attempt.server';
export { releaseResults } from './commands/release-results.server';

export { getRoom, type Room } from './queries/room.server';
export { getOwnSitting, listOwnSittings, type OwnSitting } from './queries/own-sittings.server';
export { paperPicture } from './queries/picture.server';
export { getResult, type ExamResult } from './queries/result.server';
export { getSitting, listBlueprints, listSittings, sittingFilterSchema } from './queries/sittings.server';
export { listCandidates, type Candidate } from './queries/candidates.server';

export {
	findOpenSittings,
	findRegisteredSitting,
	passedAttempts,
	sittingsAwaitingRelease,
	type OpenSitting,
	type PassedAttempt
} from './facts.server';
export { measureItems } from './measure.server';
export { sweepAttempts } from './jobs.server';
export { examFacts, examSource, type ExamFact } from './exam-facts.server';
export { findComingSitting, type ComingSitting } from './queries/coming-sitting.server';
export { findNextSitting } from './queries/next-sitting.server';
export { listShownTo } from './queries/shown-to.server';
