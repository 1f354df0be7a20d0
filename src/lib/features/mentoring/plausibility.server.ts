import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { readAround, type Around } from './around.server';
import { raiseFlag } from './flag.server';
import { computeFlags } from './flags';
import type { Timed } from './intervals';
import type { LockedPairing } from './load.server';

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
	{ rules, clashes, headIds, sessions }: Around,
	{ firstLoggedOn, deviceTime }: { firstLoggedOn: IsoDate; deviceTime: Date | null }
): Promise<void> {
	const of = (personId: string) =>
		sessions.filter(({ traineeId, mentorId }) => [traineeId, mentorId].includes(personId));
	const found = computeFlags(entry, {
		...{ pairing, rules, clashes, headIds, firstLoggedOn },
		sessions: new Map([pairing.traineeId, pairing.mentorId].map((personId) => [personId, of(personId)])),
		clocks: deviceTime && { device: deviceTime, server: ctx.now }
	});
	for (const finding of found) await raiseFlag(tx, ctx, { entryId: entry.id, ...finding });
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
	const { clashes, headIds } = await readAround(tx, pairing, entry, dateIn(ctx.now));
	const found = computeFlags(entry, {
		...{ pairing, headIds, firstLoggedOn: entry.occurredOn },
		rules: { logDays: 1, minutesPerDay: Number.MAX_SAFE_INTEGER },
		clashes: clashes.filter(({ sourceType }) => sourceType !== 'shadowing'),
		...{ sessions: new Map(), clocks: null }
	});
	for (const finding of found) await raiseFlag(tx, ctx, { entryId: entry.id, ...finding });
}
