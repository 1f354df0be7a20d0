export * from './vocabulary';
export { computeResult, phaseOf, type ClassPlan } from './rules';
export {
	cancelClassSchema,
	checkInSchema,
	closeClassSchema,
	createClassSchema,
	decideRequestSchema,
	enrolSchema,
	markAttendanceSchema,
	openClassSchema,
	removeLearnerSchema,
	showCodesSchema,
	updateClassSchema,
	withdrawSchema
} from './schema';
