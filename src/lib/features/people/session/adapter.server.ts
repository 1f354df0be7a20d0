import { createHash } from 'node:crypto';
import { eq, lte, sql } from 'drizzle-orm';
import type { Adapter, DatabaseSession, DatabaseUser } from 'lucia';
import type { Grant } from '$lib/access/can';
import type { RoleName } from '$lib/access/roles';
import { rowsOf, type Database } from '$lib/server/db/database';
import { env } from '$lib/server/env';
import { dateIn } from '$lib/shared/dates';
import type { Clock } from '$lib/shared/clock';
import { sessions } from '../tables.server';

export interface SessionUser {
	name: string;
	employeeNo: string;
	unitName: { 'zh-CN': string; en: string };
	locale: 'zh-CN' | 'en' | null;
	theme: 'light' | 'dark' | null;
	mustChangePassword: boolean;
	grants: Grant[];
}

interface Row {
	person_id: string;
	expires_at: string | Date;
	user_agent: string;
	name: string;
	employee_no: string;
	unit_zh: string;
	unit_en: string;
	locale: SessionUser['locale'];
	theme: SessionUser['theme'];
	must_change: boolean;
	grants: { role: RoleName; unitPath: string | null }[];
}

export const hashSessionId = (id: string): string => createHash('sha256').update(id).digest('hex');

/**
 * Lucia's storage over our tables. Only the SHA-256 of a session id is kept. The user comes with the grants in
 * force today, in the same round trip; a person who is not active has no user, which ends the session.
 */
export class SessionAdapter implements Adapter {
	constructor(
		private readonly db: Database,
		private readonly clock: Clock
	) {}

	async getSessionAndUser(id: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
		const today = dateIn(this.clock(), env.zone);
		const [row] = await rowsOf<Row>(
			this.db,
			sql`select s.person_id, s.expires_at, s.user_agent, p.name, p.employee_no, p.locale, p.theme,
				u.name_zh as unit_zh, u.name_en as unit_en, coalesce(a.must_change, false) as must_change,
				coalesce((select json_agg(json_build_object('role', g.role, 'unitPath', gu.path))
					from role_grants g left join units gu on gu.id = g.unit_id
					where g.person_id = p.id and g.revoked_at is null and g.valid_from <= ${today}
						and (g.valid_to is null or g.valid_to >= ${today})), '[]'::json) as grants
				from sessions s
				join people p on p.id = s.person_id and p.status = 'active'
				join units u on u.id = p.unit_id
				left join accounts a on a.person_id = p.id
				where s.id_hash = ${hashSessionId(id)}`
		);
		if (!row) return [null, null];
		const session: DatabaseSession = {
			id,
			userId: row.person_id,
			expiresAt: new Date(row.expires_at),
			attributes: { userAgent: row.user_agent }
		};
		const attributes: SessionUser = {
			name: row.name,
			employeeNo: row.employee_no,
			unitName: { 'zh-CN': row.unit_zh, en: row.unit_en },
			locale: row.locale,
			theme: row.theme,
			mustChangePassword: row.must_change,
			grants: row.grants
		};
		return [session, { id: row.person_id, attributes }];
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
