import { classMethods, type DeliveryMethod } from '$lib/content/training-vocabulary';

export { classMethods };
export type ClassMethod = (typeof classMethods)[number] & DeliveryMethod;

/** Tiers of the default ladder, as a class can be meant for. */
export const classTiers = ['assistant', 'manager', 'senior', 'principal'] as const;
export type ClassTier = (typeof classTiers)[number];

export const classStates = ['draft', 'open', 'cancelled', 'closed'] as const;
export type ClassState = (typeof classStates)[number];

/** Where a class stands for somebody who looks at a list: open ones by what time it is. */
export const classPhases = [
	'draft',
	'enrolling',
	'full',
	'waiting',
	'running',
	'ended',
	'cancelled',
	'closed'
] as const;
export type ClassPhase = (typeof classPhases)[number];

export const enrolmentStates = [
	'requested',
	'waiting',
	'enrolled',
	'declined',
	'withdrawn',
	'removed'
] as const;
export type EnrolmentState = (typeof enrolmentStates)[number];

export const attendanceStates = ['present', 'late', 'absent', 'excused'] as const;
export type AttendanceState = (typeof attendanceStates)[number];

/** Whether a state of attendance counts as having been there. */
export const isAttended = (state: AttendanceState | null): boolean => state === 'present' || state === 'late';

export const MAX_SESSIONS = 20;
