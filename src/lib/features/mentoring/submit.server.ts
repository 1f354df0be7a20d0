import { dateIn, instantIn, localTimeIn } from '$lib/shared/dates';
import { forbidden, Refusal } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { emit } from '$lib/server/jobs/events';
import { engageEntry } from './agenda.server';
import { addSignature } from './chain.server';
import { FORMAT, hashEntry } from './hashes.server';
import { minutesOn, type LockedPairing } from './load.server';
import { attachPictures, type Photo } from './pictures.server';
import { holdPlanned } from './plan.server';
import { raiseFlagsOf } from './plausibility.server';
import { decideLog, fieldOf } from './rules';
import { rulesOn } from './rules-in-force.server';
import type { SessionContent } from './schema';
import { shadowingEntries } from './tables.server';

declare module '$lib/server/jobs/events' {
	interface Events {
		/** A session was submitted, by either side. */
		'mentoring.entry.submit': { entryId: string; pairingId: string; mentorId: string; occurredOn: string };
	}
}

/** The side of a pairing that acts; everybody else, jobs included, signs nothing. */
export function sideOf(ctx: Context, pairing: LockedPairing): 'mentor' | 'trainee' {
	const me = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	if (me === pairing.mentorId) return 'mentor';
	if (me === pairing.traineeId) return 'trainee';
	throw forbidden();
}

/** An entry as it will be written, under the name that it will have. */
export interface NewEntryRow extends Omit<typeof shadowingEntries.$inferInsert, 'contentHash'> {
	id: string;
}

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
	startedAt: content.startedAt ? instantIn(`${content.occurredOn}T${content.startedAt}`) : null,
	minutes: content.minutes,
	steps: [...new Set(content.steps)].sort(),
	meeting: content.meeting ?? null,
	rubric: content.rubric,
	note: content.note.trim(),
	deviceId: content.deviceId ?? null,
	format: FORMAT,
	createdAt: ctx.now
});

/** Throws the refusal of `decideLog`, with the field that it belongs to. */
export async function mayBeLogged(
	tx: Database,
	ctx: Context,
	pairing: LockedPairing,
	content: SessionContent,
	firstLoggedOn?: string
): Promise<void> {
	const now = localTimeIn(ctx.now);
	const rules = await rulesOn(tx, dateIn(ctx.now));
	const decision = decideLog(content, {
		pairing,
		today: dateIn(ctx.now),
		...(firstLoggedOn && { firstLoggedOn }),
		minutesThatDay: await minutesOn(tx, pairing.traineeId, content.occurredOn),
		nowMinutes: Number(now.slice(11, 13)) * 60 + Number(now.slice(14, 16)),
		side: sideOf(ctx, pairing),
		latestDays: rules.latestDays
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
	replaced: { id: string; firstLoggedOn: string } | null,
	photos: readonly Photo[]
): Promise<{ id: string; contentHash: string; position: number; hash: string }> {
	const side = sideOf(ctx, pairing);
	const entry = rowOf(ctx, pairing.id, content, replaced?.id ?? null);
	const contentHash = hashEntry(
		entry,
		photos.map(({ sha256 }) => sha256)
	);
	await tx.insert(shadowingEntries).values({ ...entry, contentHash });
	await attachPictures(tx, ctx, entry.id, photos);
	const signature = await addSignature(tx, ctx, {
		pairingId: pairing.id,
		entryId: entry.id,
		contentHash,
		signerId: side === 'mentor' ? pairing.mentorId : pairing.traineeId,
		act: 'submit',
		words: ''
	});
	await raiseFlagsOf(tx, ctx, pairing, entry, {
		firstLoggedOn: replaced?.firstLoggedOn ?? dateIn(ctx.now),
		deviceTime: content.deviceTime ? new Date(content.deviceTime) : null
	});
	await engageEntry(tx, ctx, pairing, entry);
	if (!replaced) await holdPlanned(tx, ctx, entry);
	const { mentorId } = pairing;
	const { id: entryId, occurredOn } = entry;
	await emit(tx, ctx, 'mentoring.entry.submit', { entryId, pairingId: pairing.id, mentorId, occurredOn });
	return { id: entry.id, contentHash, ...signature };
}
