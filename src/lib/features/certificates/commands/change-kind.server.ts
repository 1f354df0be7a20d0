import { desc, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { rulesFrom } from '../kinds';
import type { ChangeKind } from '../schema';
import { certificateKindVersions } from '../tables.server';

/**
 * Changes how long certificates of a kind hold, when they are renewed and what they depend on, from now on: a new version, with the reason. Nobody
 * who is certified already is touched (field 1.10). `version` is the one that was seen: a change in between is refused.
 */
export async function changeKind(ctx: Context, input: ChangeKind): Promise<void> {
	authorize(ctx.actor, 'certificates.kind.manage');
	const { kind, version, reason, ...form } = input;
	const { validity, conditions } = rulesFrom(form);
	await withTransaction(ctx, async (tx) => {
		const [current] = await tx
			.select()
			.from(certificateKindVersions)
			.where(eq(certificateKindVersions.kind, kind))
			.orderBy(desc(certificateKindVersions.version))
			.limit(1);
		if (!current) throw notFound();
		const changedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		const next = { kind, version: version + 1, validity, conditions, reason, changedBy, changedAt: ctx.now };
		const written =
			current.version === version
				? await tx.insert(certificateKindVersions).values(next).onConflictDoNothing().returning()
				: [];
		if (!written.length) throw conflict('certificates.kind.changed');
		await recordAudit(tx, ctx, {
			action: 'certificates.kind.change',
			subject: { type: 'certificateKind', id: kind },
			before: { version, validity: current.validity, conditions: current.conditions },
			after: { version: version + 1, validity, conditions, reason }
		});
	});
}
