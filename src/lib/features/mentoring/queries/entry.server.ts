import { eq } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { answer, answersEntry, correction, correctsEntry, entryCounts, entryState } from '../load.server';
import { picturesOf, type EntryPicture } from '../pictures.server';
import { answerBy, lastDay, mayAnswer, maySettle, sessionDays } from '../rules';
import { rulesOn } from '../rules-in-force.server';
import { pairings, shadowingEntries } from '../tables.server';
import type { EntryState, Rubric, SignatureAct } from '../vocabulary';
import { flagsOf, signaturesOf, versionsOf, type EntryFlag } from './entry-parts.server';

export interface EntryVersion {
	id: string;
	occurredOn: IsoDate;
	minutes: number;
	state: EntryState;
	createdAt: Date;
}

export interface EntrySignature {
	act: SignatureAct;
	signerId: string;
	signerName: string;
	words: string;
	detail: Record<string, unknown> | null;
	at: Date;
	position: number;
	hash: string;
}

export interface EntryDetail {
	entry: EntryVersion & {
		pairingId: string;
		steps: number[];
		/** What the mentor observed, in logging or in countersigning. */
		rubric: Rubric;
		note: string;
		startedAt: Date | null;
		meeting: string | null;
		contentHash: string;
		/** Whether its minutes count now. */
		counts: boolean;
	};
	pictures: EntryPicture[];
	traineeName: string;
	mentorName: string;
	/** Names of the two by id, for what the flags say of each. */
	names: Record<string, string>;
	/** Who wrote it; the other one answers. */
	author: 'trainee' | 'mentor';
	side: 'trainee' | 'mentor' | 'staff';
	signatures: EntrySignature[];
	/** What the rules found, the newest last. */
	flags: EntryFlag[];
	/** Every version of the session, the first one first; one when it was never corrected. */
	versions: EntryVersion[];
	/** The last day on which the other side may answer. */
	answerBy: IsoDate;
	mayAnswer: boolean;
	/** Whether the reader may say for HR whether it counts, or what a flag is worth. */
	maySettle: boolean;
	maySettleFlags: boolean;
	/** The days that a corrected entry may name; null when the reader may not correct it. */
	correctionDays: { from: IsoDate; to: IsoDate } | null;
}

/** An entry with its signatures and versions. Whoever is neither side nor staff of the unit does not find it. */
export async function getShadowingEntry(ctx: Context, entryId: string): Promise<EntryDetail> {
	const { db, actor } = ctx;
	const [found] = isId(entryId)
		? await db
				.select({
					entry: shadowingEntries,
					state: entryState,
					counts: entryCounts,
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
	const { entry, pairing, state, counts, unitPath, traineeName } = found;
	const { traineeId, mentorId } = pairing;
	authorize(actor, 'mentoring.entry.read', { personId: traineeId, unitPath, mentorIds: [mentorId] });

	const me = actor.kind === 'person' ? actor.personId : null;
	const side = me === mentorId ? 'mentor' : me === traineeId ? 'trainee' : 'staff';
	const today = dateIn(ctx.now);
	const signatures = await signaturesOf(db, entryId);
	const author = signatures[0]?.signerId === traineeId ? 'trainee' : 'mentor';
	const versions = await versionsOf(db, pairing.id, entryId);
	const rules = await rulesOn(db, dateIn(entry.createdAt));
	const until = answerBy(dateIn(entry.createdAt), rules);
	const parties = { trainee: traineeId, mentor: mentorId };
	const settles = can(actor, 'mentoring.entry.settle', { unitPath, parties }).ok;
	const [mentor] = await db.select({ name: people.name }).from(people).where(eq(people.id, mentorId));
	const logs = side === 'mentor' ? { mentorIds: [mentorId] } : { personId: traineeId };
	const mayCorrect =
		side === author && state === 'disputed' && can(actor, 'mentoring.entry.log', { unitPath, ...logs }).ok;
	return {
		entry: { ...entry, rubric: observed(entry.rubric as Rubric, signatures), state, counts },
		...{ traineeName, mentorName: mentor?.name ?? '', author, side, signatures, versions },
		pictures: await picturesOf(db, entryId),
		names: { [traineeId]: traineeName, [mentorId]: mentor?.name ?? '' },
		// What a flag rests on may be the other one's exam or leave: staff alone reads it.
		flags: (await flagsOf(db, entryId)).map((flag) => (side === 'staff' ? flag : { ...flag, detail: {} })),
		answerBy: until,
		mayAnswer: side !== 'staff' && side !== author && mayAnswer(state, { today, answerBy: until }).ok,
		maySettle: settles && maySettle(state).ok,
		maySettleFlags: settles,
		correctionDays: mayCorrect ? daysOfCorrection(pairing, versions, today, rules.latestDays) : null
	};
}

/** What the mentor observed: in the entry, or in countersigning it. */
function observed(rubric: Rubric, signatures: readonly EntrySignature[]): Rubric {
	const signed = signatures.find(({ act }) => act === 'countersign')?.detail?.['rubric'] as
		Rubric | undefined;
	return { ...rubric, ...signed };
}

/** A correction reaches as far back as its first version could; `decideLog` says the same. */
function daysOfCorrection(
	pairing: typeof pairings.$inferSelect,
	versions: EntryVersion[],
	today: IsoDate,
	latestDays: number
) {
	const first = versions[0] ? dateIn(versions[0].createdAt) : today;
	const from = sessionDays(pairing, first, latestDays)?.from;
	const to = [lastDay(pairing), today].sort()[0];
	return from && to && from <= to ? { from, to } : null;
}
