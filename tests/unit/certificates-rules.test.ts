import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskName, sameName } from '$lib/features/certificates/mask';
import { byBranch, monthsFrom } from '$lib/features/certificates/expiry';
import { namesOfGrade, succeeds } from '$lib/features/certificates/grades';
import {
	decideIssue,
	decideReplace,
	decideSuspend,
	reminderDue,
	statusOn,
	validToOf,
	type CertificateState
} from '$lib/features/certificates/rules';
import { printedSchema, samePrint } from '$lib/features/certificates/printed';
import { certificateFilterSchema } from '$lib/features/certificates/schema';
import { addDays, addMonths } from '$lib/shared/dates';
import { printed, printedMentor, printedModule } from '../support/printed';

describe('validity', () => {
	it('is two years, both ends counted', () => {
		expect(validToOf('2026-03-01')).toBe('2028-02-29');
		expect(validToOf('2026-03-15')).toBe('2028-03-14');
		expect(validToOf('2024-02-29')).toBe('2026-02-27');
		expect(validToOf('2025-12-31')).toBe('2027-12-30');
	});

	it('ends on the day before the 24 months are over, whatever the day', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 20_000 }), (days) => {
				const issued = addDays('2000-01-01', days);
				expect(addDays(validToOf(issued), 1)).toBe(addMonths(issued, 24));
			})
		);
	});

	it.each([
		['2026-03-01', null, 'valid'],
		['2027-12-01', null, 'valid'],
		['2027-12-02', null, 'expiring'],
		['2028-03-01', null, 'expiring'],
		['2028-03-02', null, 'expired'],
		['2026-03-01', '2026-02-01', 'revoked'],
		['2030-01-01', '2026-02-01', 'revoked']
	] as const)('on %s (revoked: %s) is %s', (today, revokedOn, status) => {
		expect(statusOn({ validTo: '2028-03-01', revokedOn }, today)).toBe(status);
	});

	it('is suspended within its time only, and out once it is revoked or replaced', () => {
		const on = (today: string, state: Partial<CertificateState>) =>
			statusOn({ validTo: '2028-03-01', revokedOn: null, ...state }, today);
		expect(on('2028-03-01', { suspended: true })).toBe('suspended');
		expect(on('2028-03-02', { suspended: true })).toBe('expired');
		expect(on('2026-03-02', { suspended: true, revokedOn: '2026-03-01', category: 'other' })).toBe('revoked');
		expect(on('2026-03-02', { revokedOn: '2026-03-01', category: 'replaced' })).toBe('replaced');
	});

	it('is suspended by hand once, while it is in force, and replaced while it counts', () => {
		const code = (decision: ReturnType<typeof decideSuspend>) => (decision.ok ? null : decision.code);
		const [found, decided] = [
			{ cause: 'conduct' as const, byHand: false },
			{ cause: 'conduct' as const, byHand: true }
		];
		expect(code(decideSuspend('valid', []))).toBeNull();
		expect(code(decideSuspend('suspended', [found]))).toBeNull();
		expect(code(decideSuspend('suspended', [found, decided]))).toBe('certificates.suspend.already');
		for (const status of ['expired', 'revoked', 'replaced'] as const) {
			expect(code(decideSuspend(status, []))).toBe('certificates.suspend.over');
			expect(code(decideReplace(status, true))).toBe('certificates.replace.over');
		}
		expect(code(decideReplace('expiring', true))).toBeNull();
		expect(code(decideReplace('valid', false))).toBe('certificates.replace.same');
		expect(code(decideReplace('suspended', true))).toBe('certificates.replace.suspended');
	});

	it('reminds at 90, 30 and 7 days, also when a day was missed', () => {
		const due = (left: number) => reminderDue('2028-03-01', addDays('2028-03-01', -left));
		expect([200, 91, 90, 89, 31, 30, 29, 8, 7, 1, 0, -1].map(due)).toEqual([
			null,
			null,
			90,
			90,
			90,
			30,
			30,
			30,
			7,
			7,
			7,
			null
		]);
	});
});

describe('what is printed', () => {
	it('rests on an exam or on a module, and is read as it was written', () => {
		for (const one of [printed, printedModule, printedMentor]) expect(printedSchema.parse(one)).toEqual(one);
		expect(printedSchema.safeParse({ ...printed, module: printedModule.module }).success).toBe(false);
		expect(printedSchema.safeParse({ ...printed, exam: undefined }).success).toBe(false);
	});
	it('is the same but for number and dates', () => {
		const later = { number: printedMentor.number, issuedOn: '2027-01-01', validTo: '2028-01-01' };
		expect(samePrint(printedModule, { ...printedModule, ...later })).toBe(true);
		const module = { 'zh-CN': '怎样带教', en: 'Law, Rules and Conduct' };
		expect(samePrint(printedModule, { ...printedModule, module })).toBe(false);
		expect(samePrint(printed, printedModule)).toBe(false);
	});
});

