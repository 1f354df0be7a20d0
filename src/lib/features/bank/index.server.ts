export { loadBlueprints } from './blueprint-files.server';
export { addComment } from './commands/add-comment.server';
export { addPicture } from './commands/add-picture.server';
export { recordLawChange } from './commands/record-law-change.server';
export { saveCase } from './commands/save-case.server';
export { saveItem } from './commands/save-item.server';
export { setReviewAgain } from './commands/set-review-again.server';
export { setUse } from './commands/set-use.server';
export { answerPractice } from './commands/answer-practice.server';
export { finishPractice } from './commands/finish-practice.server';
export { startPractice } from './commands/start-practice.server';
export { getPractice, practicePicture } from './practice/set.server';
export { listPractice } from './practice/sets.server';
export { importContent, type ImportedItems } from './commands/import-content.server';
export { publishBlueprint, publishBlueprints } from './commands/publish-blueprint.server';
export { reviewItems } from './commands/review-items.server';
export { submitItems } from './commands/submit-items.server';
export { loadBank } from './content.server';
export { recordExposure } from './exposure.server';
export { recordStatistics } from './statistics.server';
export { listPool, type Drawable } from './pool.server';
export { renderCase, renderQuestion, renderShown, type StoredPicture } from './words.server';
export { getCase, getCaseForm, listCases, newCaseForm } from './queries/cases.server';
export { getItem } from './queries/item.server';
export { getItemForm, listAlike, newItemForm, previewItem, readRefused } from './queries/item-form.server';
export { findItemPicture } from './queries/item-picture.server';
export { getItemSurroundings } from './queries/item-surroundings.server';
export { countWaiting, itemFilterSchema, listFilters, listItems } from './queries/items.server';
export { getLaw, listLaws } from './queries/laws.server';
export { drawFromPool, prepareDraw, type Draw, type DrawnQuestion } from './assembly/draw.server';
export { runAssembly } from './assembly/run.server';
export { commentOnPaper } from './commands/comment-on-paper.server';
export { createBlueprint } from './commands/create-blueprint.server';
export { discardBlueprint } from './commands/discard-blueprint.server';
export { markPapersReleased, markPapersUsed } from './commands/mark-papers-used.server';
export { openPaper } from './commands/open-paper.server';
export { publishBlueprintDraft } from './commands/publish-blueprint-draft.server';
export { requestAssembly } from './commands/request-assembly.server';
export { reviewPaper } from './commands/review-paper.server';
export { saveBlueprint } from './commands/save-blueprint.server';
export { sealPaper } from './commands/seal-paper.server';
export { startBlueprintVersion } from './commands/start-blueprint-version.server';
export { submitPaper } from './commands/submit-paper.server';
export { swapItem } from './commands/swap-item.server';
export { withdrawPaper } from './commands/withdraw-paper.server';
export { printPaper } from './print-paper.server';
export { followAssembly, getAssembly } from './queries/assembly.server';
export { countBlueprintCells, getBlueprint, listBlueprintCodes } from './queries/blueprints.server';
export { getPaper, readSealedPaper } from './queries/paper.server';
export { listPapers, paperFilterSchema } from './queries/papers.server';
export { getSwap, swapFilterSchema } from './queries/swap.server';
export { resolveBlueprint } from './resolve-blueprint.server';
export { bringImport } from './commands/bring-import.server';
export { chooseQuestions } from './commands/choose-questions.server';
export { confirmImport, type ConfirmedImport } from './commands/confirm-import.server';
export { dropImport } from './commands/drop-import.server';
export { exportItems } from './commands/export-items.server';
export { previewExport } from './imports/outgoing.server';
export {
	exportLeftOut,
	getImport,
	getImportPicture,
	importFilterSchema,
	listImports
} from './imports/queries.server';
export { readImport } from './imports/read-file.server';
export { templateFile } from './imports/template.server';
