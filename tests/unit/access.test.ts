import { describe, expect, it } from 'vitest';
import { anonymous, authorize, can, mayAnywhere, systemActor, type Actor, type Grant } from '$lib/access/can';
import { permissions, type Permission } from '$lib/access/permissions';
import { isWrite, roleNames, roles } from '$lib/access/roles';
import { separation } from '$lib/access/separation';
import { Refusal } from '$lib/shared/errors';

const ME = '00000000-0000-7000-8000-000000000001';
const OTHER = '00000000-0000-7000-8000-000000000002';
const person = (...grants: Grant[]): Actor => ({ kind: 'person', personId: ME, name: '测试', grants });

/** The parties that the separation of duties knows; a new name wants a look at who plays it. */
const PARTIES = [
	...['setter', 'candidate', 'holder', 'person', 'proposer', 'mentor', 'trainee'],
	...['head', 'submitter', 'author', 'raiser', 'reviewer', 'marker', 'releaser']
];

/** What everybody who signs in may do about themselves; the same in every role. */
const own = Object.entries(roles.trainee.permissions);

describe('roles as data', () => {
	it('name known permissions only', () => {
		const known = new Set<string>(permissions);
		for (const role of roleNames) {
			for (const permission of Object.keys(roles[role].permissions))
				expect(known, `${role}: ${permission}`).toContain(permission);
		}
		expect(new Set(permissions).size).toBe(permissions.length);
		expect(Object.keys(roles).sort()).toEqual([...roleNames].sort());
	});

	it('leave no permission to nobody', () => {
		const held = new Set(roleNames.flatMap((role) => Object.keys(roles[role].permissions)));
		expect(permissions.filter((permission) => !held.has(permission))).toEqual([]);
	});

	it('include one’s own things in every role, at least as wide', () => {
		const width = { self: 0, mentee: 1, unit: 1, organisation: 2 };
		for (const role of roleNames) {
			for (const [permission, reach] of own) {
				const given = roles[role].permissions[permission as Permission];
				expect(given && width[given] >= width[reach], `${role}: ${permission}`).toBe(true);
			}
		}
	});

	it('let an auditor read everything and write nothing beyond their own things', () => {
		const beyond = Object.entries(roles.auditor.permissions).filter(
			([permission, reach]) => roles.trainee.permissions[permission as Permission] !== reach
		);
		expect(beyond.length).toBeGreaterThan(10);
		for (const [permission] of beyond) expect(isWrite(permission as Permission), permission).toBe(false);
		for (const permission of permissions.filter(
			(name) => name.endsWith('.read') && name !== 'notifications.inbox.read'
		)) {
			expect(roles.auditor.permissions[permission], permission).toBe('organisation');
		}
	});

	it('say who grants each role, and every granter may grant at all', () => {
		for (const role of roleNames) {
			expect(roles[role].grantedBy.length, role).toBeGreaterThan(0);
			for (const granter of roles[role].grantedBy) {
				expect(roles[granter].permissions['people.role.grant'], `${granter} grants ${role}`).toBeDefined();
			}
		}
	});

	it('give reaches by unit only to roles that may be held in a unit', () => {
		for (const role of roleNames) {
			const byUnit = Object.values(roles[role].permissions).includes('unit');
			expect(byUnit, role).toBe(roles[role].scoped);
		}
	});

	it('keep proposing and approving, setting and reviewing, issuing and revoking apart', () => {
		const pairs: [Permission, Permission][] = [
			['tiers.decision.propose', 'tiers.decision.approve'],
			['bank.item.write', 'bank.item.review'],
			['exams.sitting.manage', 'exams.result.release'],
			['exams.result.review', 'exams.result.release'],
			['exams.hold.raise', 'exams.hold.decide'],
			['certificates.certificate.issue', 'certificates.certificate.approve'],
			['certificates.certificate.issue', 'certificates.certificate.revoke']
		];
		for (const [one, other] of pairs) {
			for (const role of roleNames) {
				const held = roles[role].permissions;
				expect(Boolean(held[one] && held[other]), `${role}: ${one} and ${other}`).toBe(false);
			}
		}
	});
});

