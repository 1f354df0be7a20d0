import { describe, expect, it } from 'vitest';
import { correlationOf, figuresOf } from '$lib/features/bank/statistics';

describe('figures of an item', () => {
	it('are the mean share and the correlation with the rest of the paper', () => {
		// By hand: shares 1 1 0 0 against rests 0.9 0.7 0.5 0.1.
		const figures = figuresOf([
			{ share: 1, rest: 0.9 },
			{ share: 1, rest: 0.7 },
			{ share: 0, rest: 0.5 },
			{ share: 0, rest: 0.1 }
		]);
		expect(figures).toMatchObject({ candidates: 4, facility: 0.5 });
		expect(figures!.discrimination).toBeCloseTo(0.5 / Math.sqrt(1 * 0.35), 10);
	});

	it('are negative where a wrong key makes the weak ones right', () => {
		const figures = figuresOf([
			{ share: 0, rest: 0.9 },
			{ share: 1, rest: 0.2 }
		]);
		expect(figures!.discrimination).toBe(-1);
	});

	it('have no correlation where nothing varies, or there is nothing else on the paper', () => {
		const same = [0.2, 0.4, 0.9].map((rest) => ({ share: 0.1 + 0.2, rest }));
		expect(figuresOf(same)).toMatchObject({
			facility: expect.closeTo(0.3, 10) as number,
			discrimination: null
		});
		expect(figuresOf([0, 1].map((share) => ({ share, rest: 0.5 })))!.discrimination).toBeNull();
		expect(figuresOf([0, 1].map((share) => ({ share, rest: null })))).toEqual({
			...{ candidates: 2, facility: 0.5, discrimination: null }
		});
		expect(figuresOf([{ share: 1, rest: 0.4 }])!.discrimination).toBeNull();
		expect(figuresOf([])).toBeNull();
	});

	it('stay within -1 and 1', () => {
		const xs = [0.1, 0.2, 0.3];
		expect(correlationOf(xs, xs)).toBe(1);
	});
});
