import type { Database } from '$lib/server/db/database';
import { addDays, type IsoDate } from '$lib/shared/dates';
import { audienceOf, type Scope } from './audience.server';
import { dueOf, isDone, missingMinutes, possibleOn, type Due } from './rules';
import { loadDone, loadSubject, type SubjectRef } from './subject.server';

export interface Planned {
	personId: string;
	/** Index of their group. */
	group: number;
	dueOn: IsoDate | null;
	/** Of a due date that cannot be met, the first day that can; null otherwise. */
	possibleOn: IsoDate | null;
	done: boolean;
	exempt: boolean;
}

/**
 * Everybody in an audience with the due date that they would get if they were assigned today, and whether they can meet
 * it. Some five queries however many people there are.
 */
export async function planFor(
	db: Database,
	subject: SubjectRef & { lookBackDays: number | null },
	scope: Scope,
	dues: readonly Due[],
	today: IsoDate
): Promise<Planned[]> {
	const people = await audienceOf(db, scope, today);
	if (!people.length) return [];
	const { steps } = await loadSubject(db, subject);
	const since = subject.lookBackDays === null ? null : addDays(today, -subject.lookBackDays);
	const known = await loadDone(db, subject, steps, {
		...{ since, today },
		...(scope.personId ? { personId: scope.personId } : {})
	});
	const nothing: ReadonlySet<string> = new Set();
	return people.map(({ personId, group }) => {
		const items = known.items.get(personId) ?? nothing;
		const exempt = known.exempt.has(personId);
		const done = isDone(steps, items);
		const dueOn = dueOf(dues[group]!, today);
		const possible = possibleOn(missingMinutes(steps, items), today);
		const isLate = dueOn !== null && !done && !exempt && dueOn < possible;
		return { personId, group, dueOn, possibleOn: isLate ? possible : null, done, exempt };
	});
}
