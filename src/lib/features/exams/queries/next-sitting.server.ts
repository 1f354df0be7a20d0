import { and, asc, desc, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { prepared, type Database } from '$lib/server/db/database';
import type { OpenSitting } from '../facts.server';
import { attempts, registrations, sittings } from '../tables.server';

const nextOf = prepared((db) => {
	const [person, now] = [sql.placeholder('personId'), sql.placeholder('now')];
	const registered = isNotNull(registrations.id);
	return db
		.select({ sitting: sittings, registrationId: registrations.id })
		.from(sittings)
		.leftJoin(
			registrations,
			and(
				eq(registrations.sittingId, sittings.id),
				eq(registrations.personId, person),
				isNull(registrations.withdrawnAt)
			)
		)
		.leftJoin(attempts, and(eq(attempts.sittingId, sittings.id), eq(attempts.personId, person)))
		.where(
			and(
				eq(sittings.ladder, sql.placeholder('ladder')),
				eq(sittings.tier, sql.placeholder('tier')),
				eq(sittings.rehearsal, false),
				or(
					and(registered, isNull(attempts.handedInAt), gt(sittings.closesAt, now)),
					and(isNull(registrations.id), gt(sittings.registrationClosesAt, now))
				)
			)
		)
		.orderBy(desc(registered), asc(sittings.registrationClosesAt), asc(sittings.opensAt))
		.limit(1)
		.prepare('next_sitting');
});

/**
 * The sitting of a grade that a person is registered for and has not handed in yet, soonest first; else the one whose
 * registration closes next, now open or later. One query. Asks no permission: for what to do next.
 */
export async function findNextSitting(
	db: Database,
	filter: { personId: string; ladder: string; tier: string; now: Date }
): Promise<(OpenSitting & { registered: boolean }) | null> {
	const { ladder, tier, now } = filter;
	const [row] = await nextOf(db).execute({ ...filter, now: now.toISOString() });
	if (!row) return null;
	const { id, titleZh, titleEn, registrationOpensAt, registrationClosesAt, opensAt, closesAt } = row.sitting;
	return {
		...{ id, title: { 'zh-CN': titleZh, en: titleEn }, ladder, tier },
		...{ registrationOpensAt, registrationClosesAt, opensAt, closesAt },
		registered: row.registrationId !== null
	};
}
