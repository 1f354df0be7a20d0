import { describe, expect, it } from 'vitest';
import {
	conditionsOf,
	judgeHistory,
	openToAll,
	registrationRulesOf
} from '$lib/features/exams/registration-rules';
import { decideRegistration, decideSetUp } from '$lib/features/exams/rules';
import { addRoomSchema, createSittingSchema } from '$lib/features/exams/schema';

const title = { 'zh-CN': '模块', en: 'Module' };

describe('what registering asks', () => {
	it('is nothing where a sitting says nothing', () => {
		expect(registrationRulesOf({})).toEqual(openToAll);
		expect(conditionsOf(openToAll)).toEqual([]);
	});

	it('is written as standards write it', () => {
		const rules = {
			...openToAll,
			modules: [{ module: 'credit', title }],
			before: { tier: 'assistant' as const, by: 'either' as const, months: 24 },
			shadowingMinutes: 600
		};
		expect(conditionsOf(rules)).toEqual([
			{ kind: 'moduleCompleted', args: { module: 'credit', title } },
			{
				kind: 'any',
				of: [
					{ kind: 'certificate', args: { tier: 'assistant' } },
					{ kind: 'examPassed', args: { tier: 'assistant', withinMonths: 24 } }
				]
			},
			{ kind: 'shadowing', args: { minutes: 600 } }
		]);
		expect(conditionsOf({ ...openToAll, before: { tier: 'manager', by: 'exam', months: 3 } })).toEqual([
			{ kind: 'examPassed', args: { tier: 'manager', withinMonths: 3 } }
		]);
	});

	it.each([
		[null, true, null],
		['2026-03-01', true, '2026-03-31'],
		['2026-03-02', false, '2026-04-01']
	])('waits thirty days after a fail on %s', (failedOn, met, from) => {
		const answers = judgeHistory({ ...openToAll, waitDays: 30 }, { failedOn, inYear: 9 }, '2026-03-31');
		expect(answers).toEqual([{ rule: 'waitDays', met, days: 30, failedOn, from }]);
	});

	it('lets so many in a year', () => {
		const judge = (inYear: number) =>
			judgeHistory({ ...openToAll, perYear: 2 }, { failedOn: null, inYear }, '2026-03-31')[0]!.met;
		expect([0, 1, 2, 3].map(judge)).toEqual([true, true, false, false]);
	});
});

describe('deciding', () => {
	const at = (day: number) => new Date(Date.UTC(2026, 2, day));
	const sitting = {
		registrationOpensAt: at(1),
		registrationClosesAt: at(5),
		opensAt: at(6),
		closesAt: at(7)
	};

	it('no invigilator or judge of a sitting is its candidate', () => {
		const facts = {
			sitting,
			registration: null,
			seesKeys: false,
			invigilates: true,
			judges: false,
			now: at(2)
		};
		expect(decideRegistration(facts)).toMatchObject({ code: 'exams.register.invigilates' });
		const other = { ...facts, invigilates: false };
		expect(decideRegistration({ ...other, judges: true })).toMatchObject({ code: 'exams.register.judges' });
		expect(decideRegistration(other).ok).toBe(true);
	});

	it('nothing is set up from the moment of the opening on', () => {
		expect(decideSetUp(sitting, new Date(at(6).getTime() - 1)).ok).toBe(true);
		expect(decideSetUp(sitting, at(6))).toMatchObject({ code: 'exams.sitting.running' });
		expect(decideSetUp(sitting, at(9))).toMatchObject({ code: 'exams.sitting.running' });
	});
});

describe('forms', () => {
	const plain = {
		...{ titleZh: '考试', titleEn: 'Exam', tier: 'manager', minutes: '30', passPercent: '60' },
		blueprintId: '01890000-0000-7000-8000-000000000000',
		...{ registrationOpensAt: '2026-04-01T09:00', registrationClosesAt: '2026-04-05T18:00' },
		...{ opensAt: '2026-04-06T09:00', closesAt: '2026-04-06T18:00' }
	};
	const faults = (change: object) =>
		createSittingSchema.safeParse({ ...plain, ...change }).error?.issues.map(({ message }) => message);

	it('a sitting that says nothing more is open', () => {
		expect(createSittingSchema.parse(plain)).toMatchObject({
			...{ rehearsal: false, lateMinutes: null, endCut: 'allowance', spreadSeconds: 0 },
			rules: {
				mixQuestions: false,
				leaving: { act: 'count', times: 3 },
				takeOver: 'released',
				configKeys: []
			},
			eligibility: { modules: [], before: null, shadowingMinutes: 0, waitDays: 0, perYear: null }
		});
	});

	it('a sitting reads its settings', () => {
		const key = 'A'.repeat(64);
		const read = createSittingSchema.parse({
			...plain,
			...{ rehearsal: 'on', lateMinutes: '15', endCut: 'none', spreadSeconds: '' },
			...{ rules: ['oneWay', 'watermark'], leavingAct: 'flag', leavingTimes: '2', takeOver: 'self' },
			...{ configKeys: `${key}\n${key},${'0'.repeat(64)}`, modules: ['credit', 'credit'] },
			...{ beforeTier: 'assistant', beforeBy: 'exam', beforeMonths: '12', shadowingHours: '20' },
			...{ waitDays: '30', perYear: '2' }
		});
		expect(read).toMatchObject({
			...{ rehearsal: true, lateMinutes: 15, endCut: 'none', spreadSeconds: 0 },
			rules: {
				...{ oneWay: true, watermark: true, noCopy: false, takeOver: 'self' },
				leaving: { act: 'flag', times: 2 },
				configKeys: ['a'.repeat(64), '0'.repeat(64)]
			},
			eligibility: {
				...{ modules: ['credit'], shadowingMinutes: 1200, waitDays: 30, perYear: 2 },
				before: { tier: 'assistant', by: 'exam', months: 12 }
			}
		});
	});

	it('refuses what is no Config Key, and numbers out of range', () => {
		expect(faults({ configKeys: 'a'.repeat(63) })).toEqual(['exams.sitting.config_key']);
		expect(faults({ configKeys: 'g'.repeat(64) })).toEqual(['exams.sitting.config_key']);
		expect(faults({ spreadSeconds: '121' })).toHaveLength(1);
		expect(faults({ lateMinutes: '-1' })).toHaveLength(1);
		expect(faults({ rules: ['all'] })).toHaveLength(1);
	});

	it('a room reads lines, and people by their number', () => {
		const room = addRoomSchema.parse({
			sittingId: plain.blueprintId,
			...{
				kind: 'site',
				name: ' 301 ',
				places: '',
				ipRanges: '10.0.0.0/8\n 192.168.1.1',
				entryWord: ' abc '
			},
			invigilators: ['jh0042 王', '', ' JH0042 ', 'JH0007']
		});
		expect(room).toMatchObject({
			...{ name: '301', places: null, entryWord: 'abc', address: '' },
			...{ ipRanges: ['10.0.0.0/8', '192.168.1.1'], invigilators: ['JH0042', 'JH0007'] }
		});
	});
});
