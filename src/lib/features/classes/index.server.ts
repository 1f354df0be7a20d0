export { createClass } from './commands/create-class.server';
export { updateClass } from './commands/update-class.server';
export { openClass } from './commands/open-class.server';
export { cancelClass } from './commands/cancel-class.server';
export { closeClass } from './commands/close-class.server';
export { enrolSelf } from './commands/enrol-self.server';
export { withdrawSelf } from './commands/withdraw-self.server';
export { decideRequest } from './commands/decide-request.server';
export { removeLearner } from './commands/remove-learner.server';
export { showCodes } from './commands/show-codes.server';
export { markAttendance } from './commands/mark-attendance.server';
export { checkIn } from './commands/check-in.server';

export {
	classFilterSchema,
	listOpenClasses,
	listOwnClasses,
	type OwnClass
} from './queries/own-classes.server';
export { getClass, readClassCalendar } from './queries/class.server';
export { CLASSES_PAGE_SIZE, listStaffClasses, staffClassFilterSchema } from './queries/staff-classes.server';
export { getClassForm, getStaffClass, type ClassForm } from './queries/staff-class.server';
export { getRegister, getTeaching, type Register } from './queries/register.server';
export { listCheckIns } from './queries/check-in.server';
export { completedClassSubjects } from './facts.server';
export { topicOf } from './live.server';
export { leaveClassesOfLeaver, REMIND_SESSIONS, REMIND_SESSIONS_CRON, remindSessions } from './jobs.server';
