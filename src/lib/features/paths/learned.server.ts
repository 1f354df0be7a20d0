import { completedClassSubjects } from '$lib/features/classes/index.server';
import { creditFacts } from '$lib/features/credit/index.server';
import { completionFacts } from '$lib/features/training/index.server';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import type { Learned } from './progress';

/** What one person has learned by a day, as far as paths ask. Asks no permission: the caller does. */
export async function learnedOf(db: Database, personId: string, on: IsoDate): Promise<Learned> {
	const completed = (await completionFacts(db, [personId], { on })).get(personId) ?? [];
	const attended = (await completedClassSubjects(db, [personId])).get(personId) ?? [];
	const credits = (await creditFacts(db, [personId], { on })).get(personId) ?? [];
	return {
		modules: firstDays(completed.map(({ module, completedOn }) => [module, completedOn])),
		classes: firstDays(attended.map((one) => [one.subject, one.on])),
		credits
	};
}

function firstDays(all: readonly (readonly [string, IsoDate])[]): Map<string, IsoDate> {
	const days = new Map<string, IsoDate>();
	for (const [code, on] of all) {
		const known = days.get(code);
		if (!known || on < known) days.set(code, on);
	}
	return days;
}
