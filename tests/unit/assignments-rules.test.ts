import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAssignmentSchema } from '$lib/features/assignments';
import {
	dueOf,
	exceptionKind,
	isDone,
	missingMinutes,
	possibleOn,
	realisticOn,
	reminderDue,
	REMINDERS
} from '$lib/features/assignments/rules';
import { numbersIn } from '$lib/features/assignments/schema';
import { addDays } from '$lib/shared/dates';

const item = (key: string, minutes: number) => ({ key, minutes });
const steps = [
	{ need: 2, items: [item('a', 30), item('b', 40)] },
	{ need: 1, items: [item('c', 90), item('d', 50), item('e', 70)] }
];

describe('what is still missing of an assignment', () => {
	it('is the shortest that is enough of every step', () => {
		expect(missingMinutes(steps, new Set())).toBe(120);
		expect(missingMinutes(steps, new Set(['a', 'd']))).toBe(40);
		expect(missingMinutes(steps, new Set(['a', 'b', 'c']))).toBe(0);
	});

	it('is nothing exactly when it is done, and never more for having done more', () => {
		const some = fc.subarray(['a', 'b', 'c', 'd', 'e']);
		fc.assert(
			fc.property(some, some, (one, more) => {
				const [less, all] = [new Set(one), new Set([...one, ...more])];
				expect(missingMinutes(steps, less) === 0).toBe(isDone(steps, less));
				expect(missingMinutes(steps, all)).toBeLessThanOrEqual(missingMinutes(steps, less));
			})
		);
	});
});

describe('due dates', () => {
	it('are a day, or so many days after a person was assigned, or none', () => {
		expect(dueOf({ dueOn: '2026-06-30', dueDays: null }, '2026-03-02')).toBe('2026-06-30');
		expect(dueOf({ dueOn: null, dueDays: 30 }, '2026-03-02')).toBe('2026-04-01');
		expect(dueOf({ dueOn: null, dueDays: null }, '2026-03-02')).toBeNull();
	});

	it('can be met after as many days as the pace takes, from tomorrow on', () => {
		const on = (minutes: number) => possibleOn(minutes, '2026-03-02');
		expect([0, 1, 60, 61, 180].map(on)).toEqual([
			'2026-03-02',
			'2026-03-03',
			'2026-03-03',
			'2026-03-04',
			'2026-03-05'
		]);
	});

	it('move as many days ahead as they were out of reach', () => {
		expect(realisticOn('2026-03-02', '2026-03-05', '2026-03-10')).toBe('2026-03-13');
		expect(exceptionKind('2026-03-02', '2026-03-02')).toBe('past');
		expect(exceptionKind('2026-03-03', '2026-03-02')).toBe('short');
	});
});

describe('reminders', () => {
	it('come once for each threshold that lies after the day of assignment', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 40 }), (days) => {
				const due = addDays('2026-03-02', days);
				const found = Array.from({ length: days + 3 }, (_, i) =>
					reminderDue(due, '2026-03-02', addDays('2026-03-02', i))
				);
				const told = [...new Set(found.filter((one) => one !== null))].sort((a, b) => a - b);
				expect(told).toEqual(REMINDERS.filter((threshold) => threshold < days));
			})
		);
	});
});

describe('the form of an assignment', () => {
	const base = { subject: 'module:a', unitId: '0196d7f0-0000-7000-8000-000000000000' };
	const group = (rest: object) => createAssignmentSchema.safeParse({ ...base, groups: { 0: rest } });
	const pathsOf = (rest: object) => group(rest).error?.issues.map(({ path }) => path.join('.')) ?? [];

	it('reads numbers however they are separated', () => {
		expect(numbersIn('JH0042 王建国、JH0183，JH0042;\nT1')).toEqual(['JH0042', 'JH0183', 'T1']);
	});

	it('leaves out groups of no kind, and wants one', () => {
		expect(pathsOf({ kind: '' })).toEqual(['groups']);
		expect(group({ kind: 'person', people: 'JH0042' }).data?.groups).toEqual([
			{ audience: { kind: 'person', numbers: ['JH0042'] }, dueOn: null, dueDays: null }
		]);
	});

	it('names the field of a group that is missing or cannot be', () => {
		expect(pathsOf({ kind: 'unit' })).toEqual(['groups.0.unitId']);
		expect(pathsOf({ kind: 'role', role: 'king' })).toEqual(['groups.0.role']);
		expect(pathsOf({ kind: 'tier', tier: 'bank' })).toEqual(['groups.0.tier']);
		expect(pathsOf({ kind: 'rule', rule: 'hiredWithin', months: '0' })).toEqual(['groups.0.months']);
		expect(pathsOf({ kind: 'rule', rule: 'activeMentors', due: 'on', dueOn: '2026-02-30' })).toEqual([
			'groups.0.dueOn'
		]);
		expect(pathsOf({ kind: 'rule', rule: 'activeMentors', due: 'days' })).toEqual(['groups.0.dueDays']);
	});
});
