import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordParts } from '$lib/features/records';
import { brokenParts, recordText, sealRecord, type Sealed } from '$lib/features/records/seal.server';
import { driftsOf, LEAST_MEASURED } from '$lib/features/records/statistics/drift';
import { intervalOf, tellGroups } from '$lib/features/records/statistics/told';
import { canonicalJson } from '$lib/shared/json';
import { createHash } from 'node:crypto';

const parts = Object.fromEntries(
	recordParts.map((name, i) => [name, { place: i, at: new Date(i) }])
) as Record<(typeof recordParts)[number], unknown>;
const ATTEMPT = '018f0000-0000-7000-8000-000000000001';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a sealed file', () => {
	it('has the SHA-256 of each part and of the whole over canonical JSON', () => {
		const sealed = sealRecord(ATTEMPT, parts);
		expect(sealed.hashes.keys).toBe(sha256('{"at":"1970-01-01T00:00:00.002Z","place":2}'));
		const { format, attemptId, hashes } = sealed;
		expect(sealed.sha256).toBe(sha256(canonicalJson({ format, attemptId, hashes })));
		expect(recordText(sealed)).toBe(canonicalJson(JSON.parse(recordText(sealed))));
		expect(brokenParts(recordText(sealed))).toEqual([]);
	});

	it('says which part is not what was sealed', () => {
		const text = recordText(sealRecord(ATTEMPT, parts));
		const change = (edit: (file: Sealed<Record<string, unknown>>) => void) => {
			const file = JSON.parse(text) as Sealed<Record<string, unknown>>;
			edit(file);
			return brokenParts(JSON.stringify(file));
		};
		expect(change(({ parts }) => void (parts['answers'] = []))).toEqual(['answers']);
		expect(change(({ parts }) => void delete parts['audit'])).toEqual(['audit']);
		expect(change(({ parts }) => void (parts['more'] = 1))).toEqual(['more']);
		expect(change((file) => void (file.attemptId = 'x'))).toEqual(['sha256']);
		// The hash of a part changed with the part does not fit the whole.
		expect(
			change(({ parts, hashes }) => {
				parts['answers'] = [];
				hashes.answers = sha256('[]');
			})
		).toEqual(['sha256']);
	});
});

const group = (id: string, candidates: number, passed = 0) => ({ id, candidates, passed });

describe('groups that may be told', () => {
	it('are those of five and more; the others are told together', () => {
		expect(tellGroups([group('a', 9, 4), group('b', 3, 1), group('c', 2, 2)], 5)).toEqual({
			groups: [group('a', 9, 4)],
			others: { candidates: 5, passed: 3 }
		});
	});

	it('leave none to be found by taking what is told from the whole', () => {
		expect(tellGroups([group('a', 9), group('b', 4), group('c', 6)], 5)).toEqual({
			groups: [group('a', 9)],
			others: { candidates: 10, passed: 0 }
		});
	});

	it('are none where all together are too few', () => {
		expect(tellGroups([group('a', 4)], 5)).toBeNull();
		expect(tellGroups([], 5)).toBeNull();
	});

	it('add up to the whole, and none is too small, whatever they are', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 }), (sizes) => {
				const all = sizes.map((size, i) => group(String(i), size, Math.floor(size / 2)));
				const told = tellGroups(all, 5);
				const sum = sizes.reduce((total, size) => total + size, 0);
				expect(told === null).toBe(sum < 5);
				if (!told) return;
				const shown = [...told.groups, ...(told.others ? [told.others] : [])];
				expect(shown.reduce((total, { candidates }) => total + candidates, 0)).toBe(sum);
				expect(shown.filter(({ candidates }) => candidates < 5)).toEqual([]);
			})
		);
	});
});

describe('the interval of a pass rate', () => {
	it('is Wilson’s', () => {
		// Newcombe 1998, table I: 81 of 263 and 15 of 148.
		expect(intervalOf({ candidates: 263, passed: 81 }).map((one) => one.toFixed(4))).toEqual([
			'0.2553',
			'0.3662'
		]);
		expect(intervalOf({ candidates: 148, passed: 15 }).map((one) => one.toFixed(4))).toEqual([
			'0.0624',
			'0.1605'
		]);
	});

	it('stays between none and all', () => {
		expect(intervalOf({ candidates: 20, passed: 0 })[0]).toBe(0);
		expect(intervalOf({ candidates: 20, passed: 20 })[1]).toBe(1);
	});
});

describe('the drift of an item', () => {
	const measured = (sittingId: string, candidates: number, mean: number) => ({
		...{ sittingId, candidates, mean },
		variance: (mean * (1 - mean) * candidates) / (candidates - 1)
	});

	it('is flagged where it moved by more than its error', () => {
		// By hand: errors √(0.25/99 + 0.24/99) = 0.07035; 0.1 is 1.42 of them, 0.2 is 2.9 of √(0.25/99 + 0.21/99).
		const [small] = driftsOf([measured('a', 100, 0.5), measured('b', 100, 0.6)]);
		expect(small!.error).toBeCloseTo(0.07035, 5);
		expect(small).toMatchObject({ flagged: false });
		expect(small!.moved).toBeCloseTo(0.1, 12);
		const [large] = driftsOf([measured('a', 100, 0.5), measured('b', 100, 0.7)]);
		expect(large!.flagged).toBe(true);
		const [harder] = driftsOf([measured('a', 100, 0.7), measured('b', 100, 0.5)]);
		expect(harder).toMatchObject({ flagged: true });
		expect(harder!.moved).toBeLessThan(0);
	});

	it('is of one sitting after the other, and of none where there is one', () => {
		const series = [measured('a', 50, 0.2), measured('b', 50, 0.8), measured('c', 50, 0.8)];
		expect(driftsOf(series).map(({ to, flagged }) => [to.sittingId, flagged])).toEqual([
			['b', true],
			['c', false]
		]);
		expect(driftsOf([measured('a', 50, 0.2)])).toEqual([]);
	});

	it('is not flagged on the word of few', () => {
		const few = LEAST_MEASURED - 1;
		expect(driftsOf([measured('a', few, 0.1), measured('b', 200, 0.9)])[0]!.flagged).toBe(false);
		expect(driftsOf([measured('a', few + 1, 0.1), measured('b', 200, 0.9)])[0]!.flagged).toBe(true);
	});

	it('knows what everybody had right', () => {
		const all = { sittingId: 'a', candidates: 40, mean: 1, variance: 0 };
		expect(driftsOf([all, all])[0]).toMatchObject({ moved: 0, error: 0, flagged: false });
		expect(driftsOf([all, { ...all, mean: 0 }])[0]).toMatchObject({ moved: -1, flagged: true });
	});
});
