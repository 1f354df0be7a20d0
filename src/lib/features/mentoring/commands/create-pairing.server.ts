import { and, count, eq, gte, isNull, lte, or, sql } from 'drizzle-orm';
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
import { contentOf, refuseManager, writeVersion } from '../agreement.server';
import { decidePairing } from '../rules';
import type { CreatePairing } from '../pairing-schema';
import { rulesOn } from '../rules-in-force.server';
import { pairings } from '../tables.server';

/**
 * HR pairs a trainee with a mentor (domain.md 8, step 4) and puts the first version of the agreement before both; what
 * they do together counts once both have signed. The mentor holds the mentor role today, and is not who manages the
 * trainee. How many mentors a trainee has at a time the rules say. Returns the pairing's id.
 */
export async function createPairing(ctx: Context, input: CreatePairing): Promise<{ id: string }> {
	try {
		return await withTransaction(ctx, async (tx) => {
			const today = dateIn(ctx.now);
			const { trainee, mentor } = await authorizePairing(tx, ctx, input);
			const parties = { trainee: trainee.id, mentor: mentor.id };
			const decision = decidePairing({
				...input,
				today,
				traineeActive: trainee.status === 'active',
				mentorActive: mentor.status === 'active',
				mentorHasRole: await hasMentorRole(tx, mentor.id, today)
			});
			if (!decision.ok) throw new Refusal('invalid', decision.code, decision.params);
			await refuseManager(tx, trainee, mentor.id);
			await takePlace(tx, trainee.id, (await rulesOn(tx, today)).activePerTrainee);

			const content = contentOf(input);
			const { startsOn, endsOn, plannedMinutes, goal } = content;
			const pairing = {
				...{ id: newId(ctx.now), traineeId: trainee.id, mentorId: mentor.id },
				...{ startsOn, endsOn, plannedMinutes, goal },
				createdBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
				createdAt: ctx.now
			};
			await tx.insert(pairings).values(pairing);
			await writeVersion(tx, ctx, pairing.id, 1, content);
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
				after: { ...parties, ...content, ...names }
			});
			return { id: pairing.id };
		});
	} catch (error) {
		if (brokenConstraint(error) === 'pairings_active_once')
			throw conflict('mentoring.pairing.trainee_paired');
		throw error;
	}
}

/** The two whom the actor wants to pair; refuses whoever may not, and who may not know of the mentor finds nobody. */
export async function authorizePairing(
	tx: Database,
	{ actor }: Context,
	{ traineeId, mentorId }: Pick<CreatePairing, 'traineeId' | 'mentorId'>
) {
	const trainee = await getPersonSubject(tx, traineeId);
	const mentor = await getPersonSubject(tx, mentorId);
	const { id: personId, unitPath } = trainee;
	const parties = { trainee: personId, mentor: mentor.id };
	authorize(actor, 'mentoring.pairing.create', { personId, unitPath, parties });
	const known = { personId: mentor.id, unitPath: mentor.unitPath };
	if (!can(actor, 'people.person.read', known).ok) throw notFound();
	return { trainee, mentor };
}

/**
 * Refuses when the trainee has as many mentors as the rules allow. Whoever pairs them holds their place to the end of
 * the transaction, so that two at once count one after the other.
 */
async function takePlace(tx: Database, traineeId: string, most: number): Promise<void> {
	await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`pairing:${traineeId}`}, 7205005))`);
	const [held] = await tx
		.select({ total: count() })
		.from(pairings)
		.where(and(eq(pairings.traineeId, traineeId), isNull(pairings.endedOn)));
	if ((held?.total ?? 0) >= most) throw conflict('mentoring.pairing.trainee_paired');
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
