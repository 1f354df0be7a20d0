import { describe, expect, it } from 'vitest';
import { marksRange } from '$lib/features/bank/blueprint-content';
import { typedSums } from '$lib/features/bank/blueprint-typed';

const marks = { single: 1, multiple: 2, trueFalse: 1, essay: 10 };

describe('the sums of a blueprint that is typed', () => {
	it('says the marks that papers of a table can have', () => {
		// 40 of one mark, and 20 that may be of any kind.
		expect(marksRange({ items: 60, cells: [{ type: 'single', from: 40, to: 40 }], marks })).toEqual({
			from: 60,
			to: 240
		});
		const whole = [
			{ type: 'single' as const, from: 40, to: 40 },
			{ type: 'multiple' as const, from: 20, to: 20 }
		];
		expect(marksRange({ items: 60, cells: whole, marks })).toEqual({ from: 80, to: 80 });
		const byArea = [
			{ type: 'multiple' as const, area: 'law' as const, from: 5, to: 9 },
			{ type: 'multiple' as const, area: 'ethics' as const, from: 5, to: 9 },
			{ type: 'essay' as const, from: 0, to: 0 }
		];
		expect(marksRange({ items: 20, cells: byArea, marks })).toEqual({ from: 30, to: 40 });
	});

	it('finds none where the cells ask for more than the paper has', () => {
		const cells = [
			{ type: 'single' as const, from: 40, to: 40 },
			{ type: 'multiple' as const, from: 30, to: 30 }
		];
		expect(marksRange({ items: 60, cells, marks })).toBeNull();
	});

	it('reads a form that is half typed', () => {
		const form = new FormData();
		for (const [name, value] of Object.entries({
			...{ items: '60', 'cells.0.type': 'single', 'cells.0.from': '4x', 'cells.0.to': '40' },
			...{ 'cells.1.from': '', 'cells.1.to': '', 'marks.single': '', 'total.from': '60', 'total.to': '' }
		}))
			form.set(name, value);
		expect(typedSums(form)).toMatchObject({
			items: 60,
			cells: [{ type: 'single', from: 0, to: 40 }],
			marks: { single: 1 },
			total: null
		});
	});
});
