import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { RoleName } from '$lib/access/roles';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { mayGrantRole } from '../rules';
import type { RevokeRole } from '../schema';
import { hasOtherAdministrator, lockPerson } from '../subject.server';
import { roleGrants } from '../tables.server';

/** Takes a role away at once; the grant stays as history. The last administrator keeps theirs. */
export async function revokeRole(ctx: Context, input: RevokeRole): Promise<void> {
	const { actor } = ctx;
	await withTransaction(ctx, async (tx) => {
		const [grant] = await tx.select().from(roleGrants).where(eq(roleGrants.id, input.grantId));
		if (!grant) throw notFound();
		const { subject } = await lockPerson(tx, grant.personId);
		authorize(actor, 'people.role.grant', subject);
		authorize(actor, 'people.person.read', subject);
		const role = grant.role as RoleName;
		if (actor.kind === 'person' && !mayGrantRole(actor.grants, role)) throw forbidden('people.role.beyond');
		if (role === 'administrator' && !(await hasOtherAdministrator(tx, grant.personId, dateIn(ctx.now)))) {
			throw conflict('people.role.last_administrator');
		}
		const revoked = await tx
			.update(roleGrants)
			.set({ revokedAt: ctx.now, revokedBy: actor.kind === 'person' ? actor.personId : null })
			.where(and(eq(roleGrants.id, grant.id), isNull(roleGrants.revokedAt)))
			.returning({ id: roleGrants.id });
		if (!revoked.length) throw conflict('people.role.revoked');
		await recordAudit(tx, ctx, {
			action: 'people.role.revoke',
			subject: { type: 'roleGrant', id: grant.id },
			personId: grant.personId,
			before: { role, unitId: grant.unitId, validFrom: grant.validFrom, validTo: grant.validTo }
		});
	});
}
