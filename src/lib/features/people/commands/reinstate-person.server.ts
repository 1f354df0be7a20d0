import { and, eq, ne, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import type { PersonReason } from '../schema';
import { lockPerson } from '../subject.server';
import { people, sessions } from '../tables.server';

/**
 * Lets a person in again who was suspended or is recorded as having left; they sign in anew. Whoever had left comes
 * back without their roles.
 */
export async function reinstatePerson(ctx: Context, input: PersonReason): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { row: person, subject } = await lockPerson(tx, input.personId);
		authorize(ctx.actor, 'people.person.suspend', subject);
		const reinstated = await tx
			.update(people)
			.set({ status: 'active', version: sql`${people.version} + 1` })
			.where(and(eq(people.id, person.id), ne(people.status, 'active')))
			.returning({ id: people.id });
		if (!reinstated.length) throw conflict('people.person.not_suspended');
		// A sign-in that crossed the suspension may have left a session behind.
		await tx.delete(sessions).where(eq(sessions.personId, person.id));
		await recordAudit(tx, ctx, {
			action: 'people.person.reinstate',
			subject: { type: 'person', id: person.id },
			personId: person.id,
			before: { status: person.status },
			after: { status: 'active', reason: input.reason }
		});
	});
}
