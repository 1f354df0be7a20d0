import { and, eq, gte, isNull, lte, or } from 'drizzle-orm';
import { flagEntry } from '$lib/features/mentoring/index.server';
import type { Context } from '$lib/server/context';
import type { IsoDate } from '$lib/shared/dates';
import { qualificationOf } from './rule.server';
import { mentorPauses } from './tables.server';

/**
 * Flags a session whose mentor was not qualified on its day: the rule of that day was not met, or they were suspended or
 * on leave as a mentor. Looks at the day with what is known now: evidence that comes later lets HR clear the flag.
 */
export async function flagUnqualified(
	ctx: Context,
	{ entryId, mentorId, occurredOn }: { entryId: string; mentorId: string; occurredOn: IsoDate }
): Promise<void> {
	const [pause] = await ctx.db
		.select({ kind: mentorPauses.kind })
		.from(mentorPauses)
		.where(
			and(
				eq(mentorPauses.personId, mentorId),
				lte(mentorPauses.startsOn, occurredOn),
				or(isNull(mentorPauses.endsOn), gte(mentorPauses.endsOn, occurredOn))
			)
		)
		.limit(1);
	if (pause) {
		await flagEntry(ctx, { entryId, kind: 'unqualified', detail: { why: pause.kind } });
		return;
	}
	const { eligible } = await qualificationOf(ctx.db, mentorId, occurredOn);
	if (!eligible) await flagEntry(ctx, { entryId, kind: 'unqualified', detail: { why: 'rule' } });
}
