import { sql } from 'drizzle-orm';
import { Lucia, TimeSpan } from 'lucia';
import type { Database } from '$lib/server/db/database';
import { systemClock } from '$lib/server/clock';
import { SessionAdapter, type BesideSession, type SessionUser } from './adapter.server';

declare module 'lucia' {
	interface Register {
		Lucia: Sessions;
		DatabaseUserAttributes: SessionUser;
		DatabaseSessionAttributes: { userAgent: string };
	}
}

/** How long an unused session lives; use in its second half makes it new again. */
const LIFETIME = new TimeSpan(14, 'd');
const nothing: BesideSession = {
	unreadOf: () => sql`0`,
	invigilatesOf: () => sql`false`,
	examinesOf: () => sql`false`
};
export const SESSION_COOKIE = 'jinjie_session';

/**
 * The session keeper on a database. `secure`: whether people reach us over HTTPS; `beside`: what pages show of
 * the person as well.
 */
export function createSessions(db: Database, secure: boolean, beside: Partial<BesideSession> = {}) {
	return new Lucia<{ userAgent: string }, SessionUser>(
		new SessionAdapter(db, systemClock, { ...nothing, ...beside }),
		{
			sessionExpiresIn: LIFETIME,
			sessionCookie: { name: SESSION_COOKIE, attributes: { secure, sameSite: 'lax' } },
			getUserAttributes: (user) => user,
			getSessionAttributes: (session) => session
		}
	);
}
export type Sessions = ReturnType<typeof createSessions>;