describe('separation of duties', () => {
	it('names known permissions and parties', () => {
		for (const [permission, parties] of Object.entries(separation)) {
			expect(permissions as readonly string[]).toContain(permission);
			for (const [party, code] of Object.entries(parties)) {
				expect(PARTIES, `${permission}: ${party}`).toContain(party);
				expect(code).toMatch(/^access\.separation\./);
			}
		}
	});

	it('stops the party even with the widest grant, and nobody else', () => {
		for (const [name, parties] of Object.entries(separation)) {
			const permission = name as Permission;
			const holder = roleNames.find((role) =>
				['unit', 'organisation'].includes(roles[role].permissions[permission] ?? '')
			);
			if (!holder) throw new Error(`nobody holds ${permission}`);
			const actor = person({ role: holder, unitPath: null });
			for (const [party, code] of Object.entries(parties)) {
				const subject = { personId: OTHER, unitPath: 'HQ/' };
				expect(can(actor, permission, { ...subject, parties: { [party]: ME } })).toEqual({ ok: false, code });
				expect(can(actor, permission, { ...subject, parties: { [party]: OTHER } })).toEqual({ ok: true });
				expect(can(actor, permission, { ...subject, parties: { [party]: null } })).toEqual({ ok: true });
			}
		}
	});

	it('lets nobody grant themselves a role, whatever they hold', () => {
		for (const role of roleNames) {
			const verdict = can(person({ role, unitPath: null }), 'people.role.grant', {
				personId: ME,
				parties: { person: ME }
			});
			expect(verdict.ok, role).toBe(false);
		}
	});
});

describe('can', () => {
	it('denies by default', () => {
		for (const permission of permissions) {
			expect(can(anonymous, permission)).toEqual({ ok: false, code: 'access.signed_out' });
			expect(can(person(), permission, { personId: ME })).toEqual({ ok: false, code: 'access.forbidden' });
		}
		const odd = person({ role: 'nobody' as never, unitPath: null });
		expect(can(odd, 'people.person.read', { personId: ME }).ok).toBe(false);
		expect(can(person({ role: 'administrator', unitPath: null }), 'no.such.thing' as never).ok).toBe(false);
	});

	it('lets the system do everything', () => {
		for (const permission of permissions) expect(can(systemActor('job'), permission).ok).toBe(true);
	});

	it('reaches a unit and what lies below, by whole codes', () => {
		const hr = person({ role: 'hrOfficer', unitPath: 'HQ/B01/' });
		const may = (unitPath: string | null) =>
			can(hr, 'people.person.update', { personId: OTHER, unitPath }).ok;
		expect(may('HQ/B01/')).toBe(true);
		expect(may('HQ/B01/O03/')).toBe(true);
		expect(may('HQ/')).toBe(false);
		expect(may('HQ/B010/')).toBe(false);
		expect(may('HQ/B02/')).toBe(false);
		expect(may(null)).toBe(false);
	});

	it('reaches those whom a mentor mentors, and no others', () => {
		const mentor = person({ role: 'mentor', unitPath: null });
		expect(can(mentor, 'tiers.path.read', { personId: OTHER, mentorIds: [ME] }).ok).toBe(true);
		expect(can(mentor, 'tiers.path.read', { personId: OTHER, mentorIds: [OTHER] }).ok).toBe(false);
		expect(can(mentor, 'tiers.path.read', { personId: OTHER }).ok).toBe(false);
		expect(can(mentor, 'tiers.path.read', { personId: ME }).ok).toBe(true);
	});

	it('takes the widest of several grants', () => {
		const both = person({ role: 'trainee', unitPath: null }, { role: 'hrOfficer', unitPath: 'HQ/B02/' });
		expect(can(both, 'people.person.read', { personId: OTHER, unitPath: 'HQ/B02/O01/' }).ok).toBe(true);
		expect(can(both, 'people.person.read', { personId: OTHER, unitPath: 'HQ/B01/' }).ok).toBe(false);
		expect(mayAnywhere(both, 'people.person.create')).toBe(true);
		expect(mayAnywhere(both, 'audit.log.read')).toBe(false);
	});

	it('keeps one’s own things whatever the unit of the role', () => {
		for (const role of roleNames) {
			const actor = person({ role, unitPath: roles[role].scoped ? 'HQ/B01/' : null });
			for (const [permission, reach] of own) {
				if (reach === 'organisation') continue;
				const verdict = can(actor, permission as Permission, { personId: ME, unitPath: 'HQ/B02/' });
				expect(verdict.ok, `${role}: ${permission}`).toBe(true);
			}
		}
	});

	it('authorize throws the reason', () => {
		expect(() => authorize(person(), 'audit.log.read')).toThrowError(Refusal);
		expect(() => authorize(systemActor('job'), 'audit.log.read')).not.toThrow();
	});
});
