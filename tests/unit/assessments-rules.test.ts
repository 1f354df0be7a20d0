import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPeriodSchema, recordResultSchema } from '$lib/features/assessments';
import {
	checkIndicators,
	computeTotal,
	decideResult,
	defaultIndicators,
	wrongScores
} from '$lib/features/assessments/rules';
import { fieldErrors } from '$lib/shared/form';

const all = (points: number) => Object.fromEntries(defaultIndicators.map(({ id }) => [id, points]));

describe('the total', () => {
	it('is the weighted sum in hundredths', () => {
		expect(computeTotal(defaultIndicators, { results: 90, development: 80, service: 70, risk: 60 })).toBe(
			7850
		);
		expect(computeTotal(defaultIndicators, { results: 88.88, development: 0, service: 0, risk: 0 })).toBe(
			3555
		);
		expect(computeTotal(defaultIndicators, all(0))).toBe(0);
		expect(computeTotal(defaultIndicators, all(100))).toBe(10_000);
	});

	it('of equal points is those points, and more points never lower it', () => {
		const hundredths = fc.integer({ min: 0, max: 10_000 });
		fc.assert(fc.property(hundredths, (h) => computeTotal(defaultIndicators, all(h / 100)) === h));
		fc.assert(
			fc.property(hundredths, hundredths, (a, b) => {
				const [low, high] = a < b ? [a, b] : [b, a];
				const rest = all(50);
				return (
					computeTotal(defaultIndicators, { ...rest, risk: low / 100 }) <=
					computeTotal(defaultIndicators, { ...rest, risk: high / 100 })
				);
			})
		);
	});
});

describe('indicators', () => {
	it('have the four of the standard by default, risk accountability among them', () => {
		expect(checkIndicators(defaultIndicators)).toBeNull();
		expect(defaultIndicators.map(({ id }) => id)).toContain('risk');
	});
	it('are refused when none, twice or not whole', () => {
		const [first] = defaultIndicators;
		expect(checkIndicators([])).toBe('assessments.period.no_indicator');
		expect(checkIndicators([...defaultIndicators, first!])).toBe('assessments.period.twice');
		expect(checkIndicators(defaultIndicators.slice(1))).toBe('assessments.period.weights');
	});
});

describe('points', () => {
	it('are from 0 to 100 with two decimals, of each indicator and no other', () => {
		expect(wrongScores(defaultIndicators, all(100))).toEqual([]);
		expect(wrongScores(defaultIndicators, { ...all(0.29), service: 99.99 })).toEqual([]);
		expect(
			wrongScores(defaultIndicators, {
				results: -1,
				development: 100.01,
				service: 1.005,
				risk: null,
				charm: 1
			})
		).toEqual(['results', 'development', 'service', 'risk', 'charm']);
		expect(wrongScores(defaultIndicators, {})).toHaveLength(4);
	});

	it('are read as typed', () => {
		const ids = { periodId: crypto.randomUUID(), personId: crypto.randomUUID(), source: 'x' };
		const read = (typed: string) =>
			recordResultSchema.parse({ ...ids, scores: { risk: typed } }).scores['risk'];
		expect(['85', ' 85.5 ', '0', '100', '100.25'].map(read)).toEqual([85, 85.5, 0, 100, 100.25]);
		expect(['', 'A', '85,5', '1e2', '-1', '85.555', '１'].map(read)).toEqual(Array(7).fill(null));
	});
});

describe('a result', () => {
	const period = { endsOn: '2026-06-30', indicators: defaultIndicators };
	const newest = { id: 'a', scores: all(80) };
	const decide = (input: { points?: number; previous?: string | null; known?: boolean; today?: string }) =>
		decideResult(
			period,
			input.known ? newest : null,
			{ scores: all(input.points ?? 90), previous: input.previous ?? null },
			input.today ?? '2026-07-01'
		);
	it.each([
		[{}, { ok: true, correction: false }],
		[{ today: '2026-06-30' }, { ok: true, correction: false }],
		[{ today: '2026-06-29' }, { ok: false, code: 'assessments.result.early' }],
		[
			{ known: true, previous: 'a' },
			{ ok: true, correction: true }
		],
		[
			{ known: true, previous: 'a', points: 80 },
			{ ok: false, code: 'assessments.result.same' }
		],
		[
			{ known: true, previous: null },
			{ ok: false, code: 'assessments.result.changed' }
		],
		[
			{ known: true, previous: 'b' },
			{ ok: false, code: 'assessments.result.changed' }
		],
		[{ previous: 'a' }, { ok: false, code: 'assessments.result.changed' }]
	])('%j', (input, expected) => expect(decide(input)).toMatchObject(expected));
});

describe('the form of a period', () => {
	it('drops rows that nothing was typed into and names the cell that is wrong', () => {
		const row = { id: 'risk', nameZh: '风险责任', nameEn: 'Risk', weight: '100' };
		const empty = { id: 'extra4', nameZh: ' ', nameEn: '', weight: '' };
		const form = { nameZh: '上半年', nameEn: 'H1', startsOn: '2026-01-01', endsOn: '2026-06-30' };
		const parsed = createPeriodSchema.parse({ ...form, indicators: { 0: row, 1: empty } });
		expect(Object.values(parsed.indicators)).toEqual([{ ...row, weight: 100 }]);
		const wrong = createPeriodSchema.safeParse({ ...form, indicators: { 0: { ...row, nameEn: '' } } });
		expect(wrong.error && fieldErrors(wrong.error)).toEqual({ 'indicators.0.nameEn': 'app.field.required' });
		expect(createPeriodSchema.parse(form).indicators).toEqual({});
	});
});
