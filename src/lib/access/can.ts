import type { ErrorCode } from '$lib/i18n/codes';
import { forbidden } from '$lib/shared/errors';
import type { Permission } from './permissions';
import { own, roles, type Reach, type RoleName } from './roles';
import { separation } from './separation';

/** A role that is in force today, with the path of the unit it is held in (null: the whole organisation). */
export interface Grant {
	role: RoleName;
	unitPath: string | null;
}

export type Actor =
	| { kind: 'person'; personId: string; name: string; grants: readonly Grant[] }
	/** Background jobs and tools: may do everything, and the audit log names them. */
	| { kind: 'system'; name: string }
	| { kind: 'anonymous' };

export const systemActor = (name: string): Actor => ({ kind: 'system', name });
export const anonymous: Actor = { kind: 'anonymous' };

/** What a permission is asked about. Absent fields mean that the matter has none (and `unit` reaches do not apply). */
export interface Subject {
	/** The person whose matter this is. */
	personId?: string | null;
	/** Path of the unit that the matter belongs to, e.g. `HQ/B01/O03/`. */
	unitPath?: string | null;
	/** The mentors of the person, for the `mentee` reach. */
	mentorIds?: readonly string[];
	/** Who played which part, for the separation of duties; several where a part has several. */
	parties?: Record<string, string | readonly string[] | null | undefined>;
}

export type Verdict = { ok: true } | { ok: false; code: ErrorCode };

/** Every reach of a permission that an actor's grants give, with the unit where it is bound to one. */
export function reachesOf(actor: Actor, permission: Permission): { reach: Reach; unitPath: string | null }[] {
	if (actor.kind !== 'person') return [];
	return actor.grants.flatMap((grant) => {
		const reach = roles[grant.role]?.permissions[permission];
		if (!reach) return [];
		const given = [{ reach, unitPath: grant.unitPath }];
		// A role held in a unit takes nobody's own things away when they themselves stand outside it.
		return reach === 'unit' && own[permission] === 'self'
			? [...given, { reach: 'self' as const, unitPath: null }]
			: given;
	});
}

/** Whether an actor may do something about a subject. Pure; denies by default. */
export function can(actor: Actor, permission: Permission, subject: Subject = {}): Verdict {
	if (actor.kind === 'system') return { ok: true };
	if (actor.kind === 'anonymous') return { ok: false, code: 'access.signed_out' };
	const allowed = reachesOf(actor, permission).some(({ reach, unitPath }) => {
		if (reach === 'organisation') return true;
		if (reach === 'self') return subject.personId === actor.personId;
		if (reach === 'mentee') {
			return subject.personId === actor.personId || (subject.mentorIds?.includes(actor.personId) ?? false);
		}
		return unitPath === null || (subject.unitPath?.startsWith(unitPath) ?? false);
	});
	if (!allowed) return { ok: false, code: 'access.forbidden' };
	for (const [party, code] of Object.entries(separation[permission] ?? {})) {
		if ([subject.parties?.[party]].flat().includes(actor.personId)) return { ok: false, code };
	}
	return { ok: true };
}

/** Whether an actor holds a permission anywhere at all: for navigation, never as the check of a command. */
export const mayAnywhere = (actor: Actor, permission: Permission): boolean =>
	actor.kind === 'system' || reachesOf(actor, permission).length > 0;

/** Throws `forbidden` with the reason's code unless the actor may. */
export function authorize(actor: Actor, permission: Permission, subject: Subject = {}): void {
	const verdict = can(actor, permission, subject);
	if (!verdict.ok) throw forbidden(verdict.code);
}

/**
 * Throws `forbidden` unless the actor holds a permission for some unit or person: for pages whose every act and row
 * asks again about its own subject.
 */
export function authorizeAnywhere(actor: Actor, permission: Permission): void {
	if (!mayAnywhere(actor, permission)) throw forbidden();
}
