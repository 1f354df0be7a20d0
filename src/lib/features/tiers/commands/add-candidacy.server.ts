import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, invalid } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import type { AddCandidacy } from '../candidacies/schema';
import { findPolicyInForce } from '../queries/policies.server';
import { candidacies } from '../tables.server';

/** Puts a person on the way to a ladder's grades, from a day on; once at a time for each ladder. */
export async function addCandidacy(ctx: Context, input: AddCandidacy): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		const { id: personId, unitPath, status } = await getPersonSubject(tx, input.personId);
		authorize(ctx.actor, 'tiers.candidacy.manage', { personId, unitPath, parties: { person: personId } });
		if (status !== 'active') throw conflict('candidacies.not_active');
		const version = await findPolicyInForce(tx, input.ladder, dateIn(ctx.now));
		if (!version) throw invalid('app.form', { ladder: 'app.field.choice' });
		const id = newId(ctx.now);
		const { ladder, startsOn } = input;
		await tx
			.insert(candidacies)
			.values({
				...{ id, personId, ladder, startsOn, recordedAt: ctx.now },
				recordedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null
			})
			.catch((error) => {
				if (brokenConstraint(error) !== 'candidacies_one_open') throw error;
				throw conflict('candidacies.open');
			});
		await notify(tx, ctx, {
			personId,
			kind: 'candidacies.added',
			params: { ladder: version.policy.name, on: startsOn },
			href: `/path?ladder=${ladder}`,
			cause: `tiers.candidacy.add:${id}`
		});
		await recordAudit(tx, ctx, {
			action: 'tiers.candidacy.add',
			subject: { type: 'candidacy', id },
			personId,
			after: { ladder, startsOn }
		});
		return { id };
	});
}
