export {
	answerQuestionSchema,
	finishLessonSchema,
	lessonProgressSchema,
	openPartSchema,
	startModuleSchema,
	submitCheckSchema,
	type AnswerQuestion,
	type FinishLesson,
	type SaveLessonProgress,
	type StartModule,
	type SubmitCheck
} from './schema';
export { creditHours, stepAddress, type LearningState, type NextStep } from './rules';
export { moduleFileAddress } from './addresses';
export * from './drafts/schema';
