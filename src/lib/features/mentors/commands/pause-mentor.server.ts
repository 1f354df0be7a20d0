import { and, eq, gte, isNull, lte, or } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, Refusal } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { isMentor } from '../load.server';
import type { PauseMentor } from '../schema';
import { lockMentors, mentorSubject, personOf } from '../subject.server';
import { mentorPauses } from '../tables.server';

/**
 * Somebody takes no new trainees for a time: HR suspends them with a reason, or they are away, which they may say
 * themselves. Pairings that run go on. Two of one kind may not overlap (`mentors.pause.overlap`).
 */
export async function pauseMentor(ctx: Context, input: PauseMentor): Promise<{ personId: string }> {
	return withTransaction(ctx, async (tx) => {
		const { person, subject } = await mentorSubject(tx, ctx, input.personId);
		const manages = can(ctx.actor, 'mentors.mentor.manage', subject).ok;
		const ownLeave = input.kind === 'leave' && !manages;
		authorize(ctx.actor, ownLeave ? 'mentors.profile.write' : 'mentors.mentor.manage', subject);
		const today = dateIn(ctx.now);
		const { kind, startsOn, endsOn, reason } = input;
		if (endsOn && endsOn < startsOn) throw new Refusal('invalid', 'mentors.pause.dates');
		if (endsOn && endsOn < today) throw new Refusal('invalid', 'mentors.pause.over');
		await lockMentors(tx, [person.id]);
		if (!(await isMentor(tx, person.id, today))) throw new Refusal('invalid', 'mentors.profile.no_role');
		const [other] = await tx
			.select({ id: mentorPauses.id })
			.from(mentorPauses)
			.where(
				and(
					eq(mentorPauses.personId, person.id),
					eq(mentorPauses.kind, kind),
					or(isNull(mentorPauses.endsOn), gte(mentorPauses.endsOn, startsOn)),
					endsOn ? lte(mentorPauses.startsOn, endsOn) : undefined
				)
			)
			.limit(1);
		if (other) throw conflict('mentors.pause.overlap');
		const id = newId(ctx.now);
		const pause = { personId: person.id, kind, startsOn, endsOn, reason };
		await tx.insert(mentorPauses).values({ ...pause, id, recordedBy: personOf(ctx), recordedAt: ctx.now });
		if (kind === 'suspension') {
			await notify(tx, ctx, {
				personId: person.id,
				kind: 'mentors.suspended',
				params: { date: startsOn, reason },
				href: '/mentoring/profile',
				cause: `mentors.pause:${id}`
			});
		}
		await recordAudit(tx, ctx, {
			action: 'mentors.pause.begin',
			subject: { type: 'mentor', id: person.id },
			personId: person.id,
			after: { kind, startsOn, endsOn, reason }
		});
		return { personId: person.id };
	});
}
