import { eq, or, sql } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { Refusal } from '$lib/shared/errors';
import { checkPassword } from '../passwords.server';
import { clearHits, countHit, hasHitsLeft } from '../rate-limit.server';
import type { SignIn } from '../schema';
import type { Sessions } from '../session/lucia.server';
import { accounts, people } from '../tables.server';

const PER_ACCOUNT = { hits: 8, seconds: 15 * 60 };
const PER_ADDRESS = { hits: 60, seconds: 15 * 60 };

/**
 * Opens a session for an employee number or e-mail and a password. Unknown name, wrong password and suspended
 * person get the same answer after the same work. Only failures count against the limits.
 * No authorisation: it is how an actor comes to be.
 */
export async function signIn(
	ctx: Context,
	input: SignIn,
	via: { sessions: Sessions; address: string; userAgent: string }
): Promise<{ sessionId: string; expiresAt: Date }> {
	const name = input.name.trim().toLowerCase();
	const keys = { account: `sign-in:name:${name}`, address: `sign-in:address:${via.address}` };
	const free =
		(await hasHitsLeft(ctx.db, keys.account, PER_ACCOUNT, ctx.now)) &&
		(await hasHitsLeft(ctx.db, keys.address, PER_ADDRESS, ctx.now));
	if (!free) throw new Refusal('limited', 'people.sign_in.limited');

	const [found] = await ctx.db
		.select({ id: people.id, name: people.name, status: people.status, hash: accounts.passwordHash })
		.from(people)
		.leftJoin(accounts, eq(accounts.personId, people.id))
		.where(or(sql`lower(${people.employeeNo}) = ${name}`, sql`lower(${people.email}) = ${name}`))
		.limit(1);
	const matches = await checkPassword(found?.hash ?? undefined, input.password);
	if (!found || !matches || found.status !== 'active') {
		await countHit(ctx.db, keys.account, PER_ACCOUNT, ctx.now);
		await countHit(ctx.db, keys.address, PER_ADDRESS, ctx.now);
		throw new Refusal('invalid', 'people.sign_in.refused');
	}
	await clearHits(ctx.db, keys.account);
	const session = await via.sessions.createSession(found.id, { userAgent: via.userAgent });
	const actor = { kind: 'person', personId: found.id, name: found.name, grants: [] } as const;
	await withTransaction(ctx, (tx) =>
		recordAudit(
			tx,
			{ ...ctx, actor },
			{
				action: 'people.session.open',
				subject: { type: 'person', id: found.id }
			}
		)
	);
	return { sessionId: session.id, expiresAt: session.expiresAt };
}
