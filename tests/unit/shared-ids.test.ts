import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isId, newId } from '$lib/shared/ids';

/** Any time that 48 bits of milliseconds hold, without the years that no Date has. */
const instant = fc.date({ min: new Date(0), max: new Date('2200-01-01T00:00:00Z'), noInvalidDate: true });

describe('newId', () => {
	it('is a UUID of version 7 that carries the time', () => {
		fc.assert(
			fc.property(instant, (now) => {
				const id = newId(now);
				expect(isId(id)).toBe(true);
				expect(id[14]).toBe('7');
				expect('89ab').toContain(id[19]);
				expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(now.getTime());
			})
		);
	});

	it('sorts by the order of making, within a millisecond too', () => {
		const now = new Date('2026-03-02T02:00:00Z');
		const ids = Array.from({ length: 1000 }, () => newId(now));
		expect([...ids].sort()).toEqual(ids);
		expect(new Set(ids).size).toBe(ids.length);
	});
});

describe('isId', () => {
	it.each(['', '1', "' or 1=1", '0195-x', 'zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz'])('refuses %j', (text) =>
		expect(isId(text)).toBe(false)
	);
	it('takes no more than the id', () => expect(isId(`${newId(new Date())}\n`)).toBe(false));
});
