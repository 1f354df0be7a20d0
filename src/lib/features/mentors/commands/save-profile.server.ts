import { eq } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { rulesOn } from '$lib/features/mentoring/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { Refusal } from '$lib/shared/errors';
import { isMentor } from '../load.server';
import type { SaveProfile } from '../schema';
import { mentorSubject, personOf } from '../subject.server';
import { mentorProfiles } from '../tables.server';

/**
 * A mentor says how many trainees they take and what they are good at; HR may correct it. Themselves they take at
 * most what the rules say, or what HR allowed before. Refuses who does not hold the mentor's role.
 */
export async function saveProfile(ctx: Context, input: SaveProfile): Promise<{ personId: string }> {
	return withTransaction(ctx, async (tx) => {
		const { person, subject } = await mentorSubject(tx, ctx, input.personId);
		const manages = can(ctx.actor, 'mentors.mentor.manage', subject).ok;
		if (!manages) authorize(ctx.actor, 'mentors.profile.write', subject);
		const today = dateIn(ctx.now);
		if (!(await isMentor(tx, person.id, today))) throw new Refusal('invalid', 'mentors.profile.no_role');
		const [before] = await tx
			.select()
			.from(mentorProfiles)
			.where(eq(mentorProfiles.personId, person.id))
			.for('update');
		const { activePerMentor } = await rulesOn(tx, today);
		const most = manages ? Infinity : Math.max(activePerMentor, before?.capacity ?? 0);
		if (input.capacity > most)
			throw new Refusal(
				'invalid',
				'mentors.profile.capacity',
				{ most },
				{ capacity: 'mentors.profile.capacity' }
			);
		const { steps, customers, languages, rubric, capacity, note } = input;
		const content = { capacity, specialities: { steps, customers, languages, rubric }, note };
		const row = { ...content, updatedBy: personOf(ctx), updatedAt: ctx.now };
		await tx
			.insert(mentorProfiles)
			.values({ personId: person.id, ...row })
			.onConflictDoUpdate({ target: mentorProfiles.personId, set: row });
		await recordAudit(tx, ctx, {
			action: 'mentors.profile.write',
			subject: { type: 'mentor', id: person.id },
			personId: person.id,
			before: before && {
				capacity: before.capacity,
				specialities: before.specialities,
				note: before.note
			},
			after: content
		});
		return { personId: person.id };
	});
}
