import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import type { SaveWish } from '../schema';
import { personOf } from '../subject.server';
import { traineeWishes } from '../tables.server';

/** A trainee says whose customers they serve, what they speak and what they want to learn; suggestions follow it. */
export async function saveWish(ctx: Context, input: SaveWish): Promise<void> {
	const personId = personOf(ctx);
	return withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'mentors.proposal.make', { personId });
		const [before] = await tx
			.select()
			.from(traineeWishes)
			.where(eq(traineeWishes.personId, personId))
			.for('update');
		const row = { ...input, updatedAt: ctx.now };
		await tx
			.insert(traineeWishes)
			.values({ personId, ...row })
			.onConflictDoUpdate({ target: traineeWishes.personId, set: row });
		await recordAudit(tx, ctx, {
			action: 'mentors.wish.write',
			subject: { type: 'mentorWish', id: personId },
			personId,
			before: before && { customers: before.customers, languages: before.languages, note: before.note },
			after: input
		});
	});
}
