import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isAgreed } from '../agreement.server';
import {
	computeReviewState,
	reviewDueOn,
	reviewKinds,
	type ReviewContent,
	type ReviewKind,
	type ReviewSide,
	type ReviewState
} from '../review';
import { rulesOn } from '../rules-in-force.server';
import { mentoringReviews, pairings } from '../tables.server';
import { subjectOf } from './subject.server';

/** Where the two reviews of a kind stand; nothing of what they say. */
export interface ReviewStanding {
	kind: ReviewKind;
	state: ReviewState;
	dueOn: IsoDate;
	/** Who has written theirs. */
	written: Record<ReviewSide, boolean>;
	mayWrite: boolean;
}

export interface WrittenReview extends ReviewContent {
	submittedAt: Date;
}

export interface ReviewPage extends ReviewStanding {
	pairingId: string;
	side: ReviewSide | 'staff';
	names: Record<ReviewSide, string>;
	/** What the reader may read: one's own at once, the other's (and for staff any) only when both are in. */
	reviews: Record<ReviewSide, WrittenReview | null>;
}

type Pairing = typeof pairings.$inferSelect;

const sideOf = (pairing: Pairing, personId: string | null): ReviewSide | 'staff' =>
	personId === pairing.mentorId ? 'mentor' : personId === pairing.traineeId ? 'trainee' : 'staff';

async function load(db: Database, pairing: Pairing, me: string | null, today: IsoDate) {
	const side = sideOf(pairing, me);
	const { reviews: rule } = await rulesOn(db, pairing.startsOn);
	const rows = await db.select().from(mentoringReviews).where(eq(mentoringReviews.pairingId, pairing.id));
	const asked = { ...pairing, agreed: await isAgreed(db, pairing) };
	return reviewKinds.map((kind) => {
		const of = (who: ReviewSide) =>
			rows.find((row) => row.kind === kind && sideOf(pairing, row.reviewerId) === who) ?? null;
		const both = { mentor: of('mentor'), trainee: of('trainee') };
		const written = { mentor: both.mentor !== null, trainee: both.trainee !== null };
		const state = computeReviewState(kind, asked, rule.midtermAfterShare, today);
		const standing: ReviewStanding = {
			...{ kind, state, written, dueOn: reviewDueOn(kind, pairing, rule.midtermAfterShare) },
			mayWrite: side !== 'staff' && state === 'open' && !written[side]
		};
		const open = written.mentor && written.trainee;
		const readable = (who: ReviewSide): WrittenReview | null => {
			const row = open || who === side ? both[who] : null;
			return row && { levels: row.levels, words: row.words, submittedAt: row.submittedAt };
		};
		return { standing, reviews: { mentor: readable('mentor'), trainee: readable('trainee') } };
	});
}

/** Where the reviews of a pairing stand. Asks no permission: the caller does. */
export async function reviewsOf(
	db: Database,
	pairing: Pairing,
	me: string | null,
	today: IsoDate
): Promise<ReviewStanding[]> {
	return (await load(db, pairing, me, today)).map(({ standing }) => standing);
}

/** One kind of review with what the reader may read of it. Throws not_found. */
export async function getReview(ctx: Context, pairingId: string, kind: string): Promise<ReviewPage> {
	const { subject, pairing, names } = await subjectOf(ctx, pairingId);
	authorize(ctx.actor, 'mentoring.pairing.read', subject);
	const me = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	const found = (await load(ctx.db, pairing, me, dateIn(ctx.now))).find(
		({ standing }) => standing.kind === kind
	);
	if (!found) throw notFound();
	const { standing, reviews } = found;
	return { ...standing, pairingId, names, reviews, side: sideOf(pairing, me) };
}
