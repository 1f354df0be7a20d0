import { desc, eq } from 'drizzle-orm';
import { authorizeAnywhere, mayAnywhere } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { people } from '../../people/tables.server';
import type { Requirement } from '../rules';
import { requireCreditStaff } from '../staff.server';
import { creditRequirements } from '../tables.server';

/** What a year asks of everybody on a ladder; null when nothing was set for it. Asks no permission. */
export async function requirementOf(db: Database, year: number): Promise<Requirement | null> {
	const [row] = await db
		.select({
			year: creditRequirements.year,
			minutes: creditRequirements.minutes,
			parts: creditRequirements.parts
		})
		.from(creditRequirements)
		.where(eq(creditRequirements.year, year))
		.orderBy(desc(creditRequirements.setAt), desc(creditRequirements.id))
		.limit(1);
	return row ?? null;
}

/** Every requirement that was ever set, the newest year and within it the newest word first. */
export async function listRequirements(ctx: Context) {
	authorizeAnywhere(ctx.actor, 'credit.entry.read');
	requireCreditStaff(ctx);
	const rows = await ctx.db
		.select({ row: creditRequirements, by: people.name })
		.from(creditRequirements)
		.leftJoin(people, eq(people.id, creditRequirements.setBy))
		.orderBy(desc(creditRequirements.year), desc(creditRequirements.setAt), desc(creditRequirements.id));
	const years = new Set<number>();
	return {
		year: Number(dateIn(ctx.now).slice(0, 4)),
		maySet: mayAnywhere(ctx.actor, 'credit.requirement.set'),
		requirements: rows.map(({ row: { id, year, minutes, parts, setAt }, by }) => {
			const inForce = !years.has(year);
			years.add(year);
			return { id, year, minutes, parts, by, setAt: setAt.toISOString(), inForce };
		})
	};
}
