import { sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { CalendarDay } from '$lib/content/calendar-format';
import { readCalendar } from '$lib/content/calendar.server';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { calendarDays } from '../tables.server';

const same = (a: CalendarDay, b: CalendarDay): boolean =>
	a.working === b.working && a.nameZh === b.nameZh && a.nameEn === b.nameEn;

/**
 * Makes the working-day calendar what `content/calendar/` says. The State Council has moved holidays within a
 * year: days are changed then, and the log says which; the days that a case was given stay with the case.
 */
export async function publishCalendar(
	ctx: Context,
	days: readonly CalendarDay[] = readCalendar()
): Promise<{ changed: number }> {
	authorize(ctx.actor, 'tiers.policy.publish');
	return withTransaction(ctx, async (tx) => {
		// Two instances that start at once take turns, so that the log says it once.
		await tx.execute(sql`lock table ${calendarDays} in share row exclusive mode`);
		const known = new Map((await tx.select().from(calendarDays)).map((row) => [row.day, row]));
		const changed = days.filter((one) => {
			const before = known.get(one.day);
			return !before || !same(before, one);
		});
		if (!changed.length) return { changed: 0 };
		await tx
			.insert(calendarDays)
			.values([...changed])
			.onConflictDoUpdate({
				target: calendarDays.day,
				set: {
					working: sql`excluded.working`,
					nameZh: sql`excluded.name_zh`,
					nameEn: sql`excluded.name_en`
				}
			});
		await recordAudit(tx, ctx, {
			action: 'tiers.calendar.publish',
			subject: { type: 'calendar', id: [...new Set(changed.map(({ day }) => day.slice(0, 4)))].join(' ') },
			before: changed.flatMap(({ day }) => known.get(day) ?? []),
			after: changed
		});
		return { changed: changed.length };
	});
}
