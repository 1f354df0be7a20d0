import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/lib/access/can';
import { roleNames, type RoleName } from '../../src/lib/access/roles';
import { icons } from '../../src/lib/ui/shell/icons';
import { currentMark } from '../../src/lib/ui/shell/types';
import { homeOf, navigationFor } from '../../src/routes/navigation';

const holding = (...roles: RoleName[]): Actor => ({
	kind: 'person',
	personId: '0',
	name: 'A',
	grants: roles.map((role) => ({ role, unitPath: null }))
});
const places = (actor: Actor) =>
	navigationFor(actor).flatMap((group) => group.items.map((item) => item.href));

describe('navigation', () => {
	it('shows a trainee and a mentor no place of staff', () => {
		expect(places(holding('trainee', 'mentor')).filter((href) => href.startsWith('/staff'))).toEqual([]);
		expect(places(holding('trainee'))).toContain('/path');
	});

	it('shows whoever invigilates their rooms, whatever else they are', () => {
		const trainee = holding('trainee');
		const hrefs = navigationFor(trainee, ['invigilates']).flatMap(({ items }) =>
			items.map(({ href }) => href)
		);
		expect(hrefs.filter((href) => href.startsWith('/staff'))).toEqual(['/staff/invigilation']);
		// And nobody else of the same roles.
		expect(places(trainee)).not.toContain('/staff/invigilation');
		expect(places(holding('auditor'))).toContain('/staff/invigilation');
	});

	it('shows whoever examines somebody their candidates', () => {
		const trainee = holding('trainee');
		const hrefs = navigationFor(trainee, ['examines']).flatMap(({ items }) => items.map(({ href }) => href));
		expect(hrefs).toContain('/examinations');
		expect(places(trainee)).not.toContain('/examinations');
	});

	it('has a drawing for every sign', () => {
		const drawn = (sign: string) =>
			sign === 'sign-stairs' || existsSync(`node_modules/@lucide/svelte/dist/icons/${sign.slice(5)}.js`);
		expect(Object.values(icons).filter((sign) => !drawn(sign))).toEqual([]);
	});

	it('marks the place that a page belongs to', () => {
		const marked = (path: string) =>
			navigationFor(holding('author'))
				.flatMap(({ items }) => items)
				.flatMap((item) => (currentMark(item, path) ? [`${item.href} ${currentMark(item, path)}`] : []));
		expect(marked('/staff/items')).toEqual(['/staff/items page']);
		expect(marked('/staff/items/cases')).toEqual(['/staff/items true']);
		expect(marked('/staff/laws/0')).toEqual(['/staff/items true']);
	});

	it('shows a visitor nothing', () => {
		expect(places({ kind: 'anonymous' })).toEqual([]);
	});

	it('shows staff their own things after the places of staff, under headings', () => {
		const groups = navigationFor(holding('hrOfficer'));
		expect(groups.at(0)?.items.at(0)?.href).toBe('/staff');
		expect(groups.at(-1)?.labelKey).toBe('app.nav.group.mine');
		expect(places(holding('hrOfficer'))).not.toContain('/staff/audit');
		expect(places(holding('auditor'))).toContain('/staff/audit');
	});

	it('starts every role on a place that it may see', () => {
		for (const role of roleNames) expect(places(holding(role))).toContain(homeOf(holding(role)));
	});

	it('has a place for whoever holds no role', () => {
		expect(homeOf(holding())).toBe('/no-role');
		expect(places(holding())).toEqual([]);
	});

	it('lets staff roles win over mentor, and mentor over trainee', () => {
		expect(homeOf(holding('trainee'))).toBe('/path');
		expect(homeOf(holding('trainee', 'mentor'))).toBe('/mentoring');
		expect(homeOf(holding('trainee', 'mentor', 'hrOfficer'))).toBe('/staff');
		expect(homeOf(holding('trainee', 'auditor'))).toBe('/staff/audit');
	});
});
