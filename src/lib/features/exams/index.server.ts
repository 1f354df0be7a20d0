export { createSitting } from './commands/create-sitting.server';
export { updateSitting } from './commands/update-sitting.server';
export { addRoom } from './commands/add-room.server';
export { updateRoom } from './commands/update-room.server';
export { removeRoom } from './commands/remove-room.server';
export { seatCandidates } from './commands/seat-candidates.server';
export { moveSeat } from './commands/move-seat.server';
export { exportPlan } from './commands/export-plan.server';
export { exportTickets } from './commands/export-tickets.server';
export { renderOwnTicket } from './ticket/own-ticket.server';
export { setNeeds } from './commands/set-needs.server';
export { answerConditionsWith, type ConditionEngine } from './conditions.server';
export { registerForSitting } from './commands/register-for-sitting.server';
export { withdrawRegistration } from './commands/withdraw-registration.server';
export { enterRoom } from './commands/enter-room.server';
export { startAttempt } from './commands/start-attempt.server';
export { saveAnswerForm, saveAnswers } from './commands/save-answers.server';
export { handInAttempt } from './commands/hand-in-attempt.server';
export { closeAttempts } from './commands/close-attempts.server';
export { keepTime, TICK_MS } from './commands/keep-time.server';
export { judgeLeaving } from './commands/judge-leaving.server';
export { takeBreak } from './commands/take-break.server';
export { extendTime } from './commands/extend-time.server';
export { pauseRoom } from './commands/pause-room.server';
export { resumeRoom } from './commands/resume-room.server';
export { freeDevice } from './commands/free-device.server';
export { forceHandIn } from './commands/force-hand-in.server';
export { addRemark } from './commands/add-remark.server';
export { closeRoom } from './commands/close-room.server';
export { drawPapers } from './commands/draw-papers.server';
export { printRoom } from './commands/print-room.server';
export { recordTimes } from './commands/record-times.server';
export { readSheet } from './commands/read-sheet.server';
export { readScan, type Scanned } from './commands/read-scan.server';
export { settleSheet } from './commands/settle-sheet.server';
export { takeSeat, type Seated } from './commands/take-seat.server';
export { markAttempt, markAttempts, markIn, recordMarks } from './commands/mark-attempt.server';
export { correctKey, holdMarks, ruleOf, tryRule } from './correct-key.server';
export { reviewResults } from './commands/review-results.server';
export { releaseResults } from './commands/release-results.server';
export { scheduleRelease } from './commands/schedule-release.server';
export { callOffRelease } from './commands/call-off-release.server';
export { releaseDue } from './commands/release-due.server';
export { startStandard } from './commands/start-standard.server';
export { leaveOutJudge } from './commands/leave-out-judge.server';
export { openItems } from './commands/open-items.server';
export { saveEstimate } from './commands/save-estimate.server';
export { submitEstimates } from './commands/submit-estimates.server';
export { openRound } from './commands/open-round.server';
export { closeStandard } from './commands/close-standard.server';
export { approveStandard } from './commands/approve-standard.server';
export { dropStandard, rejectStandard } from './commands/end-standard.server';
export { raiseHold } from './commands/raise-hold.server';
export { decideHold } from './commands/decide-hold.server';

export { getOpenPaper, getRoom, type OpenRoom, type Room } from './queries/room.server';
export { attemptSignals, type Signal } from './queries/signal.server';
export { getOwnSitting, listOwnSittings, type OwnSitting } from './queries/own-sittings.server';
export { getRoomForm, listRooms } from './queries/rooms.server';
export { getSeat, listSeats, seatFilterSchema, type SeatRow } from './queries/seats.server';
export { getOwnPlace, type OwnPlace } from './queries/own-place.server';
export { paperPicture } from './queries/picture.server';
export { getResult, type ExamResult } from './queries/result.server';
export { reviewPaper } from './queries/review.server';
export {
	exportBorderline,
	listBorderline,
	type BorderlineList,
	type BorderlineRow
} from './queries/borderline.server';
export { getRelease, type ReleasePage } from './queries/release.server';
export { getStandard, type JudgedItem, type StandardPage } from './queries/standard.server';
export {
	getJudgedItem,
	getOwnStudy,
	judgedPicture,
	listOwnStudies,
	type OwnJudgedItem,
	type OwnStudy
} from './queries/own-studies.server';
export { getHold, holdViews, listSuspicions, type HoldPage } from './queries/holds.server';
export {
	getSitting,
	listBlueprints,
	listChoosableModules,
	listSittings,
	sittingFilterSchema
} from './queries/sittings.server';
export { listCandidates, type Candidate } from './queries/candidates.server';

export {
	findOpenSittings,
	findRegisteredSitting,
	passedAttempts,
	sittingsAwaitingRelease,
	type OpenSitting,
	type PassedAttempt
} from './facts.server';
export { LATE_MS } from './clock';
export { currentResult, isReleased } from './current-result.server';
export {
	answersToRead,
	paperToMark,
	setQuestionMarks,
	wouldPass,
	type AnswerToRead,
	type DecidedMark,
	type PaperToMark
} from './reading.server';
export { askPractical, practicalOfAttempt, recordPracticalResult } from './practical.server';
export { measureItems } from './measure.server';
export { sweepAttempts } from './jobs.server';
export { prepareSitting } from './prepare.server';
export { examFacts, examSource, type ExamFact } from './exam-facts.server';
export { findComingSitting, type ComingSitting } from './queries/coming-sitting.server';
export { findNextSitting } from './queries/next-sitting.server';
export { getProvenPaper, listProvenPapers } from './queries/coverage.server';
export { listShownTo } from './queries/shown-to.server';
export { servingSaves } from './saving/serve-saves.server';
export { heard, PRESENCE_MS, writePresence } from './saving/presence.server';

export { getDesk, getDeskRoom, type DeskRoom } from './queries/desk.server';
export { getPaperDesk, type PaperDesk, type SheetRow } from './queries/paper-desk.server';
export {
	findNextSheet,
	getDifferences,
	getReadRoom,
	getSheet,
	previewScan,
	scanTemplate,
	type ScanPreview,
	type SheetDifferences,
	type SheetForm
} from './queries/sheet.server';
export { followDesk } from './desk-stream.server';
export {
	invigilatesOf,
	listInvigilations,
	roomFilterSchema,
	type ListedRoom
} from './queries/invigilation.server';
export { getRecordText, getRoomRecord, type SignedRecord } from './queries/room-record.server';
export { exportRecord } from './record-pdf.server';
export { getAttemptRecord, type AttemptRecord } from './queries/attempt-record.server';
export { analyseSitting } from './commands/analyse-sitting.server';
export { queueAnalysis, sweepAnalyses } from './analysis/queue.server';
export { analysisFilterSchema } from './analysis/filter';
export { getAnalysis, hasAnalysis, type AnalysedItem } from './queries/analysis.server';
export { getAnalysedItem } from './queries/analysed-item.server';
export { exportAnalysis } from './queries/analysis-file.server';
export { isExamDay, WARM_MS, warmRooms } from './warm-rooms.server';
