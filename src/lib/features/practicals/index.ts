export {
	addSlotsSchema,
	arrangePracticalSchema,
	examinationFilterSchema,
	examinationTimes,
	moveCandidateSchema,
	nameExaminersSchema,
	recordAbsenceSchema,
	recuseExaminerSchema,
	removePracticalSchema,
	removeSlotSchema,
	saveSheetSchema,
	setPanelSchema,
	setUpPracticalSchema
} from './schema';
export { EXAMINERS, FARTHEST, PRACTICAL_RULE, type ScoredRow } from './rules';
