export { createAssignment } from './commands/create-assignment.server';
export { endAssignment } from './commands/end-assignment.server';
export { settleExceptions } from './commands/settle-exceptions.server';
export { grantExemption } from './commands/grant-exemption.server';
export { revokeExemption } from './commands/revoke-exemption.server';
export {
	FOLLOW_ASSIGNMENTS,
	FOLLOW_ASSIGNMENTS_CRON,
	followAssignments,
	followPerson
} from './commands/follow-assignments.server';
export { REMIND_ASSIGNEES, REMIND_ASSIGNEES_CRON, remindAssignees, tellAssigned } from './jobs.server';
export { assignedAnew } from './queries/assigned-anew.server';
export { listAssignments, type ListedAssignment } from './queries/list-assignments.server';
export { getAssignment, type AssigneeRow, type AssignmentPage } from './queries/assignment.server';
export {
	getAssignmentForm,
	previewAssignment,
	type AssignmentForm,
	type AssignmentPreview
} from './queries/preview.server';
export { listOwnAssignments, type OwnAssignment } from './queries/own-assignments.server';
export { listLate, type LatePerson } from './queries/late.server';
export { listExemptions, type ExemptionList, type ListedExemption } from './queries/exemptions.server';
