import { asc, eq } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { answer, answersEntry, correction, correctsEntry, entryState } from '../load.server';
import { picturesOf, type EntryPicture } from '../pictures.server';
import { lastDay, sessionDays } from '../rules';
import { pairings, shadowingEntries, shadowingSignatures } from '../tables.server';
import type { EntryState, Rubric, SignatureAct } from '../vocabulary';

export interface EntryVersion {
	id: string;
	occurredOn: IsoDate;
	minutes: number;
	state: EntryState;
	createdAt: Date;
}

export interface EntryDetail {
	entry: EntryVersion & {
		pairingId: string;
		steps: number[];
		rubric: Rubric;
		note: string;
		startedAt: Date | null;
		meeting: string | null;
		contentHash: string;
	};
	pictures: EntryPicture[];
	traineeName: string;
	mentorName: string;
	side: 'trainee' | 'mentor' | 'staff';
	signatures: {
		act: SignatureAct;
		signerName: string;
		words: string;
		at: Date;
		position: number;
		hash: string;
	}[];
	/** Every version of the session, the first one first; one when it was never corrected. */
	versions: EntryVersion[];
	mayAnswer: boolean;
	/** The days that a corrected entry may name; null when the reader may not correct it. */
	correctionDays: { from: IsoDate; to: IsoDate } | null;
}

const version = {
	id: shadowingEntries.id,
	replacesId: shadowingEntries.replacesId,
	nextId: correction.id,
	occurredOn: shadowingEntries.occurredOn,
	minutes: shadowingEntries.minutes,
	state: entryState,
	createdAt: shadowingEntries.createdAt
};

/** An entry with its signatures and versions. Whoever is neither side nor staff of the unit does not find it. */
export async function getShadowingEntry(ctx: Context, entryId: string): Promise<EntryDetail> {
	const [found] = isId(entryId)
		? await ctx.db
				.select({
					entry: shadowingEntries,
					state: entryState,
					pairing: pairings,
					unitPath: units.path,
					traineeName: people.name
				})
				.from(shadowingEntries)
				.innerJoin(pairings, eq(pairings.id, shadowingEntries.pairingId))
				.innerJoin(people, eq(people.id, pairings.traineeId))
				.innerJoin(units, eq(units.id, people.unitId))
				.leftJoin(answer, answersEntry)
				.leftJoin(correction, correctsEntry)
				.where(eq(shadowingEntries.id, entryId))
		: [];
	if (!found) throw notFound();
	const { entry, pairing, state, unitPath } = found;
	const mentorIds = [pairing.mentorId];
	authorize(ctx.actor, 'mentoring.entry.read', { personId: pairing.traineeId, unitPath, mentorIds });

	const me = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	const side = me === pairing.mentorId ? 'mentor' : me === pairing.traineeId ? 'trainee' : 'staff';
	const mayCorrect =
		side === 'mentor' && state === 'disputed' && can(ctx.actor, 'mentoring.entry.log', { mentorIds }).ok;
	const signatures = await ctx.db
		.select({
			act: shadowingSignatures.act,
			signerName: people.name,
			words: shadowingSignatures.words,
			at: shadowingSignatures.signedAt,
			position: shadowingSignatures.position,
			hash: shadowingSignatures.hash
		})
		.from(shadowingSignatures)
		.innerJoin(people, eq(people.id, shadowingSignatures.signerId))
		.where(eq(shadowingSignatures.entryId, entryId))
		.orderBy(asc(shadowingSignatures.position));
	const versions = await listVersions(ctx.db, pairing.id, entryId);
	const [mentor] = await ctx.db
		.select({ name: people.name })
		.from(people)
		.where(eq(people.id, pairing.mentorId));
	return {
		entry: { ...entry, rubric: entry.rubric as Rubric, state },
		pictures: await picturesOf(ctx.db, entryId),
		traineeName: found.traineeName,
		mentorName: mentor?.name ?? '',
		side,
		signatures,
		versions,
		mayAnswer: side === 'trainee' && state === 'waiting',
		correctionDays: mayCorrect ? daysOfCorrection(pairing, versions, dateIn(ctx.now)) : null
	};
}

/** A correction reaches as far back as its first version could; `decideLog` says the same. */
function daysOfCorrection(pairing: typeof pairings.$inferSelect, versions: EntryVersion[], today: IsoDate) {
	const first = versions[0] ? dateIn(versions[0].createdAt) : today;
	const from = sessionDays(pairing, first)?.from;
	const to = [lastDay(pairing), today].sort()[0];
	return from && to && from <= to ? { from, to } : null;
}

/** The versions of one session among the pairing's entries, from the first to the newest. */
async function listVersions(db: Database, pairingId: string, entryId: string): Promise<EntryVersion[]> {
	const rows = await db
		.select(version)
		.from(shadowingEntries)
		.leftJoin(answer, answersEntry)
		.leftJoin(correction, correctsEntry)
		.where(eq(shadowingEntries.pairingId, pairingId));
	const byId = new Map(rows.map((row) => [row.id, row]));
	let first = byId.get(entryId);
	while (first?.replacesId) first = byId.get(first.replacesId);
	const versions: EntryVersion[] = [];
	for (let row = first; row; row = row.nextId ? byId.get(row.nextId) : undefined) {
		const { id, occurredOn, minutes, state, createdAt } = row;
		versions.push({ id, occurredOn, minutes, state, createdAt });
	}
	return versions;
}
