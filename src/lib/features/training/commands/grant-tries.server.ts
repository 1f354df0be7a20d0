import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, forbidden } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { lockManaged } from '../enrolment.server';
import type { GrantTries } from '../schema';
import { checkAllowances } from '../tables.server';
import { loadContents } from '../versions.server';

/**
 * An officer grants a person more tries at a module's check, with a reason; the person is told. Refused when the
 * module is completed or was left for a newer version, and where tries are not limited.
 */
export async function grantTries(ctx: Context, input: GrantTries): Promise<{ id: string }> {
	const { actor } = ctx;
	// Whoever grants is named: the system does not.
	if (actor.kind !== 'person') throw forbidden();
	return withTransaction(ctx, async (tx) => {
		const { code, isOpen, personId, versionId } = await lockManaged(tx, ctx, input.enrolment);
		if (!isOpen) throw conflict('training.enrolment.over');
		const content = (await loadContents(tx, [versionId])).get(versionId)!;
		if (content.check?.tries === undefined) throw conflict('training.check.unlimited');
		const id = newId(ctx.now);
		await tx.insert(checkAllowances).values({
			...{ id, enrolmentId: input.enrolment, tries: input.tries, reason: input.reason },
			...{ grantedBy: actor.personId, grantedAt: ctx.now }
		});
		await notify(tx, ctx, {
			personId,
			kind: 'training.triesGranted',
			params: { module: content.title, tries: input.tries },
			href: `/training/${code}/check`,
			cause: `training.check.allow:${id}`
		});
		await recordAudit(tx, ctx, {
			action: 'training.check.allow',
			subject: { type: 'enrolment', id: input.enrolment },
			personId,
			after: { module: code, tries: input.tries, reason: input.reason }
		});
		return { id };
	});
}
