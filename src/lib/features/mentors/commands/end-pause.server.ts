import { and, eq, gte, isNull, or } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { addDays, dateIn } from '$lib/shared/dates';
import { conflict, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import type { EndPause } from '../schema';
import { mentorSubject } from '../subject.server';
import { mentorPauses } from '../tables.server';

/**
 * A pause ends: yesterday was its last day, so that today they may be given trainees. HR ends any; a mentor their own
 * leave. One that had not begun never holds.
 */
export async function endPause(ctx: Context, input: EndPause): Promise<{ personId: string }> {
	return withTransaction(ctx, async (tx) => {
		const [pause] = isId(input.pauseId)
			? await tx.select().from(mentorPauses).where(eq(mentorPauses.id, input.pauseId)).for('update')
			: [];
		if (!pause) throw notFound();
		const { person, subject } = await mentorSubject(tx, ctx, pause.personId);
		const manages = can(ctx.actor, 'mentors.mentor.manage', subject).ok;
		const ownLeave = pause.kind === 'leave' && !manages;
		authorize(ctx.actor, ownLeave ? 'mentors.profile.write' : 'mentors.mentor.manage', subject);
		const today = dateIn(ctx.now);
		const endsOn = addDays(today, -1);
		const ended = await tx
			.update(mentorPauses)
			.set({ endsOn })
			.where(
				and(eq(mentorPauses.id, pause.id), or(isNull(mentorPauses.endsOn), gte(mentorPauses.endsOn, today)))
			)
			.returning({ id: mentorPauses.id });
		if (!ended.length) throw conflict('mentors.pause.ended');
		await recordAudit(tx, ctx, {
			action: 'mentors.pause.end',
			subject: { type: 'mentor', id: person.id },
			personId: person.id,
			before: { kind: pause.kind, endsOn: pause.endsOn },
			after: { kind: pause.kind, endsOn }
		});
		return { personId: person.id };
	});
}
