import { and, desc, eq, or, sql } from 'drizzle-orm';
import { can, mayAnywhere } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { entryState } from '../load.server';
import { computeStepMinutes, sessionDays } from '../rules';
import { pairings } from '../tables.server';
import { reviewsDue, type ReviewDue } from './reviews-due.server';
import { selectEntries, selectPairings, toPairingRow, type EntryRow, type PairingRow } from './rows.server';
import { pairingsToSign } from './to-sign.server';

const HISTORY = 8;

export interface MentoringHome {
	/** Reviews that they have still to write, on either side. */
	reviewsDue: ReviewDue[];
	/** Null for somebody who mentors nobody and may not. */
	asMentor: {
		/** `toSign`: a version of the agreement waits for the reader's word. */
		trainees: (PairingRow & { mayLog: boolean; toSign: boolean })[];
		former: PairingRow[];
		/** Disputed entries that wait for a correction. */
		corrections: EntryRow[];
	} | null;
	/** Null for somebody who never had a mentor. */
	asTrainee: {
		current: (PairingRow & { toSign: boolean }) | null;
		former: PairingRow[];
		/** Entries that wait for the countersignature, in all pairings. */
		waiting: EntryRow[];
		history: EntryRow[];
		/** Countersigned minutes, in all pairings. */
		minutes: number;
		steps: ReturnType<typeof computeStepMinutes>;
	} | null;
}

/** What a person sees of their own shadowing, as a mentor and as a trainee; only their own pairings. */
export async function getMentoringHome(ctx: Context): Promise<MentoringHome> {
	if (ctx.actor.kind !== 'person' || !mayAnywhere(ctx.actor, 'mentoring.pairing.read')) throw forbidden();
	const me = ctx.actor.personId;
	const today = dateIn(ctx.now);
	const mine = or(eq(pairings.mentorId, me), eq(pairings.traineeId, me));
	const rows = (
		await selectPairings(ctx.db, mine).query.orderBy(desc(pairings.startsOn), desc(pairings.id))
	).map((row) => toPairingRow(row, today));
	const toSign = await pairingsToSign(ctx.db, me);
	const guided = rows.filter((row) => row.mentor.id === me);
	const own = rows.filter((row) => row.trainee.id === me);
	const isMentor = can(ctx.actor, 'mentoring.entry.log', { mentorIds: [me] }).ok;

	let asMentor: MentoringHome['asMentor'] = null;
	if (isMentor || guided.length) {
		const disputed = and(eq(pairings.mentorId, me), sql`${entryState} = 'disputed'`);
		asMentor = {
			trainees: guided
				.filter((row) => row.state !== 'ended')
				.map((row) => ({
					...row,
					mayLog: isMentor && row.agreed && sessionDays(row, today) !== null,
					toSign: toSign.has(row.id)
				})),
			former: guided.filter((row) => row.state === 'ended'),
			corrections: isMentor ? await selectEntries(ctx.db, disputed) : []
		};
	}
	let asTrainee: MentoringHome['asTrainee'] = null;
	if (own.length || !isMentor) {
		const current = own.find((row) => row.state !== 'ended');
		const entries = own.length ? await selectEntries(ctx.db, eq(pairings.traineeId, me), 2000) : [];
		const counted = entries.filter(({ counts }) => counts);
		asTrainee = {
			current: current ? { ...current, toSign: toSign.has(current.id) } : null,
			former: own.filter((row) => row.state === 'ended'),
			waiting: entries.filter((entry) => entry.state === 'waiting'),
			history: entries.filter((entry) => entry.state !== 'waiting').slice(0, HISTORY),
			minutes: counted.reduce((sum, entry) => sum + entry.minutes, 0),
			steps: computeStepMinutes(counted)
		};
	}
	return { reviewsDue: await reviewsDue(ctx.db, me, today), asMentor, asTrainee };
}
