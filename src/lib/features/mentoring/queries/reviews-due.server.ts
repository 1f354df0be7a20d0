import { and, eq, gte, inArray, isNull, or } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { addDays, type IsoDate } from '$lib/shared/dates';
import { isAgreed } from '../agreement.server';
import { computeReviewState, REVIEW_DAYS, reviewDueOn, reviewKinds, type ReviewKind } from '../review';
import { lastDay } from '../rules';
import { rulesOn } from '../rules-in-force.server';
import { mentoringReviews, pairings } from '../tables.server';
import { mentor, trainee } from './rows.server';

/** A review that a person has still to write. */
export interface ReviewDue {
	pairingId: string;
	kind: ReviewKind;
	/** Whom it is of. */
	name: string;
	dueOn: IsoDate;
	/** The last day on which it can be written; null while the pairing goes on. */
	until: IsoDate | null;
}

/** What a person has to write now, the oldest first. Asks no permission: it is for themselves. */
export async function reviewsDue(db: Database, me: string, today: IsoDate): Promise<ReviewDue[]> {
	const rows = await db
		.select({ pairing: pairings, mentor: mentor.name, trainee: trainee.name })
		.from(pairings)
		.innerJoin(mentor, eq(mentor.id, pairings.mentorId))
		.innerJoin(trainee, eq(trainee.id, pairings.traineeId))
		.where(
			and(
				or(eq(pairings.mentorId, me), eq(pairings.traineeId, me)),
				or(isNull(pairings.endedOn), gte(pairings.endedOn, addDays(today, -REVIEW_DAYS)))
			)
		);
	if (!rows.length) return [];
	const ids = rows.map(({ pairing }) => pairing.id);
	const written = await db
		.select({ pairingId: mentoringReviews.pairingId, kind: mentoringReviews.kind })
		.from(mentoringReviews)
		.where(and(inArray(mentoringReviews.pairingId, ids), eq(mentoringReviews.reviewerId, me)));
	const due: ReviewDue[] = [];
	for (const { pairing, ...names } of rows) {
		const { midtermAfterShare } = (await rulesOn(db, pairing.startsOn)).reviews;
		const asked = { ...pairing, agreed: await isAgreed(db, pairing) };
		for (const kind of reviewKinds) {
			if (computeReviewState(kind, asked, midtermAfterShare, today) !== 'open') continue;
			if (written.some((one) => one.pairingId === pairing.id && one.kind === kind)) continue;
			due.push({
				...{ pairingId: pairing.id, kind, name: pairing.mentorId === me ? names.trainee : names.mentor },
				dueOn: reviewDueOn(kind, pairing, midtermAfterShare),
				until: lastDay(pairing) <= today ? addDays(lastDay(pairing), REVIEW_DAYS) : null
			});
		}
	}
	return due.sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
}
