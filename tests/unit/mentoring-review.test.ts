import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import en from '$lib/i18n/messages/en/reviews.json';
import zh from '$lib/i18n/messages/zh-CN/reviews.json';
import {
	computeReviewState,
	LOW_LEVEL,
	meanLevel,
	readReview,
	REVIEW_DAYS,
	reviewDimensions,
	reviewDueOn,
	reviewKinds,
	type ReviewSide
} from '$lib/features/mentoring';
import { addDays } from '$lib/shared/dates';

const pairing = (change: object = {}) => ({
	...{ startsOn: '2026-01-05', endsOn: '2026-06-30', endedOn: null, endReason: null, agreed: true },
	...change
});
const stateOn = (kind: 'midterm' | 'final', today: string, change: object = {}) =>
	computeReviewState(kind, pairing(change), 0.5, today);

describe('when a review is asked for', () => {
	it('is half-way and at the end, until sixty days after', () => {
		expect(reviewDueOn('midterm', pairing(), 0.5)).toBe('2026-04-03');
		expect(reviewDueOn('final', pairing({ endedOn: '2026-05-01' }), 0.5)).toBe('2026-05-01');
		expect(
			['2026-04-02', '2026-04-03', '2026-08-29', '2026-08-30'].map((day) => stateOn('midterm', day))
		).toEqual([...['later', 'open', 'open', 'closed']]);
		expect(['2026-06-29', '2026-06-30', '2026-08-30'].map((day) => stateOn('final', day))).toEqual([
			...['later', 'open', 'closed']
		]);
	});
	it('is never where it ended before its middle, was not agreed, or somebody left', () => {
		expect(stateOn('midterm', '2026-03-01', { endedOn: '2026-02-27', endReason: 'request' })).toBe(
			'notAsked'
		);
		expect(stateOn('final', '2026-03-01', { endedOn: '2026-02-27', endReason: 'request' })).toBe('open');
		for (const kind of reviewKinds) {
			expect(stateOn(kind, '2026-06-30', { agreed: false })).toBe('notAsked');
			expect(stateOn(kind, '2026-05-02', { endedOn: '2026-05-01', endReason: 'left' })).toBe('notAsked');
		}
	});
	it('goes from later over open to closed and never back', () => {
		const order = ['later', 'open', 'closed'];
		fc.assert(
			fc.property(
				fc.constantFrom(...reviewKinds),
				fc.nat(400),
				fc.nat(REVIEW_DAYS * 2),
				(kind, from, more) => {
					const [a, b] = [from, from + more].map((days) => stateOn(kind, addDays('2025-12-01', days)));
					expect(order.indexOf(a!)).toBeLessThanOrEqual(order.indexOf(b!));
				}
			)
		);
	});
});

describe('what a review says', () => {
	const all = (side: ReviewSide, level: number) =>
		Object.fromEntries(reviewDimensions[side].map((one) => [one, level]));
	it('is a level on each of ten dimensions by the mentor, six by the trainee', () => {
		expect(reviewDimensions.mentor).toHaveLength(10);
		expect(reviewDimensions.trainee).toHaveLength(6);
		const empty = readReview('mentor', { levels: {}, words: {} });
		expect(!empty.ok && Object.keys(empty.fields)).toHaveLength(10);
	});
	it('has words exactly where a level is low', () => {
		fc.assert(
			fc.property(
				fc.constantFrom<ReviewSide>('mentor', 'trainee'),
				fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 10, maxLength: 10 }),
				(side, given) => {
					const levels = Object.fromEntries(reviewDimensions[side].map((one, i) => [one, given[i]!]));
					const low = reviewDimensions[side].filter((one) => levels[one]! <= LOW_LEVEL);
					const bare = readReview(side, { levels, words: {} });
					expect(bare.ok).toBe(low.length === 0);
					if (!bare.ok) expect(Object.keys(bare.fields)).toEqual(low.map((one) => `words.${one}`));
					const words = Object.fromEntries(low.map((one) => [one, '有一次准备不足']));
					expect(readReview(side, { levels, words })).toEqual({ ok: true, content: { levels, words } });
				}
			)
		);
	});
	it('keeps nothing that the side was not asked', () => {
		const given = { levels: { ...all('trainee', 3), product: 1 }, words: { product: '不该有' } };
		expect(readReview('trainee', given)).toEqual({
			ok: true,
			content: { levels: all('trainee', 3), words: {} }
		});
	});
	it('has a mean, and none without levels', () => {
		expect(meanLevel({ a: 2, b: 3 })).toBe(2.5);
		expect(meanLevel({})).toBeNull();
	});
	it('has words for every level of every dimension in both languages', () => {
		for (const [side, dimensions] of Object.entries(reviewDimensions))
			for (const dimension of dimensions)
				for (const part of ['', '.1', '.2', '.3', '.4'])
					for (const words of [en, zh]) expect(words).toHaveProperty([`${side}.${dimension}${part}`]);
	});
});
