import { and, asc, count, eq, gte, inArray, sql } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { detailOf } from '../detail';
import type { PersonFacts } from '../engine/facts';
import { appointmentsOn } from '../rules';
import { openStates } from '../states';
import { decisions, exceptions, lapseWarnings } from '../tables.server';
import type { History } from './decide';

/** What is on record of people's earlier cases on a ladder: three queries however many they are. */
export async function loadHistories(
	db: Database,
	ladder: string,
	facts: ReadonlyMap<string, PersonFacts>,
	today: IsoDate
): Promise<Map<string, History>> {
	const ids = [...facts.keys()];
	const found = new Map<string, History>(
		ids.map((id) => [
			id,
			{
				held: appointmentsOn(facts.get(id)!, ladder, today).flatMap(({ tier }) => tier ?? []),
				...{ retrainings: [], warnings: [], exceptionsUsed: {}, isLast: false }
			}
		])
	);
	if (!ids.length) return found;
	const retrained = await db
		.select({ personId: decisions.personId, startsOn: decisions.effectiveOn, detail: decisions.detail })
		.from(decisions)
		.where(
			and(
				inArray(decisions.personId, ids),
				eq(decisions.ladder, ladder),
				eq(decisions.kind, 'retraining'),
				eq(decisions.state, 'effective')
			)
		);
	for (const row of retrained) {
		const months = detailOf(row).retrain?.months ?? null;
		if (row.startsOn) found.get(row.personId)?.retrainings.push({ startsOn: row.startsOn, months });
	}
	const warned = await db
		.select()
		.from(lapseWarnings)
		.where(and(inArray(lapseWarnings.personId, ids), eq(lapseWarnings.ladder, ladder)))
		.orderBy(asc(lapseWarnings.recordedAt));
	for (const { personId, tier, consequence, warnedOn, actFrom } of warned)
		found.get(personId)?.warnings.push({ tier, consequence, warnedOn, actFrom });
	return found;
}

/** Exceptions of a tier's requirements granted in the year of a day, with those that are still open as cases. */
export async function countExceptions(
	db: Database,
	ladder: string,
	tier: string,
	today: IsoDate,
	without: string | null = null
): Promise<Record<string, number>> {
	const year = `${today.slice(0, 4)}-01-01`;
	const granted = await db
		.select({ ref: exceptions.ref, n: count() })
		.from(exceptions)
		.where(and(eq(exceptions.ladder, ladder), eq(exceptions.tier, tier), gte(exceptions.validFrom, year)))
		.groupBy(exceptions.ref);
	const open = await db
		.select({ detail: decisions.detail })
		.from(decisions)
		.where(
			and(
				eq(decisions.ladder, ladder),
				eq(decisions.toTier, tier),
				eq(decisions.kind, 'exception'),
				inArray(decisions.state, [...openStates]),
				without ? sql`${decisions.id} <> ${without}` : undefined
			)
		);
	const used: Record<string, number> = Object.fromEntries(granted.map(({ ref, n }) => [ref, n]));
	for (const row of open) {
		const ref = detailOf(row).exception?.ref;
		if (ref) used[ref] = (used[ref] ?? 0) + 1;
	}
	return used;
}
