import { and, eq, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import type { PersonReason } from '../schema';
import { hasOtherAdministrator, lockPerson, rolesOf } from '../subject.server';
import { people, sessions } from '../tables.server';

/** Shuts a person out at once: their sessions end with the same commit, and they cannot sign in. Not oneself. */
export async function suspendPerson(ctx: Context, input: PersonReason): Promise<void> {
	const today = dateIn(ctx.now);
	await withTransaction(ctx, async (tx) => {
		const { row: person, subject } = await lockPerson(tx, input.personId);
		authorize(ctx.actor, 'people.person.suspend', subject);
		const held = await rolesOf(tx, person.id, today);
		if (
			held.some(({ role }) => role === 'administrator') &&
			!(await hasOtherAdministrator(tx, person.id, today))
		) {
			throw conflict('people.role.last_administrator');
		}
		const suspended = await tx
			.update(people)
			.set({ status: 'suspended', version: sql`${people.version} + 1` })
			.where(and(eq(people.id, person.id), eq(people.status, 'active')))
			.returning({ id: people.id });
		if (!suspended.length) throw conflict('people.person.not_active');
		await tx.delete(sessions).where(eq(sessions.personId, person.id));
		await recordAudit(tx, ctx, {
			action: 'people.person.suspend',
			subject: { type: 'person', id: person.id },
			personId: person.id,
			before: { status: person.status },
			after: { status: 'suspended', reason: input.reason }
		});
	});
}
