import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	capacityOf,
	freeChair,
	nextSeat,
	rechair,
	seatAll,
	type SeatRoom
} from '$lib/features/exams/seating';

const room = (id: string, places: number | null, kind: SeatRoom['kind'] = 'site'): SeatRoom => ({
	...{ id, places, kind }
});
const people = (n: number) => Array.from({ length: n }, (_, i) => ({ id: `p${i}` }));

describe('places of a sitting', () => {
	it('are those of all its rooms, and unlimited without rooms or with one that is', () => {
		expect(capacityOf([])).toBeNull();
		expect(capacityOf([room('a', 10), room('b', 5)])).toBe(15);
		expect(capacityOf([room('a', 10), room('b', null)])).toBeNull();
	});
});

describe('seating', () => {
	it('fills rooms in their order, with chairs from 1, and none online', () => {
		const seats = seatAll(people(5), [room('a', 2), room('b', 2, 'online'), room('c', 9)]);
		expect(seats.map(({ candidate, roomId, chair }) => [candidate.id, roomId, chair])).toEqual([
			['p0', 'a', 1],
			['p1', 'a', 2],
			['p2', 'b', null],
			['p3', 'b', null],
			['p4', 'c', 1]
		]);
	});

	it('gives nobody a seat twice, no room too many, and leaves out only whom no room can take', () => {
		const rooms = fc.array(
			fc.record({ places: fc.option(fc.integer({ min: 1, max: 6 })), online: fc.boolean() }),
			{ maxLength: 5 }
		);
		fc.assert(
			fc.property(rooms, fc.integer({ min: 0, max: 30 }), (made, n) => {
				const all = made.map(({ places, online }, i) => room(`r${i}`, places, online ? 'online' : 'site'));
				const seats = seatAll(people(n), all);
				const capacity = all.length ? (capacityOf(all) ?? n) : 0;
				expect(seats).toHaveLength(Math.min(n, capacity));
				const chairs = seats.filter(({ chair }) => chair !== null).map((s) => `${s.roomId}:${s.chair}`);
				expect(new Set(chairs).size).toBe(chairs.length);
				for (const { id, places } of all) {
					const there = seats.filter(({ roomId }) => roomId === id).length;
					expect(there).toBeLessThanOrEqual(places ?? n);
				}
			})
		);
	});

	it('finds the next seat on the lowest free chair of the first room that has one', () => {
		const rooms = [room('a', 2), room('b', 3)];
		expect(nextSeat(rooms, new Map())).toEqual({ roomId: 'a', chair: 1 });
		expect(nextSeat(rooms, new Map([['a', [2]]]))).toEqual({ roomId: 'a', chair: 1 });
		expect(nextSeat(rooms, new Map([['a', [1, 2]]]))).toEqual({ roomId: 'b', chair: 1 });
		const full = new Map([
			['a', [1, 2]],
			['b', [1, 2, 3]]
		]);
		expect(nextSeat(rooms, full)).toBeNull();
		expect(freeChair([1, null, 3])).toBe(2);
	});

	it('keeps the chairs of a room that changed, as far as they are still there', () => {
		const there = [{ chair: 1 }, { chair: 5 }, { chair: null }];
		expect(rechair(room('a', 3), there)).toEqual([{ chair: 1 }, { chair: 2 }, { chair: 3 }]);
		expect(rechair(room('a', 9), there)).toEqual([{ chair: 1 }, { chair: 5 }, { chair: 2 }]);
		expect(rechair(room('a', 3, 'online'), there)).toEqual([
			{ chair: null },
			{ chair: null },
			{ chair: null }
		]);
	});
});
