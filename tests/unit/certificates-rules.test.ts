import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskName, sameName } from '$lib/features/certificates/mask';
import { succeeds } from '$lib/features/certificates/grades';
import { decideIssue, reminderDue, statusOn, validToOf } from '$lib/features/certificates/rules';
import { certificateFilterSchema } from '$lib/features/certificates/schema';
import { addDays, addMonths } from '$lib/shared/dates';

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

describe('issuing', () => {
	const attempt = {
		ladder: 'bank',
		tier: 'manager',
		name: '王明',
		passed: true,
		releasedAt: new Date(0),
		certificateNumber: null,
		unprintable: [] as string[]
	};

	it('takes a passed, released, printable attempt without a certificate', () => {
		expect(decideIssue(attempt)).toMatchObject({ ok: true, grade: { letter: 'M' } });
	});

	it.each([
		[{ releasedAt: null }, 'certificates.issue.not_released'],
		[{ releasedAt: null, passed: false }, 'certificates.issue.not_released'],
		[{ passed: false }, 'certificates.issue.not_passed'],
		[{ certificateNumber: 'JH-M-26-7XK4M9Q-4R' }, 'certificates.issue.already_issued'],
		[{ tier: 'star' }, 'certificates.issue.no_grade'],
		[{ ladder: 'constructor' }, 'certificates.issue.no_grade'],
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
			tier: 'x',
			unit: '1',
			sort: 'id; drop',
			dir: 'up',
			page: '-3',
			q: ' 王 '
		};
		expect(certificateFilterSchema.parse(filter)).toEqual({
			q: '王',
			status: null,
			tier: null,
			unit: null,
			sort: 'issuedOn',
			dir: 'desc',
			page: 1
		});
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
	});
});
