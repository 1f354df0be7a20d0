import { describe, expect, it } from 'vitest';
import { analyse } from '$lib/features/exams/analysis/analyse';
import { TableBuilder } from '$lib/features/exams/analysis/table';
import type { QuestionMark } from '$lib/features/exams/marking';
import { bandOf, borderlineOf } from '$lib/features/exams/release/borderline';

/** Candidates with three items of a mark each, on papers of one or two forms. */
function analysisOf(rows: readonly [form: string, ...earned: number[]][]) {
	const builder = new TableBuilder();
	for (const [form, ...earned] of rows)
		builder.add(
			form,
			earned.map((share, i) => ({
				...{ item: i + (form === 'B' ? 3 : 0), earned: share * 100, worth: 100, chosen: 0, seconds: null }
			}))
		);
	const items = [0, 1, 2, 3, 4, 5].map((i) => ({ id: String(i), section: 'law', options: [] }));
	return analyse(builder.build(items));
}
const ladder = (form: string): [string, ...number[]][] => [
	[form, 0, 0, 0],
	[form, 1, 0, 0],
	[form, 1, 1, 0],
	[form, 1, 1, 1]
];

describe('the band around the pass mark', () => {
	it('is three points where nothing is known', () => {
		expect(bandOf(null)).toEqual({ points: 3, by: 'usual' });
		expect(bandOf(analysisOf(ladder('A')))).toEqual({ points: 3, by: 'usual' });
		const same = Array.from({ length: 6 }, (): [string, ...number[]] => ['A', 1, 1, 0]);
		expect(bandOf(analysisOf(same))).toEqual({ points: 3, by: 'usual' });
	});

	it('is the standard error of measurement', () => {
		// Eight candidates, twice the ladder: item variances 3/14, 2/7, 3/14 and that of the total 10/7 give an alpha of 3/4;
		// the shares have a variance of 10/63, so the error is √(10/63 · 1/4) = 0.1992.
		const band = bandOf(analysisOf([...ladder('A'), ...ladder('A')]));
		expect(band.by).toBe('sem');
		expect(band.points).toBeCloseTo(100 * Math.sqrt(10 / 252), 9);
	});

	it('is that of both forms together where there are two', () => {
		const both = [...ladder('A'), ...ladder('A'), ...ladder('B'), ...ladder('B')];
		expect(bandOf(analysisOf(both)).points).toBeCloseTo(100 * Math.sqrt(10 / 252), 9);
	});
});

describe('a score beside the pass mark', () => {
	const rule = { passPercent: 60, passRule: {}, band: { points: 3, by: 'usual' as const } };
	const score = (earnedHundredths: number, marks: QuestionMark[] = []) => ({
		...{ earnedHundredths, maxScore: 100, marks, practical: null }
	});
	const mark = (area: 'law' | 'ethics', earnedHundredths: number): QuestionMark => ({
		...{ position: 1, itemVersionId: area, area, marks: 50, earnedHundredths }
	});

	it.each([
		[5699, null],
		[5700, 'below'],
		[5999, 'below'],
		[6000, 'above'],
		[6300, 'above'],
		[6301, null]
	] as const)('of %s hundredths is %s', (earned, kind) => {
		expect(borderlineOf(score(earned), rule)?.kind ?? null).toBe(kind);
	});

	it('is told by how much', () => {
		expect(borderlineOf(score(5850), rule)!.points).toBeCloseTo(-1.5, 9);
		expect(borderlineOf({ ...score(0), maxScore: 0 }, rule)).toBeNull();
	});

	it('fails by an area alone, however far above', () => {
		const marks = [mark('law', 2000), mark('ethics', 5000)];
		const asked = { ...rule, passRule: { minima: { law: 50 } } };
		expect(borderlineOf(score(7000, marks), asked)).toMatchObject({
			kind: 'minimum',
			short: [{ area: 'law' }]
		});
		// Who failed the practical part too is not there by the area alone.
		expect(borderlineOf({ ...score(7000, marks), practical: false }, asked)).toBeNull();
		expect(borderlineOf(score(7000, marks), { ...rule, passRule: { minima: { law: 40 } } })).toBeNull();
	});
});
