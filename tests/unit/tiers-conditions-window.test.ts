import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditions } from '$lib/features/tiers/conditions';
import type { PersonFacts } from '$lib/features/tiers/engine/facts';
import { addDays } from '$lib/shared/dates';
import { assessed, backed, exam, held, person, review, session, signed, stood } from './tiers-golden';

const TODAY = '2026-11-21';
function find(kind: string, args: object, facts: PersonFacts, asOf = TODAY) {
	const condition = conditions.get(kind)!;
	const setting = {
		...{ ladder: 'bank', tier: 'high', asOf, purpose: 'promote' as const, pauses: [] },
		tierName: (id: string) => ({ 'zh-CN': id, en: id })
	};
	return condition.check(condition.args.parse(args), facts, setting);
}
const outcome = (...of: Parameters<typeof find>) => find(...of).outcome;
const refused = (kind: string, args: object) => !conditions.get(kind)!.args.safeParse(args).success;

describe('certificate with months left', () => {
	const args = { tier: 'high', minMonthsLeft: 3 };
	it('counts calendar months to its last day', () => {
		const until = (validTo: string, asOf = TODAY) =>
			outcome(
				'certificate',
				args,
				person({ certificates: [held('bank', 'high', '2025-01-01', validTo)] }),
				asOf
			);
		expect([until('2027-02-21'), until('2027-02-20')]).toEqual(['met', 'missing']);
		// Three months from 30 November end on the last day of February.
		expect([until('2027-02-28', '2026-11-30'), until('2027-02-27', '2026-11-30')]).toEqual([
			'met',
			'missing'
		]);
	});
});

describe('shadowing over steps', () => {
	it('tells hours that are short before steps that are', () => {
		const with2 = (minutes: number) =>
			find(
				'shadowing',
				{ minutes: 120, steps: 3 },
				person({
					shadowing: [
						session('2026-01-01', minutes, { steps: [1, 2] }),
						session('2026-01-02', 60, { steps: [1] })
					]
				})
			);
		expect(with2(30)).toMatchObject({ outcome: 'missing', measure: { unit: 'minutes', shortfall: 30 } });
		expect(with2(60)).toMatchObject({
			outcome: 'missing',
			measure: { unit: 'count', have: 2, shortfall: 1 }
		});
	});
	it('counts steps of signed sessions only', () => {
		const shadowing = [
			session('2026-01-01', 120, { steps: [1, 2] }),
			session('2026-01-02', 60, { steps: [3], state: 'waiting' })
		];
		expect(outcome('shadowing', { minutes: 120, steps: 3 }, person({ shadowing }))).toBe('missing');
	});
});

describe('rubric average', () => {
	const seen = (...rubrics: Record<string, number>[]) =>
		person({ shadowing: rubrics.map((rubric) => session('2026-01-01', 60, { rubric })) });
	it('is over every level seen, or those of one dimension', () => {
		const facts = seen({ character: 4, skill: 2 }, { skill: 3 });
		expect(outcome('rubricAverage', { minimum: 3 }, facts)).toBe('met');
		expect(find('rubricAverage', { minimum: 3, dimension: 'skill' }, facts)).toMatchObject({
			outcome: 'missing',
			measure: { have: 2.5, need: 3, unit: 'level' }
		});
		expect(outcome('rubricAverage', { minimum: 1, dimension: 'work' }, facts)).toBe('unknown');
	});
	it('is never rounded up to its mark', () => {
		const facts = seen(...[3, 3, 2].map((skill) => ({ skill })));
		expect(find('rubricAverage', { minimum: 2.7 }, facts)).toMatchObject({
			outcome: 'missing',
			measure: { have: 2.66 }
		});
	});
	it('takes levels of the rubric with one decimal', () => {
		expect([0.9, 4.1, 2.55].map((minimum) => refused('rubricAverage', { minimum }))).toEqual([
			true,
			true,
			true
		]);
		expect([1, 2.7, 4].map((minimum) => refused('rubricAverage', { minimum }))).toEqual([
			false,
			false,
			false
		]);
	});
});

