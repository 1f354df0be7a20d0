export {
	assigneeFilterSchema,
	assignmentFilterSchema,
	createAssignmentSchema,
	endAssignmentSchema,
	exemptionFilterSchema,
	grantExemptionSchema,
	revokeExemptionSchema,
	settleExceptionsSchema
} from './schema';
export { audienceKinds, audienceRules, type AudienceRule } from './audience';
export { assigneeStates, PACE_MINUTES, type AssigneeState, type ExceptionKind } from './rules';
