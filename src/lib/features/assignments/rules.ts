import { addDays, daysBetween, type IsoDate } from '$lib/shared/dates';

/** How much somebody can learn in a day beside their work: what due dates are held against. */
export const PACE_MINUTES = 60;

/** Days before a due date on which people are reminded. */
export const REMINDERS = [0, 3, 14] as const;

export const assigneeStates = ['late', 'notBegun', 'underWay', 'done', 'exempt'] as const;
export type AssigneeState = (typeof assigneeStates)[number];

export interface Due {
	dueOn: IsoDate | null;
	dueDays: number | null;
}

/** The due date of whoever is assigned on a day. */
export const dueOf = ({ dueOn, dueDays }: Due, assignedOn: IsoDate): IsoDate | null =>
	dueOn ?? (dueDays === null ? null : addDays(assignedOn, dueDays));

/** The first day by which so many minutes can be learned, today being as good as over. */
export const possibleOn = (minutes: number, today: IsoDate): IsoDate =>
	minutes > 0 ? addDays(today, Math.ceil(minutes / PACE_MINUTES)) : today;

export interface StepNeed {
	need: number;
	/** Keys `module:…` and `class:…` with what each takes. */
	items: readonly { key: string; minutes: number }[];
}

/** Minutes that are still missing: of each step the shortest items that are enough. */
export function missingMinutes(steps: readonly StepNeed[], done: ReadonlySet<string>): number {
	let sum = 0;
	for (const { need, items } of steps) {
		const open = items.filter(({ key }) => !done.has(key));
		const missing = Math.max(0, need - (items.length - open.length));
		const shortest = open.map(({ minutes }) => minutes).sort((a, b) => a - b);
		for (const minutes of shortest.slice(0, missing)) sum += minutes;
	}
	return sum;
}

/** Whether enough of every step is done. */
export const isDone = (steps: readonly StepNeed[], done: ReadonlySet<string>): boolean =>
	steps.every(({ need, items }) => items.filter(({ key }) => done.has(key)).length >= need);

export const exceptionKinds = ['past', 'short'] as const;
/** `past`: the due date was over when it was raised; `short`: too little time is left. */
export type ExceptionKind = (typeof exceptionKinds)[number];
export const exceptionKind = (dueOn: IsoDate, raisedOn: IsoDate): ExceptionKind =>
	dueOn <= raisedOn ? 'past' : 'short';

/** The due date that is realistic on the day on which an exception is settled: as many days on as when it was raised. */
export const realisticOn = (raisedOn: IsoDate, possible: IsoDate, today: IsoDate): IsoDate =>
	addDays(today, Math.max(1, daysBetween(raisedOn, possible)));

/**
 * The reminder that is due: the nearest of `REMINDERS` that the due date has come into; null when none has, or when it
 * lay behind already as the person was told of the assignment.
 */
export function reminderDue(dueOn: IsoDate, assignedOn: IsoDate, today: IsoDate): number | null {
	const left = daysBetween(today, dueOn);
	if (left < 0) return null;
	const due = REMINDERS.find((days) => left <= days);
	return due === undefined || daysBetween(assignedOn, dueOn) <= due ? null : due;
}