describe('assessment window', () => {
	const halves = ['2025-06-30', '2025-12-31', '2026-06-30'];
	const by = (...totals: number[]) =>
		person({ assessments: totals.map((total, i) => assessed(addDays(halves[i]!, -180), halves[i]!, total)) });
	it('looks at the last periods that have ended, whatever the order of the facts', () => {
		expect(outcome('assessmentWindow', { periods: 2, average: 80 }, by(0, 80, 80))).toBe('met');
		const turned = by(0, 80, 80);
		turned.assessments.reverse();
		expect(outcome('assessmentWindow', { periods: 2, average: 80 }, turned)).toBe('met');
		expect(outcome('assessmentWindow', { periods: 2, average: 80 }, by(0, 80, 80), '2026-06-29')).toBe(
			'missing'
		);
		expect(outcome('assessmentWindow', { periods: 1, average: 80 }, by(0, 0, 80), '2026-06-30')).toBe('met');
	});
	it('is exact where floating point is not', () => {
		expect(outcome('assessmentWindow', { periods: 3, average: 70.1 }, by(70.1, 70.1, 70.1))).toBe('met');
		expect(outcome('assessmentWindow', { periods: 3, average: 66.67 }, by(66.66, 66.67, 66.67))).toBe(
			'missing'
		);
	});
	it('spares the newly appointed, not who has never been or has left the ladder', () => {
		const args = { periods: 1, average: 80, graceMonths: 6 };
		const standing = (...appointments: PersonFacts['appointments']) =>
			outcome('assessmentWindow', args, person(by(1, 1, 1), { appointments }));
		expect(standing()).toBe('missing');
		expect(standing(stood('bank', 'low', '2026-05-22'))).toBe('notApplicable');
		expect(standing(stood('bank', 'low', '2026-05-21'))).toBe('missing');
		expect(standing(stood('other', 'low', '2026-05-22'))).toBe('missing');
		expect(standing(stood('bank', 'low', '2026-05-22'), stood('bank', null, '2026-06-01'))).toBe('missing');
		expect(standing(stood('bank', 'low', '2020-01-01'), stood('bank', 'high', '2026-11-21'))).toBe(
			'notApplicable'
		);
		expect(standing(stood('bank', 'low', '2020-01-01'), stood('bank', 'high', '2026-11-22'))).toBe('missing');
	});
	it('refuses what would ask nothing, or nothing that can be told', () => {
		expect(refused('assessmentWindow', { periods: 2 })).toBe(true);
		expect(refused('assessmentWindow', { periods: 1, noTwoBelow: 60 })).toBe(true);
		expect(refused('assessmentWindow', { periods: 2, average: 100.5 })).toBe(true);
		expect(refused('assessmentWindow', { periods: 2, average: 60.005 })).toBe(true);
		const indicator = { id: 'a', name: { 'zh-CN': '甲', en: 'A' } };
		expect(refused('assessmentWindow', { periods: 2, floor: 60, indicator })).toBe(true);
	});
});

describe('conduct review', () => {
	const args = { minimum: 'good', withinMonths: 12 };
	it('takes the last whose period has ended, better first', () => {
		const of = (...evidence: PersonFacts['evidence']) => outcome('conductRating', args, person({ evidence }));
		const old = review('2025-07-01', '2025-12-31', 'excellent');
		expect(of()).toBe('unknown');
		expect(of(old)).toBe('met');
		expect(of(old, review('2026-01-01', '2026-06-30', 'adequate'))).toBe('missing');
		expect(of(old, review('2026-07-01', '2026-12-31', 'poor'))).toBe('met');
		expect(of(review('2025-01-01', '2025-11-21', 'good'))).toBe('unknown');
		expect(of(review('2025-01-01', '2025-11-22', 'good'))).toBe('met');
		expect(refused('conductRating', { ...args, minimum: 'poor' })).toBe(true);
	});
});

describe('more that helps never worsens', () => {
	const rank = { missing: 0, unknown: 1, notApplicable: 2, met: 3 };
	const day = fc.integer({ min: 0, max: 1500 }).map((days) => addDays('2023-01-01', days));
	const points = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100);
	const facts = fc
		.record({
			exams: fc.array(
				day.map((on) => exam('bank', 'high', on)),
				{ maxLength: 3 }
			),
			pledges: fc.array(
				fc.tuple(day, fc.option(day)).map(([on, to]) => signed('p', on, to)),
				{ maxLength: 3 }
			),
			endorsements: fc.array(
				day.map((on) => backed('bank', 'high', 'mentor', on)),
				{ maxLength: 3 }
			),
			shadowing: fc.array(
				fc
					.tuple(day, fc.integer({ min: 1, max: 4 }))
					.map(([on, skill]) => session(on, 60, { rubric: { skill } })),
				{ maxLength: 5 }
			),
			assessments: fc.uniqueArray(
				fc.tuple(day, points).map(([to, total]) => assessed(addDays(to, -90), to, total)),
				{
					maxLength: 5,
					selector: ({ to }) => to
				}
			)
		})
		.map((lists) => person(lists));
	const asked: [string, object, (on: string) => Partial<PersonFacts>][] = [
		['examPassed', { tier: 'high', withinMonths: 12 }, (on) => ({ exams: [exam('bank', 'high', on)] })],
		[
			'pledge',
			{ pledge: 'p', title: { 'zh-CN': '甲', en: 'P' }, withinMonths: 12 },
			(on) => ({ pledges: [signed('p', on)] })
		],
		[
			'endorsement',
			{ role: 'mentor', withinMonths: 12 },
			(on) => ({ endorsements: [backed('bank', 'high', 'mentor', on)] })
		],
		[
			'rubricAverage',
			{ minimum: 2.5, sessions: 2 },
			(on) => ({ shadowing: [session(on, 60, { rubric: { skill: 4 } })] })
		]
	];
	it.each(asked)('%s', (kind, args, help) => {
		fc.assert(
			fc.property(facts, day, (known, on) => {
				const before = rank[outcome(kind, args, known)];
				expect(rank[outcome(kind, args, person(known, help(on)))]).toBeGreaterThanOrEqual(before);
			}),
			{ numRuns: 60 }
		);
	});
	it('assessmentWindow, by better results of the same periods', () => {
		const args = { periods: 2, average: 60, noneBelow: 40, noTwoBelow: 55 };
		fc.assert(
			fc.property(facts, points, (known, more) => {
				const better = known.assessments.map((fact) => ({
					...fact,
					total: Math.min(100, fact.total + more)
				}));
				const before = rank[outcome('assessmentWindow', args, known)];
				const after = rank[outcome('assessmentWindow', args, { ...known, assessments: better })];
				expect(after).toBeGreaterThanOrEqual(before);
			}),
			{ numRuns: 100 }
		);
	});
});
