import { desc, lte } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { usualRules, type MentoringRules } from './policy';
import { mentoringRules } from './tables.server';

/** The rules of mentoring in force on a day; the usual ones before the first were published. Asks no permission. */
export async function rulesOn(db: Database, day: IsoDate): Promise<MentoringRules> {
	const [row] = await db
		.select({ content: mentoringRules.content })
		.from(mentoringRules)
		.where(lte(mentoringRules.effectiveFrom, day))
		.orderBy(desc(mentoringRules.effectiveFrom))
		.limit(1);
	return row ? { ...usualRules, ...(row.content as MentoringRules) } : usualRules;
}
