import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roleNames, roles } from '$lib/access/roles';
import { describeBrowser } from '$lib/features/people/browser';
import { peopleFilter } from '$lib/features/people/filter';
import { weakness } from '$lib/features/people/password-rules';
import {
	checkEvidenceDates,
	checkPersonDates,
	decideGrant,
	mayGrantRole,
	mayHoldTogether,
	mayManageAccount,
	type HeldRole
} from '$lib/features/people/rules';

const TODAY = '2026-03-02';
const held = (role: HeldRole['role'], more: Partial<HeldRole> = {}): HeldRole => ({
	role,
	unitId: null,
	validFrom: '2026-01-01',
	validTo: null,
	...more
});
const wanted = (role: HeldRole['role'], more: Partial<HeldRole> = {}) =>
	held(role, { validFrom: TODAY, ...more });

describe('granting a role', () => {
	it('follows grantedBy of the roles', () => {
		for (const role of roleNames) {
			for (const granter of roleNames) {
				expect(mayGrantRole([{ role: granter, unitPath: null }], role)).toBe(
					roles[role].grantedBy.includes(granter)
				);
			}
			expect(mayGrantRole([], role)).toBe(false);
		}
	});

	it('keeps an auditor from every role that writes, whichever comes first', () => {
		for (const role of roleNames) {
			expect(mayHoldTogether('auditor', role)).toBe(role === 'trainee' || role === 'auditor');
			expect(mayHoldTogether(role, 'auditor')).toBe(mayHoldTogether('auditor', role));
		}
		expect(decideGrant(wanted('auditor'), [held('hrOfficer')], TODAY)).toMatchObject({
			code: 'people.role.auditor_writes'
		});
		expect(decideGrant(wanted('author'), [held('auditor')], TODAY)).toMatchObject({
			code: 'people.role.auditor_writes'
		});
		expect(decideGrant(wanted('auditor'), [held('hrOfficer', { validTo: '2026-03-01' })], TODAY).ok).toBe(
			true
		);
	});

	it('refuses the same role twice in one period, and allows it one after the other', () => {
		const until = held('mentor', { validTo: '2026-06-30' });
		expect(decideGrant(wanted('mentor'), [until], TODAY)).toMatchObject({ code: 'people.role.held' });
		expect(decideGrant(wanted('mentor', { validFrom: '2026-07-01' }), [until], TODAY).ok).toBe(true);
		expect(
			decideGrant(wanted('hrOfficer', { unitId: 'a' }), [held('hrOfficer', { unitId: 'b' })], TODAY).ok
		).toBe(true);
	});

	it('refuses impossible dates and units', () => {
		expect(decideGrant(wanted('mentor', { validTo: '2026-03-01' }), [], TODAY)).toMatchObject({
			code: 'people.role.dates'
		});
		expect(decideGrant(held('mentor', { validTo: '2026-02-01' }), [], TODAY)).toMatchObject({
			code: 'people.role.over'
		});
		expect(decideGrant(wanted('mentor', { unitId: 'u' }), [], TODAY)).toMatchObject({
			code: 'people.role.unscoped'
		});
		expect(decideGrant(wanted('hrOfficer', { unitId: 'u' }), [], TODAY).ok).toBe(true);
	});
});

describe('managing an account', () => {
	it('reaches only people all of whose roles one could have granted', () => {
		const officer = [{ role: 'hrOfficer', unitPath: null }] as const;
		expect(mayManageAccount(officer, ['trainee', 'mentor'])).toBe(true);
		expect(mayManageAccount(officer, ['trainee', 'hrApprover'])).toBe(false);
		expect(mayManageAccount(officer, ['administrator'])).toBe(false);
		expect(mayManageAccount([{ role: 'administrator', unitPath: null }], ['hrApprover'])).toBe(true);
	});
});

