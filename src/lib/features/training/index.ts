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
export { RETRY_MINUTES, type LearningState } from './rules';
