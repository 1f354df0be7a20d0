import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	exclusionOf,
	pointsOf,
	scorePair,
	shareOut,
	type Candidate,
	type Need
} from '$lib/features/mentors/scoring';
import { unitDistance } from '$lib/features/mentors/distance';
import { noOutcomes, successOf, type Outcomes } from '$lib/features/mentors/outcomes';
import {
	criteria,
	customerKinds,
	defaultWeights,
	languages,
	type Weights
} from '$lib/features/mentors/vocabulary';
import { rubricDimensions, workSteps } from '$lib/features/mentoring';

const need = (change: Partial<Need> = {}): Need => ({
	id: 'trainee',
	unitPath: 'HQ/B01/O01/',
	customers: [],
	languages: [],
	weakest: [],
	leastSteps: [],
	conflicts: new Map(),
	...change
});
const mentor = (change: Partial<Candidate> = {}): Candidate => ({
	id: 'mentor',
	unitPath: 'HQ/B01/O01/',
	specialities: { steps: [], customers: [], languages: [], rubric: [] },
	capacity: 3,
	load: 0,
	outcomes: noOutcomes,
	barred: null,
	...change
});
const paths = fc.constantFrom(
	'HQ/',
	'HQ/B01/',
	'HQ/B01/O01/',
	'HQ/B01/O02/',
	'HQ/B02/',
	'HQ/B02/O01/',
	'HQ/B02/O01/T1/'
);
const some = <T>(all: readonly T[]) => fc.subarray([...all]);
const needs = fc
	.record({
		unitPath: paths,
		customers: some(customerKinds),
		languages: some(languages),
		weakest: some(rubricDimensions),
		leastSteps: some(workSteps)
	})
	.map((change) => need(change));
const mentors = fc
	.record({
		unitPath: paths,
		specialities: fc.record({
			steps: some(workSteps),
			customers: some(customerKinds),
			languages: some(languages),
			rubric: some(rubricDimensions)
		}),
		capacity: fc.integer({ min: 0, max: 20 }),
		load: fc.integer({ min: 0, max: 25 })
	})
	.map((change) => mentor(change));
const weights = fc
	.tuple(...criteria.map(() => fc.integer({ min: 0, max: 100 })))
	.map((values) => Object.fromEntries(criteria.map((one, i) => [one, values[i]])) as Weights);

