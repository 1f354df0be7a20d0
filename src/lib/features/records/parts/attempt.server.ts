import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { registrations, resultHolds, sittingRooms, sittings, attempts } from '../../exams/tables.server';

/** A sitting as far as one candidate's record is about it. */
const sittingColumns = {
	...{ id: sittings.id, titleZh: sittings.titleZh, titleEn: sittings.titleEn },
	...{ ladder: sittings.ladder, tier: sittings.tier, blueprintId: sittings.blueprintId },
	...{ opensAt: sittings.opensAt, closesAt: sittings.closesAt, minutes: sittings.minutes },
	...{ lateMinutes: sittings.lateMinutes, endCut: sittings.endCut, spreadSeconds: sittings.spreadSeconds },
	...{ passPercent: sittings.passPercent, passRule: sittings.passRule, reading: sittings.reading },
	...{ practical: sittings.practical, showing: sittings.showing },
	/** What was watched and held to; not what a browser proves itself by. */
	rules: sql`${sittings.rules} - 'configKeys'`,
	...{ appealDays: sittings.appealDays, appealLimit: sittings.appealLimit },
	...{ reviewedAt: sittings.reviewedAt, reviewedBy: sittings.reviewedBy, reviewHash: sittings.reviewHash },
	...{ releaseDueAt: sittings.releaseDueAt, releaseDecidedBy: sittings.releaseDecidedBy },
	...{ releasedAt: sittings.releasedAt, releasedBy: sittings.releasedBy }
};
const roomColumns = {
	...{ id: sittingRooms.id, kind: sittingRooms.kind, name: sittingRooms.name },
	...{ address: sittingRooms.address, beganAt: sittingRooms.beganAt, endedAt: sittingRooms.endedAt },
	...{ closedAt: sittingRooms.closedAt, closedBy: sittingRooms.closedBy, recordHash: sittingRooms.recordHash }
};

/** Who sat what, where and when, and who found the marks in order and released them. */
export async function attemptPart(db: Database, attemptId: string) {
	const [found] = await db
		.select({ attempt: attempts, registration: registrations, room: roomColumns, sitting: sittingColumns })
		.from(attempts)
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.leftJoin(
			registrations,
			and(eq(registrations.sittingId, attempts.sittingId), eq(registrations.personId, attempts.personId))
		)
		.leftJoin(sittingRooms, eq(sittingRooms.id, registrations.roomId))
		.where(eq(attempts.id, attemptId));
	return found!;
}
export type AttemptPart = Awaited<ReturnType<typeof attemptPart>>;

/** What was looked into before it counted, newest first. */
export const holdsPart = (db: Database, attemptId: string) =>
	db
		.select()
		.from(resultHolds)
		.where(eq(resultHolds.attemptId, attemptId))
		.orderBy(desc(resultHolds.raisedAt), asc(resultHolds.id));
