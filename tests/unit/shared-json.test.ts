import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '$lib/shared/json';

/** The same value with the keys of every object in the opposite order. */
function turned(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(turned);
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value)
			.reverse()
			.map(([key, inner]) => [key, turned(inner)])
	);
}

describe('canonicalJson', () => {
	it('does not depend on the order of keys, at any depth', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
			})
		);
	});
	it('says the same as JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
			})
		);
	});
	it('gives the bytes that stored hashes were taken over, dates and odd keys included', () => {
		/** The definition, by a replacer. */
		const defined = (value: unknown) =>
			JSON.stringify(value, (_key, inner: unknown) => {
				if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
				return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
			});
		const leaf = fc.oneof(fc.date({ noInvalidDate: true }), fc.constant(undefined), fc.double(), fc.string());
		const key = fc.oneof(fc.string(), fc.constantFrom('__proto__', '10', '9', 'toJSON_'));
		const { value } = fc.letrec((tie) => ({
			value: fc.oneof(leaf, fc.array(tie('value')), fc.dictionary(key, tie('value')), fc.jsonValue())
		}));
		fc.assert(
			fc.property(value, (one) => {
				expect(canonicalJson(one)).toBe(defined(one));
			})
		);
	});
	it('keeps the order of lists', () => expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2])));
});
