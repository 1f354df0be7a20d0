import { and, asc, count, eq, max } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { authorize, can } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import { roleNames, roles, type RoleName } from '$lib/access/roles';
import { findLastEntry } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { mayGrantRole, mayManageAccount } from '../rules';
import { getPersonSubject, inForce, rolesOf } from '../subject.server';
import { accounts, people, roleGrants, sessions, units } from '../tables.server';

/** A person's own facts, with the roles in force and what the reader may do about them. */
export async function getPerson(ctx: Context, personId: string) {
	if (!isId(personId)) throw notFound();
	const { unitPath, unitName } = await getPersonSubject(ctx.db, personId);
	const subject = { personId, unitPath, parties: { person: personId } };
	authorize(ctx.actor, 'people.person.read', subject);
	const [person] = await ctx.db.select().from(people).where(eq(people.id, personId));
	if (!person) throw notFound();
	const held = await ctx.db
		.selectDistinct({ role: roleGrants.role })
		.from(roleGrants)
		.where(and(eq(roleGrants.personId, personId), inForce(dateIn(ctx.now))));
	const may = (permission: Permission) => can(ctx.actor, permission, subject).ok;
	const isSelf = ctx.actor.kind === 'person' && ctx.actor.personId === personId;
	const { employeeNo, name, email, unitId, post, bornOn, hiredOn, status, version } = person;
	return {
		...{ id: personId, employeeNo, name, email, unitId, post, bornOn, hiredOn, status, version },
		createdAt: person.createdAt.toISOString(),
		unitName,
		roles: held.map(({ role }) => role as RoleName),
		isSelf,
		may: {
			update: may('people.person.update') && !isSelf,
			suspend: may('people.person.suspend'),
			readEvidence: may('people.evidence.read'),
			recordEvidence: may('people.evidence.record'),
			readCredit: may('credit.entry.read'),
			readSensitive: may('people.sensitive.read'),
			grant: may('people.role.grant'),
			resetPassword: may('people.password.reset') && !isSelf
		}
	};
}
export type Person = Awaited<ReturnType<typeof getPerson>>;

export type GrantState = 'inForce' | 'coming' | 'over' | 'revoked';

function stateOf(
	grant: { validFrom: IsoDate; validTo: IsoDate | null; revokedAt: Date | null },
	today: IsoDate
): GrantState {
	if (grant.revokedAt) return 'revoked';
	if (grant.validTo !== null && grant.validTo < today) return 'over';
	return grant.validFrom > today ? 'coming' : 'inForce';
}

/** Every role that a person was ever given, newest first, and the roles that the reader could give them. */
export async function listGrants(ctx: Context, personId: string) {
	const person = await getPerson(ctx, personId);
	const granter = alias(people, 'granter');
	const revoker = alias(people, 'revoker');
	const rows = await ctx.db
		.select({
			grant: roleGrants,
			zh: units.nameZh,
			en: units.nameEn,
			granter: granter.name,
			revoker: revoker.name
		})
		.from(roleGrants)
		.leftJoin(units, eq(units.id, roleGrants.unitId))
		.leftJoin(granter, eq(granter.id, roleGrants.grantedBy))
		.leftJoin(revoker, eq(revoker.id, roleGrants.revokedBy))
		.where(eq(roleGrants.personId, personId))
		.orderBy(asc(roleGrants.grantedAt), asc(roleGrants.id));
	const grants = ctx.actor.kind === 'person' ? ctx.actor.grants : [];
	const mayGive = (role: RoleName) =>
		person.may.grant && (ctx.actor.kind === 'system' || mayGrantRole(grants, role));
	return {
		grants: rows.reverse().map(({ grant, zh, en, granter, revoker }) => {
			const state = stateOf(grant, dateIn(ctx.now));
			return {
				id: grant.id,
				role: grant.role as RoleName,
				unitName: zh && en ? { 'zh-CN': zh, en } : null,
				validFrom: grant.validFrom,
				validTo: grant.validTo,
				grantedAt: grant.grantedAt.toISOString(),
				grantedBy: granter,
				revokedAt: grant.revokedAt?.toISOString() ?? null,
				revokedBy: revoker,
				state,
				mayRevoke: (state === 'inForce' || state === 'coming') && mayGive(grant.role as RoleName)
			};
		}),
		grantable: roleNames.filter(mayGive).map((role) => ({ role, scoped: roles[role].scoped }))
	};
}

/** Whether and how a person can sign in: password, sessions, suspension. */
export async function getAccount(ctx: Context, personId: string) {
	const person = await getPerson(ctx, personId);
	const [account] = await ctx.db.select().from(accounts).where(eq(accounts.personId, personId));
	const [open] = await ctx.db
		.select({ n: count(), newest: max(sessions.createdAt) })
		.from(sessions)
		.where(eq(sessions.personId, personId));
	const held = await rolesOf(ctx.db, personId, dateIn(ctx.now));
	const grants = ctx.actor.kind === 'person' ? ctx.actor.grants : [];
	const action = { suspended: 'people.person.suspend', left: 'people.person.leave', active: null }[
		person.status
	];
	const exclusion = action ? await findLastEntry(ctx.db, { action, subjectId: personId }) : null;
	const said = exclusion?.after as { reason?: string; lastDay?: IsoDate } | null | undefined;
	return {
		passwordSetAt: account?.changedAt.toISOString() ?? null,
		mustChange: account?.mustChange ?? false,
		sessions: open?.n ?? 0,
		newestSession: open?.newest?.toISOString() ?? null,
		mayReset:
			person.may.resetPassword &&
			person.status !== 'left' &&
			mayManageAccount(
				grants,
				held.map(({ role }) => role)
			),
		/** Why they cannot sign in: suspended, or left with a last day. */
		exclusion: exclusion && {
			at: exclusion.at.toISOString(),
			by: exclusion.actorName,
			reason: String(said?.reason ?? ''),
			lastDay: said?.lastDay ?? null
		}
	};
}
