import { dateIn, instantIn, localTimeIn } from '$lib/shared/dates';
import { Refusal } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import type { Context } from '$lib/server/context';
import { inserting, type Database } from '$lib/server/db/database';
import { together } from '$lib/server/db/transaction';
import { emit } from '$lib/server/jobs/events';
import { holdAgendas } from '$lib/features/agenda/index.server';
import { engageEntry } from './agenda.server';
import { sideOf } from './agreement.server';
import { readAround, type Around } from './around.server';
import { signatureAfter } from './chain.server';
import { FORMAT, hashEntry } from './hashes.server';
import type { LockedPairing } from './load.server';
import { attachPictures, type Photo } from './pictures.server';
import { holdPlanned } from './plan.server';
import { raiseFlagsOf } from './plausibility.server';
import { decideLog, fieldOf } from './rules';
import type { SessionContent } from './schema';
import { shadowingEntries, shadowingSignatures } from './tables.server';

declare module '$lib/server/jobs/events' {
	interface Events {
		/** A session was submitted, by either side. */
		'mentoring.entry.submit': { entryId: string; pairingId: string; mentorId: string; occurredOn: string };
	}
}

/** An entry as it will be written, under the name that it will have. */
export interface NewEntryRow extends Omit<typeof shadowingEntries.$inferInsert, 'contentHash'> {
	id: string;
}

const beginOf = ({ occurredOn, startedAt }: SessionContent): Date | null =>
	startedAt ? instantIn(`${occurredOn}T${startedAt}`) : null;

/** What was said, as a row: its hash is what is signed. */
export const rowOf = (
	ctx: Context,
	pairingId: string,
	content: SessionContent,
	replacesId: string | null
) => ({
	id: newId(ctx.now),
	pairingId,
	replacesId,
	occurredOn: content.occurredOn,
	startedAt: beginOf(content),
	minutes: content.minutes,
	steps: [...new Set(content.steps)].sort(),
	meeting: content.meeting ?? null,
	rubric: content.rubric,
	note: content.note.trim(),
	deviceId: content.deviceId ?? null,
	format: FORMAT,
	createdAt: ctx.now
});

const write = inserting(shadowingEntries, shadowingSignatures);

/**
 * What stands around a session that is about to be logged: from now to the end of the transaction nobody else takes
 * either's time.
 */
export async function lookAround(
	tx: Database,
	ctx: Context,
	pairing: LockedPairing,
	content: SessionContent,
	firstLoggedOn = dateIn(ctx.now)
): Promise<Around> {
	const [, around] = await together(
		holdAgendas(tx, [pairing.traineeId, pairing.mentorId]),
		readAround(tx, pairing, { ...content, startedAt: beginOf(content) }, firstLoggedOn)
	);
	return around;
}

/** Throws the refusal of `decideLog`, with the field that it belongs to. */
export function checkLog(
	ctx: Context,
	pairing: LockedPairing,
	content: SessionContent,
	around: Around,
	firstLoggedOn?: string
): void {
	const now = localTimeIn(ctx.now);
	const ofTrainee = around.sessions.filter(({ traineeId }) => traineeId === pairing.traineeId);
	const decision = decideLog(content, {
		pairing,
		today: dateIn(ctx.now),
		...(firstLoggedOn && { firstLoggedOn }),
		minutesThatDay: ofTrainee.reduce((sum, { minutes }) => sum + minutes, 0),
		nowMinutes: Number(now.slice(11, 13)) * 60 + Number(now.slice(14, 16)),
		side: sideOf(ctx, pairing),
		latestDays: around.rules.latestDays
	});
	if (decision.ok) return;
	const field = fieldOf(decision.code);
	throw new Refusal('invalid', decision.code, decision.params, { [field]: decision.code });
}

/**
 * Writes an entry with the signature of the side that acts, its pictures and what the rules find implausible in it;
 * the caller has decided and holds the pairing's lock.
 */
export async function submitEntry(
	tx: Database,
	ctx: Context,
	pairing: LockedPairing,
	content: SessionContent,
	around: Around,
	replaced: { id: string; firstLoggedOn: string } | null,
	photos: readonly Photo[]
): Promise<{ id: string; hash: string }> {
	const side = sideOf(ctx, pairing);
	const entry = rowOf(ctx, pairing.id, content, replaced?.id ?? null);
	const contentHash = hashEntry(
		entry,
		photos.map(({ sha256 }) => sha256)
	);
	const signature = signatureAfter(around.end, ctx, {
		...{ pairingId: pairing.id, entryId: entry.id, contentHash, act: 'submit' as const, words: '' },
		signerId: side === 'mentor' ? pairing.mentorId : pairing.traineeId
	});
	await together(write(tx, { ...entry, contentHash }, signature), engageEntry(tx, ctx, pairing, entry));
	await attachPictures(tx, ctx, entry.id, photos);
	await raiseFlagsOf(tx, ctx, pairing, entry, around, {
		firstLoggedOn: replaced?.firstLoggedOn ?? dateIn(ctx.now),
		deviceTime: content.deviceTime ? new Date(content.deviceTime) : null
	});
	if (!replaced && around.planned) await holdPlanned(tx, ctx, entry);
	const { mentorId } = pairing;
	const { id: entryId, occurredOn } = entry;
	await emit(tx, ctx, 'mentoring.entry.submit', { entryId, pairingId: pairing.id, mentorId, occurredOn });
	return { id: entry.id, hash: signature.hash };
}
