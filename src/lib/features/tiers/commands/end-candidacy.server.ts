import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid, notFound } from '$lib/shared/errors';
import type { EndCandidacy } from '../candidacies/schema';
import { candidacies } from '../tables.server';

/** Says until which day a person is on the way to a ladder. What they hold on it is not touched: a decision does that. */
export async function endCandidacy(ctx: Context, input: EndCandidacy): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const [row] = await tx.select().from(candidacies).where(eq(candidacies.id, input.candidacyId));
		if (!row) throw notFound();
		const { id: personId, unitPath } = await getPersonSubject(tx, row.personId);
		authorize(ctx.actor, 'tiers.candidacy.manage', { personId, unitPath, parties: { person: personId } });
		if (input.endsOn < row.startsOn) throw invalid('app.form', { endsOn: 'candidacies.dates' });
		const ended = await tx
			.update(candidacies)
			.set({ endsOn: input.endsOn })
			.where(and(eq(candidacies.id, row.id), isNull(candidacies.endsOn)))
			.returning({ id: candidacies.id });
		if (!ended.length) throw conflict('candidacies.ended');
		await recordAudit(tx, ctx, {
			action: 'tiers.candidacy.end',
			subject: { type: 'candidacy', id: row.id },
			personId,
			before: { ladder: row.ladder, startsOn: row.startsOn },
			after: { endsOn: input.endsOn }
		});
	});
}