describe('a score', () => {
	it('is the sum of its explained parts, each within what it could give, at most 100 in all', () => {
		fc.assert(
			fc.property(needs, mentors, weights, (a, b, weighed) => {
				const { points, parts } = scorePair(a, b, weighed);
				expect(parts.reduce((sum, part) => sum + part.points, 0)).toBe(points);
				for (const part of parts) {
					expect(part.points).toBeGreaterThanOrEqual(0);
					expect(part.points).toBeLessThanOrEqual(part.most);
				}
				expect(points).toBeLessThanOrEqual(1000);
				expect(pointsOf(a, b, shareOut(weighed))).toBe(points);
			})
		);
	});

	it('names only criteria that weigh something', () => {
		const only = { ...Object.fromEntries(criteria.map((one) => [one, 0])), unit: 7 } as Weights;
		expect(scorePair(need(), mentor(), only)).toEqual({
			points: 1000,
			parts: [{ criterion: 'unit', points: 1000, most: 1000, why: { kind: 'unit.same' } }]
		});
		expect(scorePair(need(), mentor(), { ...only, unit: 0 })).toEqual({ points: 0, parts: [] });
	});

	it('says what matched and what did not', () => {
		const { parts } = scorePair(
			need({ customers: ['retail', 'rural'], weakest: ['skill'], leastSteps: [5, 6, 7], languages: ['wu'] }),
			mentor({
				unitPath: 'HQ/B01/O02/',
				specialities: { steps: [5, 1], customers: ['retail'], languages: ['mandarin'], rubric: ['skill'] },
				load: 1
			}),
			defaultWeights
		);
		expect(parts.map(({ criterion, points, most, why }) => [criterion, points, most, why])).toEqual([
			['unit', 180, 300, { kind: 'unit.steps', steps: 2 }],
			['customers', 100, 200, { kind: 'customers.some', customers: ['retail'] }],
			['rubric', 100, 100, { kind: 'rubric.some', dimensions: ['skill'] }],
			['steps', 50, 150, { kind: 'steps.some', of: 3, workSteps: [5] }],
			['language', 0, 50, { kind: 'language.none', languages: ['wu'] }],
			['load', 67, 100, { kind: 'load', load: 1, capacity: 3 }],
			['outcome', 50, 100, { kind: 'outcome.none' }]
		]);
	});

	it('explains what came of earlier pairings; transfers and few cases say little', () => {
		const of = (change: Partial<Outcomes>) => mentor({ outcomes: { ...noOutcomes, ...change } });
		const only = { ...Object.fromEntries(criteria.map((one) => [one, 0])), outcome: 1 } as Weights;
		const good = { completed: 5, ended: 7, broken: 1, sat: 8, passed: 7 };
		expect(scorePair(need(), of(good), only)).toEqual({
			points: 813,
			parts: [
				{
					...{ criterion: 'outcome', points: 813, most: 1000 },
					why: { kind: 'outcome.some', completed: 5, ended: 6, passed: 7, sat: 8 }
				}
			]
		});
		const one = successOf({ ...noOutcomes, sat: 1, passed: 1 });
		expect(one).toBeGreaterThan(0.5);
		expect(one).toBeLessThan(successOf({ ...noOutcomes, sat: 9, passed: 9 }));
		expect(successOf({ ...noOutcomes, ended: 4 })).toBe(0.5);
		expect(successOf({ ...noOutcomes, broken: 3, ended: 3 })).toBeLessThan(0.5);
	});

	it('holds nothing against anybody for what is not known', () => {
		const { parts } = scorePair(need(), mentor(), defaultWeights);
		for (const part of parts.filter(({ criterion }) => !['unit', 'load'].includes(criterion)))
			expect(part.points).toBe(part.most / 2);
	});
});

describe('the distance of units', () => {
	it('counts the steps in the tree', () => {
		expect(unitDistance('HQ/B01/O01/', 'HQ/B01/O01/')).toBe(0);
		expect(unitDistance('HQ/B01/O01/', 'HQ/B01/')).toBe(1);
		expect(unitDistance('HQ/B01/O01/', 'HQ/B01/O02/')).toBe(2);
		expect(unitDistance('HQ/B01/O01/', 'HQ/B02/O01/')).toBe(4);
		// A code that begins like another is another unit.
		expect(unitDistance('HQ/B01/', 'HQ/B011/')).toBe(2);
	});
	it('is symmetric and 0 only in the same unit', () => {
		fc.assert(
			fc.property(paths, paths, (a, b) => {
				expect(unitDistance(a, b)).toBe(unitDistance(b, a));
				expect(unitDistance(a, b) === 0).toBe(a === b);
			})
		);
	});
});

describe('who cannot be somebody’s mentor', () => {
	it('is excluded with the reason that weighs most', () => {
		expect(exclusionOf(need(), mentor())).toBeNull();
		expect(exclusionOf(need({ id: 'mentor' }), mentor())).toBe('self');
		const conflicts = new Map([['mentor', 'manager' as const]]);
		expect(exclusionOf(need({ conflicts }), mentor({ barred: 'leave' }))).toBe('manager');
		expect(exclusionOf(need(), mentor({ barred: 'unqualified', load: 9 }))).toBe('unqualified');
		expect(exclusionOf(need(), mentor({ load: 3 }))).toBe('full');
		expect(exclusionOf(need(), mentor({ capacity: 0 }))).toBe('full');
	});
});
