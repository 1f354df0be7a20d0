import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, forbidden, invalid } from '$lib/shared/errors';
import { weakness } from '../password-rules';
import { hashPassword } from '../passwords.server';
import { mayManageAccount } from '../rules';
import type { SetPassword } from '../schema';
import { lockPerson, rolesOf } from '../subject.server';
import { accounts, sessions } from '../tables.server';

/**
 * Sets somebody's password: their first one, or a new one in place of a forgotten one. They change it when they
 * sign in, and whoever is signed in as them is out. Only for people whose roles the setter could have granted.
 */
export async function setPassword(ctx: Context, input: SetPassword): Promise<void> {
	const { actor } = ctx;
	// Hashing is slow on purpose; done before the transaction, it holds nobody up.
	const passwordHash = await hashPassword(input.password);
	const mustChange = actor.kind === 'system' ? (input.mustChange ?? true) : true;
	await withTransaction(ctx, async (tx) => {
		const { row: person, subject } = await lockPerson(tx, input.personId);
		authorize(actor, 'people.password.reset', subject);
		if (actor.kind === 'person') {
			if (actor.personId === person.id) throw forbidden('access.separation.self');
			const held = await rolesOf(tx, person.id, dateIn(ctx.now));
			if (
				!mayManageAccount(
					actor.grants,
					held.map(({ role }) => role)
				)
			)
				throw forbidden('people.account.beyond');
			const weak = weakness(input.password, person);
			if (weak) throw invalid('app.form', { password: weak });
		}
		if (person.status === 'left') throw conflict('people.person.left');
		const account = { passwordHash, mustChange, changedAt: ctx.now };
		await tx
			.insert(accounts)
			.values({ ...account, personId: person.id })
			.onConflictDoUpdate({ target: accounts.personId, set: account });
		await tx.delete(sessions).where(eq(sessions.personId, person.id));
		await recordAudit(tx, ctx, {
			action: 'people.password.reset',
			subject: { type: 'person', id: person.id },
			personId: person.id,
			after: { mustChange }
		});
	});
}
