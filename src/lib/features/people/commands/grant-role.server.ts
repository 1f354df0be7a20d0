import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, forbidden, invalid } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { decideGrant, mayGrantRole } from '../rules';
import type { GrantRole } from '../schema';
import { lockPerson, rolesOf, unitPathOf } from '../subject.server';
import { roleGrants } from '../tables.server';

/**
 * Gives a person a role, from a day and perhaps to a day, for the organisation or for a unit and below. Who may give
 * which role is data in `access/roles.ts`; nobody gives one to themselves (design, 4).
 */
export async function grantRole(ctx: Context, input: GrantRole): Promise<{ id: string }> {
	const { actor } = ctx;
	const today = dateIn(ctx.now);
	const wanted = {
		role: input.role,
		unitId: input.unitId ?? null,
		validFrom: input.validFrom,
		validTo: input.validTo ?? null
	};
	return withTransaction(ctx, async (tx) => {
		const { row: person, subject } = await lockPerson(tx, input.personId);
		authorize(actor, 'people.role.grant', subject);
		// A grant of roles reaches everywhere; the people whom one may read bound it.
		authorize(actor, 'people.person.read', subject);
		if (actor.kind === 'person' && !mayGrantRole(actor.grants, input.role))
			throw forbidden('people.role.beyond');
		if (person.status === 'left') throw conflict('people.person.left');
		if (wanted.unitId && !(await unitPathOf(tx, wanted.unitId))) {
			throw invalid('app.form', { unitId: 'app.field.choice' });
		}
		// Rights are not given for the past; the system alone writes history, for the demo.
		if (actor.kind === 'person' && wanted.validFrom < today) {
			throw invalid('app.form', { validFrom: 'people.role.past' });
		}
		const decision = decideGrant(wanted, await rolesOf(tx, input.personId, today), today);
		if (!decision.ok) throw conflict(decision.code);
		const id = newId(ctx.now);
		await tx.insert(roleGrants).values({
			...wanted,
			id,
			personId: input.personId,
			grantedBy: actor.kind === 'person' ? actor.personId : null,
			grantedAt: ctx.now
		});
		await recordAudit(tx, ctx, {
			action: 'people.role.grant',
			subject: { type: 'roleGrant', id },
			personId: input.personId,
			after: wanted
		});
		return { id };
	});
}
