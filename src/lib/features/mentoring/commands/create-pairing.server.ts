import { and, eq, gte, isNull, lte, or } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, notFound, Refusal } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { roleGrants } from '../../people/tables.server';
import { decidePairing } from '../rules';
import type { CreatePairing } from '../schema';
import { pairings } from '../tables.server';

/**
 * HR pairs a trainee with a mentor (domain.md 8, step 4). The mentor holds the mentor role today; one active
 * pairing per trainee is held by the unique index `pairings_one_active`. Returns the pairing's id.
 */
export async function createPairing(ctx: Context, input: CreatePairing): Promise<{ id: string }> {
	try {
		return await withTransaction(ctx, async (tx) => {
			const today = dateIn(ctx.now);
			const trainee = await getPersonSubject(tx, input.traineeId);
			const mentor = await getPersonSubject(tx, input.mentorId);
			const parties = { trainee: trainee.id, mentor: mentor.id };
			authorize(ctx.actor, 'mentoring.pairing.create', {
				personId: trainee.id,
				unitPath: trainee.unitPath,
				parties
			});
			const mentorSubject = { personId: mentor.id, unitPath: mentor.unitPath };
			if (!can(ctx.actor, 'people.person.read', mentorSubject).ok) throw notFound();
			const decision = decidePairing({
				...input,
				today,
				traineeActive: trainee.status === 'active',
				mentorActive: mentor.status === 'active',
				mentorHasRole: await hasMentorRole(tx, mentor.id, today)
			});
			if (!decision.ok) throw new Refusal('invalid', decision.code, decision.params);

			const pairing = {
				...input,
				id: newId(ctx.now),
				createdBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
				createdAt: ctx.now
			};
			await tx.insert(pairings).values(pairing);
			const names = { trainee: trainee.name, mentor: mentor.name };
			const notice = {
				params: names,
				href: `/mentoring/${pairing.id}`,
				cause: `mentoring.pairing.create:${pairing.id}`
			};
			await notify(tx, ctx, { ...notice, personId: trainee.id, kind: 'mentoring.paired.trainee' });
			await notify(tx, ctx, { ...notice, personId: mentor.id, kind: 'mentoring.paired.mentor' });
			await recordAudit(tx, ctx, {
				action: 'mentoring.pairing.create',
				subject: { type: 'pairing', id: pairing.id },
				personId: trainee.id,
				after: { ...input, ...names }
			});
			return { id: pairing.id };
		});
	} catch (error) {
		if (brokenConstraint(error) === 'pairings_one_active') throw conflict('mentoring.pairing.trainee_paired');
		throw error;
	}
}

async function hasMentorRole(tx: Database, personId: string, today: string): Promise<boolean> {
	const inForce = and(
		eq(roleGrants.personId, personId),
		eq(roleGrants.role, 'mentor'),
		isNull(roleGrants.revokedAt),
		lte(roleGrants.validFrom, today),
		or(isNull(roleGrants.validTo), gte(roleGrants.validTo, today))
	);
	return (await tx.select({ id: roleGrants.id }).from(roleGrants).where(inForce).limit(1)).length > 0;
}
