import { and, eq, ne } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, forbidden, invalid, notFound, Refusal } from '$lib/shared/errors';
import { weakness } from '../password-rules';
import { checkPassword, hashPassword } from '../passwords.server';
import { clearHits, countHit, hasHitsLeft } from '../rate-limit.server';
import type { ChangePassword } from '../schema';
import { hashSessionId } from '../session/adapter.server';
import { accounts, people, sessions } from '../tables.server';

const WRONG = { hits: 8, seconds: 15 * 60 };

/**
 * Changes one's own password; every other session of the person ends. The current one is asked for, except where
 * somebody else set it and this is the first use. No authorisation: it is one's own, and only a person has one.
 */
export async function changePassword(
	ctx: Context,
	input: ChangePassword,
	via: { sessionId: string }
): Promise<void> {
	const { actor } = ctx;
	if (actor.kind !== 'person') throw forbidden('access.signed_out');
	const [own] = await ctx.db
		.select({
			employeeNo: people.employeeNo,
			name: people.name,
			email: people.email,
			hash: accounts.passwordHash,
			mustChange: accounts.mustChange
		})
		.from(accounts)
		.innerJoin(people, eq(people.id, accounts.personId))
		.where(eq(accounts.personId, actor.personId));
	if (!own) throw notFound();

	const key = `change-password:${actor.personId}`;
	if (!own.mustChange) {
		if (!(await hasHitsLeft(ctx.db, key, WRONG, ctx.now)))
			throw new Refusal('limited', 'people.sign_in.limited');
		if (!(await checkPassword(own.hash, input.currentPassword))) {
			await countHit(ctx.db, key, WRONG, ctx.now);
			throw invalid('app.form', { currentPassword: 'people.password.current' });
		}
	}
	const weak = weakness(input.newPassword, own);
	if (weak) throw invalid('app.form', { newPassword: weak });
	if (input.repeatPassword !== input.newPassword)
		throw invalid('app.form', { repeatPassword: 'people.password.repeat' });
	if (await checkPassword(own.hash, input.newPassword))
		throw invalid('app.form', { newPassword: 'people.password.same' });

	const passwordHash = await hashPassword(input.newPassword);
	await withTransaction(ctx, async (tx) => {
		const changed = await tx
			.update(accounts)
			.set({ passwordHash, mustChange: false, changedAt: ctx.now })
			.where(and(eq(accounts.personId, actor.personId), eq(accounts.passwordHash, own.hash)))
			.returning({ id: accounts.personId });
		if (!changed.length) throw conflict('people.password.changed_meanwhile');
		await tx
			.delete(sessions)
			.where(and(eq(sessions.personId, actor.personId), ne(sessions.idHash, hashSessionId(via.sessionId))));
		await recordAudit(tx, ctx, {
			action: 'people.password.change',
			subject: { type: 'person', id: actor.personId }
		});
	});
	await clearHits(ctx.db, key);
}
