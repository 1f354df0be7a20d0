export { setUpPractical } from './commands/set-up-practical.server';
export { removePractical } from './commands/remove-practical.server';
export { nameExaminers } from './commands/name-examiners.server';
export { addSlots } from './commands/add-slots.server';
export { removeSlot } from './commands/remove-slot.server';
export { arrangePractical } from './commands/arrange-practical.server';
export { moveCandidate } from './commands/move-candidate.server';
export { setPanel } from './commands/set-panel.server';
export { recuseExaminer } from './commands/recuse-examiner.server';
export { saveSheet } from './commands/save-sheet.server';
export { submitSheet } from './commands/submit-sheet.server';
export { recordAbsence } from './commands/record-absence.server';
export { getPractical, type PracticalCandidate, type PracticalPage } from './queries/practical.server';
export {
	getPracticalCandidate,
	getPracticalForm,
	getPracticalSlots,
	type PracticalCandidatePage,
	type PracticalForm,
	type PracticalSlots
} from './queries/practical-forms.server';
export {
	examinesOf,
	getSheet,
	listExaminations,
	type Examination,
	type ScoreSheet
} from './queries/examinations.server';
export {
	findPracticalResult,
	getOwnPractical,
	type OwnPractical,
	type PracticalOutcome
} from './queries/own-practical.server';
