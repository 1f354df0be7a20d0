import { and, asc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import { notifyMany, type Notice } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { people } from '../people/tables.server';
import type { PracticalRow, SlotRow } from './hold.server';
import { proposePanels, type Engaged } from './panels';
import { barredBy, recusalsOf } from './recusal.server';
import { practicalCandidates, practicalExaminers, practicalPanels, practicalSlots } from './tables.server';

/** The candidates of a sitting who have a slot and no outcome, with slot and panel, in the order of the slots. */
export async function loadSeats(tx: Database, sittingId: string) {
	const rows = await tx
		.select({ candidate: practicalCandidates, slot: practicalSlots })
		.from(practicalCandidates)
		.innerJoin(practicalSlots, eq(practicalSlots.id, practicalCandidates.slotId))
		.where(and(eq(practicalCandidates.sittingId, sittingId), isNull(practicalCandidates.decidedAt)))
		.orderBy(asc(practicalSlots.startsAt), asc(practicalSlots.place));
	const ids = rows.map(({ candidate }) => candidate.id);
	const members = ids.length
		? await tx
				.select()
				.from(practicalPanels)
				.where(inArray(practicalPanels.candidateId, ids))
				.orderBy(asc(practicalPanels.examinerId))
		: [];
	return rows.map(({ candidate, slot }) => ({
		...{ candidateId: candidate.id, personId: candidate.personId, slot },
		...{ from: slot.startsAt.getTime(), to: slot.endsAt.getTime() },
		panel: members.filter((one) => one.candidateId === candidate.id).map(({ examinerId }) => examinerId)
	}));
}

/** When somebody examines candidates of whatever sitting, but those left out. */
export async function engagedElsewhere(
	tx: Database,
	examinerIds: readonly string[],
	leftOut: { sittingId: string } | { candidateId: string }
): Promise<Engaged[]> {
	if (!examinerIds.length) return [];
	const rows = await tx
		.select({
			examinerId: practicalPanels.examinerId,
			startsAt: practicalSlots.startsAt,
			endsAt: practicalSlots.endsAt
		})
		.from(practicalPanels)
		.innerJoin(practicalCandidates, eq(practicalCandidates.id, practicalPanels.candidateId))
		.innerJoin(practicalSlots, eq(practicalSlots.id, practicalCandidates.slotId))
		.where(
			and(
				inArray(practicalPanels.examinerId, [...examinerIds]),
				'sittingId' in leftOut
					? ne(practicalCandidates.sittingId, leftOut.sittingId)
					: ne(practicalCandidates.id, leftOut.candidateId)
			)
		);
	return rows.map(({ examinerId, startsAt, endsAt }) => ({
		examinerId,
		from: startsAt.getTime(),
		to: endsAt.getTime()
	}));
}

/** The active people who may be asked to examine in a sitting, by employee number. */
export async function poolOf(tx: Database, sittingId: string): Promise<string[]> {
	const rows = await tx
		.select({ id: people.id })
		.from(practicalExaminers)
		.innerJoin(people, and(eq(people.id, practicalExaminers.personId), eq(people.status, 'active')))
		.where(eq(practicalExaminers.sittingId, sittingId))
		.orderBy(asc(people.employeeNo));
	return rows.map(({ id }) => id);
}

/**
 * Fills every panel of a sitting that has room, and tells who joins one. Returns who joined which. The caller holds the
 * practical part.
 */
export async function fillPanels(
	tx: Database,
	ctx: Context,
	practical: PracticalRow
): Promise<Map<string, string[]>> {
	const { sittingId } = practical;
	const seats = await loadSeats(tx, sittingId);
	const pool = await poolOf(tx, sittingId);
	const barred = barredBy(await recusalsOf(tx, sittingId));
	const joined = proposePanels(seats, pool, barred, await engagedElsewhere(tx, pool, { sittingId }));
	const rows = [...joined].flatMap(([candidateId, ids]) =>
		ids.map((examinerId) => ({ candidateId, examinerId }))
	);
	if (rows.length) await tx.insert(practicalPanels).values(rows);
	await tellExaminers(tx, ctx, practical, rows, seats);
	return joined;
}

/** Tells examiners whom they examine from now on, one notice for each candidate. */
export async function tellExaminers(
	tx: Database,
	ctx: Context,
	practical: PracticalRow,
	joined: readonly { candidateId: string; examinerId: string }[],
	seats: readonly { candidateId: string; slot: SlotRow }[]
): Promise<void> {
	const title = { 'zh-CN': practical.titleZh, en: practical.titleEn };
	const notices = joined.flatMap(({ candidateId, examinerId }): Notice[] => {
		const slot = seats.find((seat) => seat.candidateId === candidateId)?.slot;
		if (!slot) return [];
		return [
			{
				personId: examinerId,
				kind: 'practicals.examine',
				params: { title, at: slot.startsAt.toISOString(), place: slot.place },
				href: `/examinations/${candidateId}`,
				cause: `practicals.examine:${candidateId}:${slot.id}:${ctx.now.toISOString()}`
			}
		];
	});
	await notifyMany(tx, ctx, notices);
}

/** Tells candidates when and where they are examined. */
export async function tellCandidates(
	tx: Database,
	ctx: Context,
	practical: PracticalRow,
	seated: readonly { personId: string; slot: SlotRow }[]
): Promise<void> {
	const title = { 'zh-CN': practical.titleZh, en: practical.titleEn };
	await notifyMany(
		tx,
		ctx,
		seated.map(({ personId, slot }) => ({
			personId,
			kind: 'practicals.slot',
			params: { title, at: slot.startsAt.toISOString(), place: slot.place },
			href: `/exams/${practical.sittingId}`,
			cause: `practicals.slot:${slot.id}:${ctx.now.toISOString()}`
		}))
	);
}

/** Slots of a sitting that nobody has, soonest first. */
export async function freeSlots(tx: Database, sittingId: string): Promise<SlotRow[]> {
	const taken = tx
		.select({ id: practicalCandidates.slotId })
		.from(practicalCandidates)
		.where(and(eq(practicalCandidates.sittingId, sittingId), isNotNull(practicalCandidates.slotId)));
	const takenIds = new Set((await taken).map(({ id }) => id));
	const slots = await tx
		.select()
		.from(practicalSlots)
		.where(eq(practicalSlots.sittingId, sittingId))
		.orderBy(asc(practicalSlots.startsAt), asc(practicalSlots.place));
	return slots.filter(({ id }) => !takenIds.has(id));
}
