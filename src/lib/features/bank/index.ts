export { findShortages, isIn, marksOf, type Blueprint, type Cell, type Shortage } from './assembly/blueprint';
export { evenMarks, paperMarks, type BlueprintContent } from './blueprint-content';
export { questionTypes, type Question, type QuestionType, type Words } from './question';
export {
	importContentSchema,
	reviewItemsSchema,
	submitItemsSchema,
	type ReviewItems,
	type SubmitItems
} from './schema';
export { ownAnswer, type Aliases, type Shown } from './shown';
export {
	itemStatuses,
	itemUses,
	paperStatuses,
	type ItemStatus,
	type ItemUse,
	type PaperStatus
} from './states';
