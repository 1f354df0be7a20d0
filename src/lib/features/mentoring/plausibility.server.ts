import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { findClashes, holdAgendas, type Source } from '$lib/features/agenda/index.server';
import { evidenceFacts, headIdsOf } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { addDays, instantIn, type IsoDate } from '$lib/shared/dates';
import { raiseFlag } from './flag.server';
import { computeFlags, type Finding, type FlagFacts, type Taken } from './flags';
import { intervalOf, type Timed } from './intervals';
import { answer, answersEntry, type LockedPairing } from './load.server';
import { rulesOn } from './rules-in-force.server';
import { pairings, plannedSessions, shadowingEntries } from './tables.server';

interface Session extends Timed {
	id: string;
	occurredOn: IsoDate;
}

/** Raises what the rules find in a session that is being submitted; the caller holds the pairing's lock. */
export async function raiseFlagsOf(
	tx: Database,
	ctx: Context,
	pairing: LockedPairing,
	entry: Session,
	{ firstLoggedOn, deviceTime }: { firstLoggedOn: IsoDate; deviceTime: Date | null }
): Promise<Finding[]> {
	const both = [pairing.traineeId, pairing.mentorId];
	await holdAgendas(tx, both);
	const facts: FlagFacts = {
		pairing,
		firstLoggedOn,
		rules: await rulesOn(tx, firstLoggedOn),
		clashes: await clashesOf(tx, pairing, entry, []),
		sessions: await sessionsOf(tx, both, entry),
		headIds: await headIdsOf(tx, { id: pairing.traineeId, unitPath: pairing.unitPath }),
		clocks: deviceTime && { device: deviceTime, server: ctx.now }
	};
	const found = computeFlags(entry, facts);
	for (const finding of found) await raiseFlag(tx, ctx, { entryId: entry.id, ...finding });
	return found;
}

/**
 * Raises what came to be between an entry and its countersignature: a class or an exam at the same time, leave, another
 * end of the pairing, a mentor who manages the trainee now. Sessions are left out: the later one of two was flagged.
 */
export async function raiseFlagsLater(
	tx: Database,
	ctx: Context,
	pairing: LockedPairing,
	entry: Session
): Promise<void> {
	const found = computeFlags(entry, {
		pairing,
		firstLoggedOn: entry.occurredOn,
		rules: { logDays: 1, minutesPerDay: Number.MAX_SAFE_INTEGER },
		clashes: await clashesOf(tx, pairing, entry, ['shadowing']),
		sessions: new Map(),
		headIds: await headIdsOf(tx, { id: pairing.traineeId, unitPath: pairing.unitPath }),
		clocks: null
	});
	for (const finding of found) await raiseFlag(tx, ctx, { entryId: entry.id, ...finding });
}

/** What takes the time of either while a session was: from their agendas, and days of leave. */
async function clashesOf(
	tx: Database,
	pairing: LockedPairing,
	entry: Session,
	leftOut: readonly Taken['sourceType'][]
): Promise<Taken[]> {
	const both = [pairing.traineeId, pairing.mentorId];
	const leave = [...(await evidenceFacts(tx, both, { on: entry.occurredOn }))].flatMap(([personId, facts]) =>
		facts
			.filter(
				({ kind, validFrom, validTo }) =>
					kind === 'leave' &&
					validFrom <= entry.occurredOn &&
					(validTo === null || validTo >= entry.occurredOn)
			)
			.map(({ validFrom, validTo }): Taken => ({
				...{ personId, sourceType: 'leave', title: { 'zh-CN': '请假', en: 'Leave' }, href: '/profile' },
				startsAt: instantIn(`${validFrom}T00:00`)!,
				endsAt: instantIn(`${addDays(validTo ?? entry.occurredOn, 1)}T00:00`)!
			}))
	);
	const time = intervalOf(entry);
	if (!time) return leave;
	const [from, to] = [new Date(time.from), new Date(time.to)];
	const clashes = await findClashes(tx, both, from, to, await ownSources(tx, pairing.id, entry.id));
	return [...clashes.filter(({ sourceType }) => !leftOut.includes(sourceType)), ...leave];
}

/** What an entry does not clash with: itself, and what the two had planned. */
async function ownSources(tx: Database, pairingId: string, entryId: string): Promise<Source[]> {
	const planned = await tx
		.select({ id: plannedSessions.id })
		.from(plannedSessions)
		.where(eq(plannedSessions.pairingId, pairingId));
	return [entryId, ...planned.map(({ id }) => id)].map((id) => ({ type: 'shadowing', id }));
}

/** The other sessions of each person on the day of one, in whatever part: those that may come to count. */
async function sessionsOf(
	tx: Database,
	personIds: readonly string[],
	entry: Session
): Promise<Map<string, Timed[]>> {
	const rows = await tx
		.select({
			traineeId: pairings.traineeId,
			mentorId: pairings.mentorId,
			startedAt: shadowingEntries.startedAt,
			minutes: shadowingEntries.minutes
		})
		.from(shadowingEntries)
		.innerJoin(pairings, eq(pairings.id, shadowingEntries.pairingId))
		.leftJoin(answer, answersEntry)
		.where(
			and(
				sql`(${inArray(pairings.traineeId, [...personIds])} or ${inArray(pairings.mentorId, [...personIds])})`,
				eq(shadowingEntries.occurredOn, entry.occurredOn),
				ne(shadowingEntries.id, entry.id),
				sql`coalesce(${answer.act}, 'countersign') = 'countersign'`
			)
		);
	return new Map(
		personIds.map((id) => [id, rows.filter(({ traineeId, mentorId }) => traineeId === id || mentorId === id)])
	);
}
