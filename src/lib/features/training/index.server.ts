export { publishModules } from './commands/publish-modules.server';
export { startModule } from './commands/start-module.server';
export { takeAgain } from './commands/take-again.server';
export { saveLessonProgress } from './commands/save-lesson-progress.server';
export { finishLesson } from './commands/finish-lesson.server';
export { answerQuestion } from './commands/answer-question.server';
export { grantTries } from './commands/grant-tries.server';
export { moveLearners } from './commands/move-learners.server';
export { submitCheck, type CheckOutcome } from './commands/submit-check.server';
export { completionFacts, completionSource, type CompletionFact } from './facts.server';
export { getMyTraining, listModules, type ModuleListing, type PlainStep } from './queries/my-training.server';
export { getModule } from './queries/module.server';
export { findLesson } from './queries/lesson.server';
export { getCheck } from './queries/check.server';
export { getModulePreview, listModuleVersions } from './queries/staff-modules.server';
export { findModuleInProgress } from './queries/in-progress.server';
export { getModuleFile } from './queries/module-file.server';
export { isComplete } from './completed.server';
export type { AskedAgain, ModuleRenewal } from './again';
export { findAgainWith } from './again-reasons.server';
export { loadCards, type ModuleCard } from './cards.server';
export { addDraftFile } from './commands/add-draft-file.server';
export { acceptModuleDraft } from './commands/accept-module-draft.server';
export { addLesson, arrangeLessons } from './commands/arrange-lessons.server';
export { addQuestion, arrangeQuestions } from './commands/arrange-questions.server';
export { discardModuleDraft } from './commands/discard-module-draft.server';
export { importLesson } from './commands/import-lesson.server';
export { publishModuleDraft } from './commands/publish-module-draft.server';
export { removeDraftFile } from './commands/remove-draft-file.server';
export { restoreModule, retireModule } from './commands/retire-module.server';
export { returnModuleDraft } from './commands/return-module-draft.server';
export { saveDraftAbout } from './commands/save-draft-about.server';
export { saveDraftCheck } from './commands/save-draft-check.server';
export { saveDraftLesson } from './commands/save-draft-lesson.server';
export { saveDraftQuestion } from './commands/save-draft-question.server';
export { startModuleDraft } from './commands/start-module-draft.server';
export { submitModuleDraft } from './commands/submit-module-draft.server';
export { getModuleActs } from './queries/module-acts.server';
export { listModuleDrafts } from './queries/module-drafts.server';
export {
	getDraftAbout,
	getDraftCheck,
	getDraftFiles,
	getDraftLesson,
	getDraftLessons,
	getDraftQuestion,
	previewDraftLesson
} from './queries/draft-sections.server';
export { LEARNERS_PAGE, listLearners } from './queries/learners.server';
export { indexLessons, indexMissingLessons } from './search/index-lessons.server';
export { findTraining, HITS_PAGE, type TrainingHit } from './queries/find-training.server';
