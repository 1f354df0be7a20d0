export { findShortages, isIn, marksOf, type Blueprint, type Cell, type Shortage } from './assembly/blueprint';
export { fitGiven, LONGEST_ESSAY, readGiven, type AnyGiven } from './answer-fields';
export { evenMarks, paperMarks, type BlueprintContent } from './blueprint-content';
export {
	actSchema,
	addCommentSchema,
	addPictureSchema,
	pagedSearch,
	previewItemSchema,
	recordLawChangeSchema,
	saveCaseSchema,
	saveItemSchema,
	setReviewAgainSchema,
	setUseSchema
} from './edit-schema';
export { actOnRows } from './typed/rows';
export { policiesOf } from './typed/policies';
export { asKind } from './typed/empty';
export { picturesOf, problemsOf } from './typed/problems';
export { questionOf } from './typed/question-of';
export { typedOf } from './typed/typed-of';
export {
	refusedQuestionSchema,
	typedQuestionSchema,
	type TypedQuestion,
	type TypedRow,
	type TypedWords
} from './typed/typed';
export { inShort, wordsIn, type CaseHtml, type QuestionHtml, type ShownHtml } from './rendered';
export { LONGEST_ANSWER } from './scoring/text';
export { scoreQuestion, SCORING_RULES, type Share } from './scoring/score';
export { layOutSections, letterOf, type SectionKind } from './print/model';
export {
	questionTypes,
	type Given,
	type Question,
	type QuestionType,
	type RubricRow,
	type Words
} from './question';
export {
	confirmItemsSchema,
	importContentSchema,
	reviewItemsSchema,
	submitItemsSchema,
	type ReviewItems,
	type SubmitItems
} from './schema';
export { choiceIds, inOrder, ownAnswer, shownOf, type Aliases, type Shown } from './shown';
export { practiceSizes, type PlaceState } from './practice/rules';
export { answerPracticeSchema, finishPracticeSchema, startPracticeSchema } from './practice/schema';
export {
	itemStatuses,
	itemUses,
	paperStatuses,
	type ItemStatus,
	type ItemUse,
	type PaperStatus
} from './states';
export {
	blueprintDraftSchema,
	blueprintFormSchema,
	createBlueprintSchema,
	requestAssemblySchema,
	saveBlueprintSchema,
	startBlueprintVersionSchema
} from './blueprint-schema';
export type { CellCounts } from './blueprint-counts';
export {
	commentOnPaperSchema,
	openPaperSchema,
	printPaperSchema,
	reviewPaperSchema,
	sealPaperSchema,
	submitPaperSchema,
	swapItemSchema,
	withdrawPaperSchema
} from './paper-schema';
export type { Outcome, Proof } from './assembly/proof';
export type { Verdict } from './assembly/verify';
export { exportFormats, type ExportFormat } from './imports/export';
export { importFormats, type ImportFormat } from './imports/model';
export type { ImportPreview } from './imports/queries.server';
export {
	bringImportSchema,
	chooseQuestionsSchema,
	exportItemsSchema,
	ofImport,
	type BringImport,
	type ChooseQuestions,
	type OfImport
} from './imports/schema';
