import { describe, expect, it } from 'vitest';
import { createSittingSchema } from '$lib/features/exams';
import { distributionOf } from '$lib/features/exams/distribution';
import { areasOf, isShown, resultRulesOf } from '$lib/features/exams/result-rules';
import { fieldErrors } from '$lib/shared/form';

const sent = {
	...{ titleZh: '资格考试', titleEn: 'Exam', tier: 'manager', minutes: '30', passPercent: '60' },
	blueprintId: '01890000-0000-7000-8000-000000000001',
	...{ registrationOpensAt: '2026-04-01T09:00', registrationClosesAt: '2026-04-05T18:00' },
	...{ opensAt: '2026-04-06T09:00', closesAt: '2026-04-06T18:00' }
};

describe('a form of a sitting', () => {
	it('asks nothing beyond the pass mark and shows everything where it does not say otherwise', () => {
		expect(createSittingSchema.parse(sent)).toMatchObject({
			...{ passRule: { minima: {} }, showing: 'all', appealDays: null, appealLimit: 1 }
		});
	});

	it('says least shares by area, what is shown and how to appeal', () => {
		const read = createSittingSchema.parse({
			...sent,
			minima: { law: '50', ethics: '', economics: '100', nonsense: '7' },
			...{ showing: 'missed', appealDays: '7', appealLimit: '' }
		});
		expect(read.passRule).toEqual({ minima: { law: 50, economics: 100 } });
		expect(read).toMatchObject({ showing: 'missed', appealDays: 7, appealLimit: 1 });
		expect('minima' in read).toBe(false);
	});

	it('names the field that cannot be', () => {
		const said = createSittingSchema.safeParse({
			...sent,
			minima: { law: '101', ethics: 'much' },
			...{ showing: 'some', appealDays: '61', appealLimit: '0' }
		});
		expect(fieldErrors(said.error!)).toEqual({
			'minima.law': 'app.field.range',
			'minima.ethics': 'app.field.unreadable',
			...{ showing: 'app.field.choice', appealDays: 'app.field.range', appealLimit: 'app.field.range' }
		});
	});
});

describe('what a sitting says of results', () => {
	it('stands in the order of the areas', () => {
		const kept = { passRule: { minima: { ethics: 60, law: 50 } }, showing: 'all' as const };
		expect(resultRulesOf({ ...kept, appealDays: null, appealLimit: 1 }).minima).toEqual([
			{ area: 'law', percent: 50 },
			{ area: 'ethics', percent: 60 }
		]);
	});

	it('is about areas that the table of its blueprint names', () => {
		const cell = { from: 1, to: 2 };
		expect(
			areasOf({
				cells: [
					{ ...cell, area: 'ethics' },
					{ ...cell, area: 'law' }
				]
			})
		).toEqual(['law', 'ethics']);
		expect(
			areasOf({
				cells: [
					{ ...cell, area: 'law' },
					{ from: 0, to: 0, area: 'ethics' }
				]
			})
		).toEqual(['law']);
		expect(areasOf({ cells: [{ ...cell, level: 'apply' }] })).toHaveLength(6);
	});

	it.each([
		['all', undefined, true],
		['all', 500, true],
		['missed', 499, true],
		['missed', 500, false],
		// What does not count lost nobody a mark.
		['missed', undefined, false],
		['none', 0, false]
	] as const)('shows %s of a question that earned %s of 500: %s', (showing, earnedHundredths, shown) => {
		const mark = earnedHundredths === undefined ? undefined : { earnedHundredths, marks: 5 };
		expect(isShown(showing, mark)).toBe(shown);
	});
});

describe('the place of a result', () => {
	it('is told of five candidates or more', () => {
		expect(distributionOf(600, [{ tenths: 600, candidates: 4 }])).toBeNull();
		expect(distributionOf(600, [{ tenths: 600, candidates: 5 }])).toMatchObject({ candidates: 5, above: 0 });
	});

	it('is its twentieth, and the share of the others who earned less, rounded down', () => {
		const all = [
			{ tenths: 0, candidates: 1 },
			{ tenths: 599, candidates: 2 },
			{ tenths: 600, candidates: 2 },
			{ tenths: 999, candidates: 1 },
			{ tenths: 1000, candidates: 1 }
		];
		const place = distributionOf(600, all)!;
		// Three of six others: the one with the same mark did not earn less.
		expect(place).toMatchObject({ candidates: 7, own: 12, above: 50 });
		expect(place.bins.flatMap((candidates, bin) => (candidates ? [[bin, candidates]] : []))).toEqual([
			[0, 1],
			[11, 2],
			[12, 2],
			[19, 2]
		]);
		expect(distributionOf(1000, all)).toMatchObject({ own: 19, above: 100 });
		expect(distributionOf(0, all)).toMatchObject({ own: 0, above: 0 });
	});
});
