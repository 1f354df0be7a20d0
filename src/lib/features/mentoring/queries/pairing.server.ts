import { eq } from 'drizzle-orm';
import { authorize, can, type Subject } from '$lib/access/can';
import { verifyPairingChain, type PairingChain } from '../verify.server';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import type { Progress } from '../progress';
import { planOf, type Plan } from './plan.server';
import { computeStepMinutes, sessionDays } from '../rules';
import { pairings } from '../tables.server';
import { progressOf } from './progress.server';
import { reviewsOf, type ReviewStanding } from './reviews.server';
import { selectEntries, selectPairings, toPairingRow, type EntryRow, type PairingRow } from './rows.server';
import { termsOf, type Terms } from './terms.server';

export interface PairingDetail {
	pairing: PairingRow;
	/** Which side the reader is on. */
	side: 'trainee' | 'mentor' | 'staff';
	/** The days on which a session may be logged today; null when the reader may log none. */
	logDays: { from: string; to: string } | null;
	mayEnd: boolean;
	/** What both agreed to, or have to sign. */
	terms: Terms;
	plan: Plan;
	/** Whether the reader, as one of the two, may plan sessions now. */
	mayPlan: boolean;
	/** Why it ended, in words. */
	endNote: string | null;
	entries: EntryRow[];
	steps: ReturnType<typeof computeStepMinutes>;
	progress: Progress;
	reviews: ReviewStanding[];
	chain: PairingChain;
}

/** Who a pairing concerns, for asking about permissions. Throws not_found. */
async function subjectOf(ctx: Context, pairingId: string): Promise<Subject & { mentorIds: string[] }> {
	const [row] = isId(pairingId)
		? await ctx.db
				.select({ personId: pairings.traineeId, mentorId: pairings.mentorId, unitPath: units.path })
				.from(pairings)
				.innerJoin(people, eq(people.id, pairings.traineeId))
				.innerJoin(units, eq(units.id, people.unitId))
				.where(eq(pairings.id, pairingId))
		: [];
	if (!row) throw notFound();
	return { personId: row.personId, unitPath: row.unitPath, mentorIds: [row.mentorId] };
}

/** A pairing with its entries, as the trainee, the mentor or staff of the unit may see it. */
export async function getPairing(ctx: Context, pairingId: string): Promise<PairingDetail> {
	const subject = await subjectOf(ctx, pairingId);
	authorize(ctx.actor, 'mentoring.pairing.read', subject);
	return load(ctx, pairingId, subject);
}

/** The same for the staff pages: the unit's reach alone opens it, being its mentor or trainee does not. */
export async function getStaffPairing(ctx: Context, pairingId: string): Promise<PairingDetail> {
	const subject = await subjectOf(ctx, pairingId);
	authorize(ctx.actor, 'mentoring.pairing.read', { unitPath: subject.unitPath });
	return load(ctx, pairingId, subject);
}

async function load(
	ctx: Context,
	pairingId: string,
	subject: Subject & { mentorIds: string[] }
): Promise<PairingDetail> {
	const { actor } = ctx;
	const me = actor.kind === 'person' ? actor.personId : null;
	const today = dateIn(ctx.now);
	const [row] = await selectPairings(ctx.db, eq(pairings.id, pairingId)).query;
	if (!row) throw notFound();
	const entries = await selectEntries(ctx.db, eq(pairings.id, pairingId), 2000);
	const terms = await termsOf(ctx.db, ctx, row.pairing, subject.unitPath!);
	const isMentor = me !== null && subject.mentorIds.includes(me);
	const isTrainee = me !== null && subject.personId === me;
	const own = isMentor ? { mentorIds: subject.mentorIds } : { personId: subject.personId };
	const mayLog = (isMentor || isTrainee) && terms.agreed && can(actor, 'mentoring.entry.log', own).ok;
	const { endedOn, endsOn } = row.pairing;
	return {
		pairing: toPairingRow(row, today),
		side: isMentor ? 'mentor' : isTrainee ? 'trainee' : 'staff',
		logDays: mayLog ? sessionDays(row.pairing, today) : null,
		mayEnd: endedOn === null && can(actor, 'mentoring.pairing.end', { unitPath: subject.unitPath }).ok,
		endNote: row.pairing.endNote,
		terms,
		plan: await planOf(ctx.db, pairingId, ctx.now, { current: terms.current, entries }),
		mayPlan: (isMentor || isTrainee) && terms.agreed && endedOn === null && endsOn >= today,
		entries,
		steps: computeStepMinutes(entries.filter(({ counts }) => counts)),
		progress: await progressOf(ctx.db, row.pairing, today),
		reviews: await reviewsOf(ctx.db, row.pairing, me, today),
		chain: await verifyPairingChain(ctx.db, pairingId)
	};
}
