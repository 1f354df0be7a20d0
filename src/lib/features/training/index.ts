export {
	finishLessonSchema,
	lessonProgressSchema,
	startModuleSchema,
	submitCheckSchema,
	type FinishLesson,
	type SaveLessonProgress,
	type StartModule,
	type SubmitCheck
} from './schema';
export { creditHours, RETRY_MINUTES, stepAddress, type LearningState, type NextStep } from './rules';
export { moduleFileAddress } from './addresses';
