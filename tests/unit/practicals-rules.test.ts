import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RubricRow } from '$lib/features/bank';
import { pairOf, proposePanels, type Seat } from '$lib/features/practicals/panels';
import {
	decideOutcome,
	decideScoring,
	FARTHEST,
	PRACTICAL_RULE,
	rowPercent,
	totalOf
} from '$lib/features/practicals/rules';
import { setUpPracticalSchema } from '$lib/features/practicals';

const row = (id: string, weight: number, ...shares: number[]): RubricRow => ({
	...{ id, weight, criterion: { en: id } },
	levels: shares.map((share) => ({ share, words: { en: String(share) } }))
});
const rubric = [row('c1', 60, 100, 75, 33, 0), row('c2', 40, 100, 50, 0)];
const totals = (...all: number[]) => all.map((hundredths, i) => ({ examinerId: `e${i}`, hundredths }));

describe('the total of a sheet', () => {
	it('is the shares by weight, exactly', () => {
		expect(totalOf(rubric, { c1: 0, c2: 0 })).toBe(10_000);
		expect(totalOf(rubric, { c1: 2, c2: 1 })).toBe(60 * 33 + 40 * 50);
		expect(totalOf(rubric, { c1: 3, c2: 2 })).toBe(0);
	});

	it('is none as long as a row has no level, or one that does not exist', () => {
		expect(totalOf(rubric, { c1: 0 })).toBeNull();
		expect(totalOf(rubric, { c1: 0, c2: 3 })).toBeNull();
		expect(totalOf([], {})).toBeNull();
	});
});

describe(`the result of three (${PRACTICAL_RULE})`, () => {
	it.each([
		// Within reach of the median: the mean, rounded once, half up.
		[[6000, 7000, 8000], 7000, []],
		[[6000, 6000, 6001], 6000, []],
		[[6000, 6001, 6001], 6001, []],
		// Exactly as far as may be still counts; a hundredth more does not.
		[[4000, 6000, 6000], 5333, []],
		[[3999, 6000, 6000], 6000, ['e0']],
		[[6000, 9500, 7000], 6500, ['e1']],
		// No two agree: the median alone.
		[[1000, 5000, 9000], 5000, ['e0', 'e2']],
		[[0, 0, 10_000], 0, ['e2']]
	])('%j: %d', (all, hundredths, setAside) => {
		const outcome = decideOutcome(totals(...all), 60);
		expect(outcome).toMatchObject({ hundredths, setAside });
	});

	it('passes at the pass mark and not a hundredth below', () => {
		expect(decideOutcome(totals(6000, 6000, 6000), 60).passed).toBe(true);
		expect(decideOutcome(totals(5999, 5999, 5999), 60)).toMatchObject({ passed: false, tenths: 599 });
	});

	it('needs three', () => {
		expect(() => decideOutcome(totals(6000, 6000), 60)).toThrow('3 totals');
	});

	const mark = fc.integer({ min: 0, max: 10_000 });
	it('does not depend on who comes first, and lies within reach of the median', () => {
		fc.assert(
			fc.property(fc.tuple(mark, mark, mark), fc.integer({ min: 1, max: 100 }), (all, pass) => {
				const outcome = decideOutcome(totals(...all), pass);
				const [low, median, high] = [...all].sort((a, b) => a - b) as [number, number, number];
				for (const order of [
					[1, 2, 0],
					[2, 1, 0],
					[0, 2, 1]
				]) {
					const other = decideOutcome(
						order.map((i) => totals(...all)[i]!),
						pass
					);
					expect({ ...other, setAside: other.setAside.sort() }).toEqual(outcome);
				}
				expect(outcome.hundredths).toBeGreaterThanOrEqual(Math.max(low, median - FARTHEST * 100));
				expect(outcome.hundredths).toBeLessThanOrEqual(Math.min(high, median + FARTHEST * 100));
				expect(outcome.passed).toBe(outcome.hundredths >= pass * 100);
				expect(outcome.setAside.length).toBeLessThanOrEqual(2);
				expect(Number.isInteger(outcome.hundredths)).toBe(true);
			})
		);
	});

	it('counts what a row earned over the sheets that count', () => {
		expect(rowPercent(rubric[0]!, [{ c1: 0 }, { c1: 1 }, { c1: 2 }])).toBe(6933);
		expect(rowPercent(rubric[1]!, [{ c2: 1 }])).toBe(5000);
	});
});

