import { createHash } from 'node:crypto';
import { and, eq, lte, sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import type { Adapter, DatabaseSession, DatabaseUser } from 'lucia';
import type { Grant } from '$lib/access/can';
import { prepared, type Database } from '$lib/server/db/database';
import { env } from '$lib/server/env';
import { dateIn } from '$lib/shared/dates';
import type { Clock } from '$lib/shared/clock';
import { accounts, people, roleGrants, sessions, units } from '../tables.server';

export interface SessionUser {
	name: string;
	employeeNo: string;
	unitName: { 'zh-CN': string; en: string };
	locale: 'zh-CN' | 'en' | null;
	theme: 'light' | 'dark' | null;
	mustChangePassword: boolean;
	grants: Grant[];
	/** Notifications that wait for them: every page shows how many, so they are counted on the way. */
	unread: number;
	/** Whether they are named to invigilate, now or of late: the frame of every page has a place for it. */
	invigilates: boolean;
	/** The same of examining in a practical part. */
	examines: boolean;
}

/** What every page shows of a person beyond this feature's own, as parts of the session's query. */
export interface BesideSession {
	unreadOf: (personId: SQLWrapper) => SQL<number>;
	invigilatesOf: (personId: SQLWrapper, today: SQLWrapper) => SQL<boolean>;
	examinesOf: (personId: SQLWrapper, today: SQLWrapper) => SQL<boolean>;
}

/** A session with its person and the grants in force on a day. */
const sessionOf = ({ unreadOf, invigilatesOf, examinesOf }: BesideSession) =>
	prepared((db) => {
		const today = sql.placeholder('today');
		return db
			.select({
				personId: sessions.personId,
				expiresAt: sessions.expiresAt,
				userAgent: sessions.userAgent,
				name: people.name,
				employeeNo: people.employeeNo,
				unitZh: units.nameZh,
				unitEn: units.nameEn,
				locale: people.locale,
				theme: people.theme,
				mustChange: accounts.mustChange,
				grants: sql<Grant[]>`coalesce((select json_agg(json_build_object('role', g.role, 'unitPath', gu.path))
					from ${roleGrants} g left join ${units} gu on gu.id = g.unit_id
					where g.person_id = ${people.id} and g.revoked_at is null and g.valid_from <= ${today}
						and (g.valid_to is null or g.valid_to >= ${today})), '[]'::json)`,
				unread: unreadOf(people.id),
				invigilates: invigilatesOf(people.id, sql`${today}`),
				examines: examinesOf(people.id, sql`${today}`)
			})
			.from(sessions)
			.innerJoin(people, and(eq(people.id, sessions.personId), eq(people.status, 'active')))
			.innerJoin(units, eq(units.id, people.unitId))
			.leftJoin(accounts, eq(accounts.personId, people.id))
			.where(eq(sessions.idHash, sql.placeholder('idHash')))
			.prepare('session_of');
	});

export const hashSessionId = (id: string): string => createHash('sha256').update(id).digest('hex');

/**
 * Lucia's storage over our tables. Only the SHA-256 of a session id is kept. The user comes with the grants in
 * force today, in the same round trip; a person who is not active has no user, which ends the session.
 */
export class SessionAdapter implements Adapter {
	private readonly sessionOf;

	constructor(
		private readonly db: Database,
		private readonly clock: Clock,
		beside: BesideSession
	) {
		this.sessionOf = sessionOf(beside);
	}

	async getSessionAndUser(id: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
		const today = dateIn(this.clock(), env.zone);
		const [row] = await this.sessionOf(this.db).execute({ today, idHash: hashSessionId(id) });
		if (!row) return [null, null];
		const session: DatabaseSession = {
			id,
			userId: row.personId,
			expiresAt: row.expiresAt,
			attributes: { userAgent: row.userAgent }
		};
		const attributes: SessionUser = {
			name: row.name,
			employeeNo: row.employeeNo,
			unitName: { 'zh-CN': row.unitZh, en: row.unitEn },
			locale: row.locale,
			theme: row.theme,
			mustChangePassword: row.mustChange ?? false,
			grants: row.grants,
			unread: row.unread,
			invigilates: row.invigilates,
			examines: row.examines
		};
		return [session, { id: row.personId, attributes }];
	}

	async getUserSessions(userId: string): Promise<DatabaseSession[]> {
		const rows = await this.db.select().from(sessions).where(eq(sessions.personId, userId));
		// The ids themselves are not known here; their hashes stand in for them.
		return rows.map((row) => ({
			id: row.idHash,
			userId: row.personId,
			expiresAt: row.expiresAt,
			attributes: { userAgent: row.userAgent }
		}));
	}

	async setSession(session: DatabaseSession): Promise<void> {
		await this.db.insert(sessions).values({
			idHash: hashSessionId(session.id),
			personId: session.userId,
			expiresAt: session.expiresAt,
			createdAt: this.clock(),
			userAgent: session.attributes.userAgent.slice(0, 300)
		});
	}

	async updateSessionExpiration(id: string, expiresAt: Date): Promise<void> {
		await this.db
			.update(sessions)
			.set({ expiresAt })
			.where(eq(sessions.idHash, hashSessionId(id)));
	}

	async deleteSession(id: string): Promise<void> {
		await this.db.delete(sessions).where(eq(sessions.idHash, hashSessionId(id)));
	}

	async deleteUserSessions(userId: string): Promise<void> {
		await this.db.delete(sessions).where(eq(sessions.personId, userId));
	}

	async deleteExpiredSessions(): Promise<void> {
		await this.db.delete(sessions).where(lte(sessions.expiresAt, this.clock()));
	}
}
