import { and, count, eq, isNull } from 'drizzle-orm';
import type { AnyGiven } from '$lib/features/bank';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { publish } from '$lib/server/live';
import { enqueue } from '$lib/server/jobs/events';
import { deskTopic } from '../attempt-clock.server';
import { recordEvents } from '../move-attempts.server';
import { answers, attempts, registrations, sheetOutcomes, sittingRooms } from '../tables.server';
import { differingOf } from './compare';
import type { Sheet } from './load-sheets.server';
import type { SheetQuestion } from './numbering';

/** What a sheet came to, to be written for good. */
export interface Settled {
	sheet: Sheet;
	present: boolean;
	/** By position, in the ids that are shown; empty where the candidate was absent. */
	given: Record<string, AnyGiven>;
	differing: number[];
	/** Who looked at the sheet; null where both readings agree. */
	byId: string | null;
}

/** A sheet whose two readings agree, as settled; null as long as there is only one, or they differ. */
export function agreed(sheet: Sheet, questions: readonly SheetQuestion[]): Settled | null {
	const [first, second] = sheet.readings;
	if (sheet.outcome || !first || !second) return null;
	if (differingOf(positionsOf(questions), first, second).length) return null;
	return { sheet, present: first.present, given: first.given, differing: [], byId: null };
}

export const positionsOf = (questions: readonly SheetQuestion[]): number[] =>
	questions.map(({ position }) => position).sort((a, b) => a - b);

/**
 * Writes what sheets came to: who sat the exam has an attempt from when the room began to when papers were collected, with
 * the answers of the sheet, and it is marked like every other. For sheets that are held, of a held room whose times are noted.
 */
export async function takeSheets(
	tx: Database,
	ctx: Context,
	room: { id: string; sittingId: string },
	times: { beganAt: Date; endedAt: Date },
	settled: readonly Settled[]
): Promise<void> {
	if (!settled.length) return;
	await tx.insert(sheetOutcomes).values(
		settled.map(({ sheet, present, differing, byId }) => ({
			...{ registrationId: sheet.registration.id, present, differing, byId, settledAt: ctx.now },
			revisions: sheet.readings.map(({ revision }) => revision)
		}))
	);
	const sat = settled.flatMap((one) =>
		one.present && one.sheet.paperId ? [{ ...one, attemptId: one.sheet.paperId }] : []
	);
	if (sat.length) {
		await tx.insert(attempts).values(
			sat.map(({ attemptId, sheet }) => ({
				...{ id: attemptId, sittingId: room.sittingId, personId: sheet.registration.personId },
				...{ startedAt: times.beganAt, endsAt: times.endedAt, handedInAt: times.endedAt },
				handedInBy: 'paper' as const
			}))
		);
		const rows = sat.flatMap(({ attemptId, given }) =>
			Object.entries(given).map(([position, answer]) => ({
				...{ attemptId, position: Number(position), seq: 1, given: answer, savedAt: ctx.now }
			}))
		);
		for (let from = 0; from < rows.length; from += AT_ONCE)
			await tx.insert(answers).values(rows.slice(from, from + AT_ONCE));
		await enqueue(tx, ctx, 'exams.attempt.mark', { attemptIds: sat.map(({ attemptId }) => attemptId) });
	}
	await recordEvents(
		tx,
		ctx,
		room.sittingId,
		settled.map(({ sheet, present, differing, byId }) => ({
			...{ kind: 'read' as const, roomId: room.id, attemptId: sheet.paperId, byId },
			data: { registrationId: sheet.registration.id, present, differing: differing.length }
		}))
	);
	await publish(tx, deskTopic(room.sittingId));
}

/** So many answers in one statement: each has a handful of parameters. */
const AT_ONCE = 2000;

/** What `takeSheets` has done, for the audit log. */
export const auditOf = ({ sheet, present, differing, byId }: Settled) => ({
	action: 'exams.sheet.settle' as const,
	subject: { type: 'registration', id: sheet.registration.id },
	personId: sheet.registration.personId,
	after: { ticket: sheet.registration.ticket, present, differing: differing.length, agreed: byId === null }
});

/** How many candidates of paper rooms are not settled yet: of one room, or of a whole sitting. */
export async function countUnread(
	db: Database,
	where: { roomId: string } | { sittingId: string }
): Promise<number> {
	const [row] = await db
		.select({ n: count() })
		.from(registrations)
		.innerJoin(sittingRooms, eq(sittingRooms.id, registrations.roomId))
		.leftJoin(sheetOutcomes, eq(sheetOutcomes.registrationId, registrations.id))
		.where(
			and(
				...[eq(sittingRooms.kind, 'paper'), isNull(registrations.withdrawnAt)],
				isNull(sheetOutcomes.registrationId),
				'roomId' in where
					? eq(registrations.roomId, where.roomId)
					: eq(registrations.sittingId, where.sittingId)
			)
		);
	return row?.n ?? 0;
}