describe('issuing', () => {
	const attempt = {
		names: namesOfGrade('bank', 'manager'),
		name: '王明',
		passed: true,
		releasedAt: new Date(0),
		certificateNumber: null,
		held: false,
		unprintable: [] as string[]
	};

	it('takes a passed, released, printable attempt without a certificate', () => {
		expect(decideIssue(attempt)).toMatchObject({ ok: true, names: { letter: 'M' } });
	});

	it.each([
		[{ releasedAt: null }, 'certificates.issue.not_released'],
		[{ releasedAt: null, passed: false }, 'certificates.issue.not_released'],
		[{ passed: false }, 'certificates.issue.not_passed'],
		[{ certificateNumber: 'JH-M-26-7XK4M9Q-4R' }, 'certificates.issue.already_issued'],
		[{ held: true }, 'certificates.issue.held'],
		[{ names: namesOfGrade('bank', 'star') }, 'certificates.issue.no_grade'],
		[{ names: namesOfGrade('constructor', 'manager') }, 'certificates.issue.no_grade'],
		[{ unprintable: ['𰻝'] }, 'certificates.issue.unprintable']
	])('refuses %o', (change, code) => {
		expect(decideIssue({ ...attempt, ...change })).toMatchObject({
			ok: false,
			code,
			params: { name: '王明' }
		});
	});
});

describe('names', () => {
	it.each([
		['王小明', '王*明'],
		['王明', '王*'],
		['欧阳娜', '欧阳*'],
		['欧阳娜娜', '欧阳*娜'],
		['欧阳', '欧*'],
		['李', '*'],
		['𠮷田一', '𠮷*一'],
		['阿卜杜拉·吐尔孙', '阿***·吐**'],
		['Mary Smith', 'M*** S***'],
		["O'Brien", 'O***'],
		['  王  ', '*']
	])('%s is shown as %s', (name, masked) => expect(maskName(name)).toBe(masked));

	it('never show a middle character, whatever the name', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 0x4e00, max: 0x9fa5 }), { minLength: 3, maxLength: 6 }),
				(points) => {
					const name = points.map((point) => String.fromCodePoint(point)).join('');
					expect([...maskName(name)].length).toBeLessThanOrEqual(4);
					expect(maskName(name)).toContain('*');
				}
			)
		);
	});

	it.each([
		['王小明', '王小明', true],
		[' 王 小 明 ', '王小明', true],
		['阿卜杜拉•吐尔孙', '阿卜杜拉·吐尔孙', true],
		['mary  SMITH', 'Mary Smith', true],
		['王小名', '王小明', false],
		['王*明', '王小明', false],
		['', '王小明', false],
		['·', '·', false]
	])('%s against %s: %s', (typed, holder, same) => expect(sameName(typed, holder)).toBe(same));
});

describe('the filter of an address', () => {
	it('leaves out what it does not understand', () => {
		const filter = {
			status: 'nice',
			kind: 'x'.repeat(121),
			unit: '1',
			expires: '2026-13',
			sort: 'id; drop',
			dir: 'up',
			page: '-3',
			q: ' 王 '
		};
		expect(certificateFilterSchema.parse(filter)).toEqual({
			q: '王',
			status: null,
			kind: null,
			unit: null,
			expires: null,
			sort: 'issuedOn',
			dir: 'desc',
			page: 1
		});
	});
});

describe('what runs out', () => {
	const unit = (path: string) => ({ id: path, path, name: { 'zh-CN': path, en: path } });

	it('is counted by month and branch, those below a branch as its own', () => {
		const months = monthsFrom('2026-11-23', 3);
		expect(months).toEqual(['2026-11', '2026-12', '2027-01']);
		const rows = byBranch(
			[
				{ path: 'HQ/B01/', month: '2026-12', count: 1 },
				{ path: 'HQ/B01/O03/', month: '2026-12', count: 2 },
				{ path: 'HQ/B02/O01/', month: '2027-01', count: 7 },
				{ path: 'HQ/', month: '2026-11', count: 4 }
			],
			months,
			['HQ/', 'HQ/B01/', 'HQ/B01/O03/', 'HQ/B02/', 'HQ/B02/O01/', 'HQ/B03/'].map(unit)
		);
		expect(rows.map(({ unit: { id }, counts, total }) => [id, counts, total])).toEqual([
			['HQ/B02/', [0, 0, 7], 7],
			['HQ/', [4, 0, 0], 4],
			['HQ/B01/', [0, 3, 0], 3]
		]);
	});
});

describe('succeeds', () => {
	const one = (tier: string, validTo: string, status = 'valid') => ({
		status,
		printed: { ladder: 'bank', tier, validTo }
	});

	it('lets a longer one of the same or a higher grade take the place', () => {
		expect(succeeds(one('manager', '2028-01-01'), one('manager', '2027-01-01'))).toBe(true);
		expect(succeeds(one('senior', '2028-01-01'), one('manager', '2027-01-01'))).toBe(true);
	});

	it('keeps one that only a lower, a shorter or a revoked one follows', () => {
		expect(succeeds(one('assistant', '2028-01-01'), one('manager', '2027-01-01'))).toBe(false);
		expect(succeeds(one('senior', '2026-01-01'), one('manager', '2027-01-01'))).toBe(false);
		expect(succeeds(one('senior', '2028-01-01', 'revoked'), one('manager', '2027-01-01'))).toBe(false);
		for (const out of ['suspended', 'replaced'])
			expect(succeeds(one('senior', '2028-01-01', out), one('manager', '2027-01-01'))).toBe(false);
	});
});
