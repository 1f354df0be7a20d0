import { and, eq, inArray } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { storeFile } from '$lib/features/files/index.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { forbidden, Refusal } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import { decideClaim } from '../rules';
import type { ClaimOutside } from '../schema';
import { outsideTrainings } from '../tables.server';

/**
 * Asks that training outside the organisation be counted, with what proves it. Refused when it lies ahead, is over
 * for more than a year, holds more than ten hours a day, or was claimed already. Returns the claim's id.
 */
export async function claimOutside(ctx: Context, input: ClaimOutside): Promise<{ id: string }> {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	const { files, note, ...claim } = input;
	return withTransaction(ctx, async (tx) => {
		const { unitPath } = await getPersonSubject(tx, personId);
		authorize(ctx.actor, 'credit.outside.claim', { personId, unitPath });
		// The same claim sent twice: the second waits here and then sees the first.
		await tx.select({ id: people.id }).from(people).where(eq(people.id, personId)).for('update');
		const open = await tx
			.select()
			.from(outsideTrainings)
			.where(
				and(
					eq(outsideTrainings.personId, personId),
					inArray(outsideTrainings.state, ['submitted', 'accepted'])
				)
			);
		const decision = decideClaim(claim, open, dateIn(ctx.now));
		if (!decision.ok) throw new Refusal('invalid', decision.code, decision.params);
		const evidence: { id: string; name: string }[] = [];
		for (const file of files)
			evidence.push(await storeFile(tx, ctx, { ...file, kinds: ['document', 'picture'] }));
		const id = newId(ctx.now);
		await tx.insert(outsideTrainings).values({
			...{ ...claim, id, personId, note: note ?? '', evidence: evidence.map((one) => one.id) },
			...{ state: 'submitted', submittedAt: ctx.now }
		});
		await recordAudit(tx, ctx, {
			action: 'credit.outside.claim',
			subject: { type: 'outsideTraining', id },
			personId,
			after: { ...claim, note, files: files.map(({ name }) => name) }
		});
		return { id };
	});
}
