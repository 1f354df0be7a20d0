export {
	answerQuestionSchema,
	finishLessonSchema,
	grantTriesSchema,
	lessonProgressSchema,
	moveLearnersSchema,
	openPartSchema,
	startModuleSchema,
	submitCheckSchema,
	type AnswerQuestion,
	type FinishLesson,
	type GrantTries,
	type MoveLearners,
	type SaveLessonProgress,
	type StartModule,
	type SubmitCheck
} from './schema';
export { creditHours, stepAddress, type LearningState, type NextStep } from './rules';
export { moduleFileAddress } from './addresses';
export * from './drafts/schema';
export { learnerStates, readLearnerFilter, type LearnerFilter } from './learner-filter';
export {
	isAsked,
	isWithin,
	lengths,
	moduleTiers,
	readTrainingFilter,
	trainingMethods,
	type TrainingFilter
} from './training-filter';