describe('dates', () => {
	const born = { bornOn: '1990-05-05' };
	const check = (record: Parameters<typeof checkEvidenceDates>[0]) => checkEvidenceDates(record, born, TODAY);

	it('refuses evidence from the future, from before birth, and that ends before it begins', () => {
		expect(check({ kind: 'education', validFrom: '2026-03-03', validTo: null })?.code).toBe(
			'people.evidence.future'
		);
		expect(check({ kind: 'education', validFrom: '1990-05-05', validTo: null })?.code).toBe(
			'people.evidence.before_birth'
		);
		expect(check({ kind: 'experience', validFrom: '2020-01-02', validTo: '2020-01-01' })).toEqual({
			field: 'validTo',
			code: 'people.evidence.dates'
		});
	});

	it('lets a sanction end later than today, but no work', () => {
		expect(check({ kind: 'experience', validFrom: '2020-01-01', validTo: '2026-03-03' })?.code).toBe(
			'people.evidence.future'
		);
		expect(check({ kind: 'discipline', validFrom: '2020-01-01', validTo: '2027-01-01' })).toBeNull();
		expect(check({ kind: 'experience', validFrom: '2020-01-01', validTo: TODAY })).toBeNull();
	});

	it('lets nobody be hired before 16', () => {
		expect(checkPersonDates({ bornOn: '2010-03-02', hiredOn: '2026-03-02' })).toBeNull();
		expect(checkPersonDates({ bornOn: '2010-03-03', hiredOn: '2026-03-02' })).toEqual({
			bornOn: 'people.person.too_young'
		});
		expect(checkPersonDates({ bornOn: null, hiredOn: '2026-03-02' })).toBeNull();
	});
});

describe('passwords', () => {
	const person = { employeeNo: 'JH0183', name: '林晓彤', email: 'lin.xiaotong@jianghai.example' };

	it.each([
		['short7pw', 'people.password.short'],
		['abc-jh0183-xyz', 'people.password.personal'],
		['我的林晓彤密码密码密码', 'people.password.personal'],
		['Lin.Xiaotong-2026', 'people.password.personal'],
		['Password2026!', 'people.password.common'],
		['138 0013 8000', 'people.password.common'],
		['aaaaaaaaaab', 'people.password.common']
	] as const)('refuses %s', (password, code) => expect(weakness(password, person)).toBe(code));

	it.each(['correct horse battery', '春江潮水连海平，海上', 'x7#Kd2-pQ9m'])('takes %s', (password) =>
		expect(weakness(password, person)).toBeNull()
	);

	it('never takes anything under ten characters', () => {
		fc.assert(
			fc.property(
				fc.string({ maxLength: 9, unit: 'grapheme-ascii' }),
				(text) => weakness(text, person) !== null
			)
		);
	});
});

describe('the list’s filter', () => {
	it('drops what it does not know', () => {
		const params = new URLSearchParams('q=林&unit=x&role=king&status=gone&sort=password&dir=up&page=-3');
		expect(peopleFilter(params)).toEqual({
			q: '林',
			unit: null,
			role: null,
			status: null,
			sort: 'employeeNo',
			dir: 'asc',
			page: 1
		});
	});

	it('takes any address without failing', () => {
		fc.assert(
			fc.property(
				fc.dictionary(fc.constantFrom('q', 'unit', 'role', 'page', 'sort', 'dir'), fc.string()),
				(raw) => {
					const filter = peopleFilter(new URLSearchParams(raw));
					return Number.isInteger(filter.page) && filter.page >= 1 && filter.q.length <= 100;
				}
			)
		);
	});
});

describe('a browser’s name', () => {
	it.each([
		[
			'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0',
			'Edge',
			'Windows'
		],
		[
			'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1',
			'Safari',
			'iOS'
		],
		[
			'Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0',
			'WeChat',
			'Android'
		],
		['Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0', 'Firefox', 'Linux'],
		['curl/8', null, null]
	])('%s', (agent, browser, system) => expect(describeBrowser(agent)).toEqual({ browser, system }));
});
