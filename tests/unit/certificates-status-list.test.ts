import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeList, isSet, STATUS_LIST_LENGTH } from '$lib/features/certificates/credentials/status';
import { drawPlace, encodeList } from '$lib/features/certificates/credentials/status-list.server';

describe('status lists', () => {
	it('set the places that they are given, and no other', async () => {
		const places = fc.uniqueArray(fc.nat(STATUS_LIST_LENGTH - 1), { maxLength: 40 });
		await fc.assert(
			fc.asyncProperty(places, fc.nat(STATUS_LIST_LENGTH - 1), async (set, other) => {
				const bits = await decodeList(encodeList(set));
				return set.every((place) => isSet(bits, place)) && isSet(bits, other) === set.includes(other);
			}),
			{ numRuns: 20 }
		);
	});

	it('are written as the standard says: the first place is the leftmost bit, and there are enough', async () => {
		const encoded = encodeList([0, 9, STATUS_LIST_LENGTH - 1]);
		expect(encoded).toMatch(/^u[\w-]+$/);
		const bits = gunzipSync(Buffer.from(encoded.slice(1), 'base64url'));
		expect(bits.length * 8).toBe(131_072);
		expect([bits[0], bits[1], bits.at(-1)]).toEqual([0b1000_0000, 0b0100_0000, 1]);
		// The example of Bitstring Status List 1.0, 3.3: nothing is set.
		const empty = 'uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA';
		const none = await decodeList(empty);
		expect(none.every((byte) => byte === 0)).toBe(true);
		expect(Buffer.compare(await decodeList(encodeList([])), none)).toBe(0);
	});

	it('stay small: under 15 kB with one in ten of 13,000 revoked', () => {
		let state = 1;
		const draw = (limit: number) => (state = (state * 48_271) % 2_147_483_647) % limit;
		const places = new Set<number>();
		while (places.size < 1300) places.add(drawPlace(places, draw));
		expect(encodeList(places).length).toBeLessThan(15_000);
	});

	it('refuse what is no place and what is no list', async () => {
		const none = await decodeList(encodeList([]));
		for (const place of [-1, STATUS_LIST_LENGTH, 0.5, NaN]) {
			expect(() => encodeList([place])).toThrow(RangeError);
			expect(() => isSet(none, place)).toThrow(RangeError);
		}
		const bomb = `u${gzipSync(Buffer.alloc(10_000_000)).toString('base64url')}`;
		const short = `u${gzipSync(Buffer.alloc(100)).toString('base64url')}`;
		for (const text of ['', 'u', 'uAAAA', 'zAAAA', encodeList([]).slice(1), short, bomb])
			await expect(decodeList(text), text.slice(0, 9)).rejects.toThrow();
	});

	it('give each its own place, until they are full', () => {
		const draws = [5, 5, 7];
		expect(drawPlace(new Set([5]), () => draws.shift() ?? 0)).toBe(7);
		expect(() => drawPlace({ size: STATUS_LIST_LENGTH, has: () => true } as never, () => 0)).toThrow(
			RangeError
		);
	});
});