describe('who examines whom', () => {
	const HOUR = 3_600_000;
	const seat = (n: number, at = n, panel: string[] = []): Seat => ({
		...{ candidateId: `c${n}`, panel },
		...{ from: at * HOUR, to: (at + 1) * HOUR }
	});
	const pool = (n: number) => Array.from({ length: n }, (_, i) => `e${i}`);

	it('keeps who is there and fills up to three', () => {
		const joined = proposePanels([seat(1, 1, ['e4'])], pool(5), new Set());
		expect(joined.get('c1')).toEqual(['e0', 'e1']);
	});

	it('leaves a panel short rather than asking who is barred or elsewhere', () => {
		const barred = new Set([pairOf('e0', 'c1')]);
		const elsewhere = [{ examinerId: 'e1', from: 1.5 * HOUR, to: 1.75 * HOUR }];
		expect(proposePanels([seat(1)], pool(4), barred, elsewhere).get('c1')).toEqual(['e2', 'e3']);
	});

	it('serves first who has the fewest to choose from', () => {
		// At one time for both, and c2 may only have the first three.
		const barred = new Set([pairOf('e3', 'c2'), pairOf('e4', 'c2'), pairOf('e5', 'c2')]);
		const joined = proposePanels([seat(1, 1), seat(2, 1)], pool(6), barred);
		expect(joined.get('c2')).toEqual(['e0', 'e1', 'e2']);
		expect(joined.get('c1')).toEqual(['e3', 'e4', 'e5']);
	});

	it('never bars, never doubles, and is even where nothing stands in the way', () => {
		const story = fc.record({
			times: fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 14 }),
			examiners: fc.integer({ min: 0, max: 9 }),
			barred: fc.array(fc.tuple(fc.nat(8), fc.nat(13)), { maxLength: 20 })
		});
		fc.assert(
			fc.property(story, ({ times, examiners, barred }) => {
				const seats = times.map((at, n) => seat(n, at));
				const not = new Set(barred.map(([e, c]) => pairOf(`e${e}`, `c${c}`)));
				const joined = proposePanels(seats, pool(examiners), not);
				for (const [candidateId, panel] of joined) {
					expect(new Set(panel).size).toBe(panel.length);
					expect(panel.length).toBeLessThanOrEqual(3);
					const { from } = seats.find((one) => one.candidateId === candidateId)!;
					for (const examiner of panel) {
						expect(not.has(pairOf(examiner, candidateId))).toBe(false);
						const atOnce = seats.filter(
							(one) => one.from === from && joined.get(one.candidateId)?.includes(examiner)
						);
						expect(atOnce).toHaveLength(1);
					}
				}
				if (not.size || new Set(times).size < times.length || examiners < 3) return;
				const loads = pool(examiners).map(
					(id) => [...joined.values()].filter((panel) => panel.includes(id)).length
				);
				expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
				for (const { candidateId } of seats) expect(joined.get(candidateId)).toHaveLength(3);
			})
		);
	});
});

describe('scoring', () => {
	it('begins on the day, and ends with the sheet or the outcome', () => {
		const open = { isDue: true, submitted: false, decided: false };
		expect(decideScoring(open)).toEqual({ ok: true });
		expect(decideScoring({ ...open, isDue: false })).toMatchObject({ code: 'practicals.sheet.early' });
		expect(decideScoring({ ...open, submitted: true })).toMatchObject({ code: 'practicals.sheet.submitted' });
		expect(decideScoring({ ...open, decided: true })).toMatchObject({ code: 'practicals.sheet.decided' });
	});
});

describe('the form of a rubric', () => {
	const level = (share: string) => ({ share, zh: '好', en: 'good' });
	const typed = (...rows: object[]) => ({
		...{
			sittingId: '019d0000-0000-7000-8000-000000000000',
			titleZh: '面谈',
			titleEn: 'Talk',
			passPercent: '60'
		},
		rubric: Object.fromEntries(rows.map((one, i) => [i, one]))
	});
	const criterion = (weight: string, ...shares: string[]) => ({
		...{ zh: '沟通', en: 'Talking', weight },
		levels: Object.fromEntries(shares.map((share, i) => [i, level(share)]))
	});
	const problems = (sent: unknown) =>
		setUpPracticalSchema
			.safeParse(sent)
			.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];

	it('leaves empty lines out', () => {
		const blank = { zh: '', en: ' ', weight: '', levels: { 0: { share: '', zh: '', en: '' } } };
		const read = setUpPracticalSchema.parse(typed(criterion('100', '100', '0'), blank));
		expect(read.rubric).toEqual([
			{
				...{ zh: '沟通', en: 'Talking', weight: 100 },
				levels: [
					{ share: 100, zh: '好', en: 'good' },
					{ share: 0, zh: '好', en: 'good' }
				]
			}
		]);
	});

	it.each([
		[typed(), 'rubric practicals.rubric.empty'],
		[typed(criterion('90', '100', '0')), 'rubric practicals.rubric.weights'],
		[typed(criterion('100', '100')), 'rubric.0.levels practicals.rubric.levels'],
		[typed(criterion('100', '90', '0')), 'rubric.0.levels practicals.rubric.shares'],
		[typed(criterion('100', '100', '100')), 'rubric.0.levels practicals.rubric.shares'],
		[typed(criterion('1.5', '100', '0')), 'rubric.0.weight app.field.number']
	])('refuses what does not add up (%#)', (sent, problem) => {
		expect(problems(sent)).toContain(problem);
	});
});
