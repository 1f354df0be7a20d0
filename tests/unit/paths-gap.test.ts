import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeGap, type Need, type Offer } from '$lib/features/paths/gap';

const offer = (module: string, minutes: number, rest: Partial<Offer> = {}): Offer => ({
	...{
		key: `module:${module}`,
		module,
		minutes,
		credit: minutes,
		area: 'law',
		method: 'online',
		requires: []
	},
	...rest
});
const wants = (module: string): Need => ({ kind: 'module', module });
const short = (minutes: number, rest: { area?: 'law' | 'ethics' } = {}): Need => ({
	kind: 'hours',
	hours: { minutes, ...rest }
});

/** The least time of every subset that satisfies the needs; null when none does. */
function byTrying(needs: readonly Need[], offers: readonly Offer[]): number | null {
	let least: number | null = null;
	for (let mask = 0; mask < 1 << offers.length; mask++) {
		const taken = offers.filter((_one, i) => mask & (1 << i));
		const has = (code: string) => taken.some(({ module }) => module === code);
		if (!taken.every(({ requires }) => requires.every(has))) continue;
		const holds = (need: Need): boolean => {
			if (need.kind === 'module') return has(need.module);
			if (need.kind === 'some') return need.of.filter(holds).length >= need.count;
			const { area, minutes } = need.hours;
			const sum = taken.filter((one) => !area || one.area === area).reduce((all, one) => all + one.credit, 0);
			return sum >= minutes;
		};
		if (!needs.every(holds)) continue;
		const time = taken.reduce((all, one) => all + one.minutes, 0);
		if (least === null || time < least) least = time;
	}
	return least;
}

describe('closing a gap', () => {
	it('takes nothing when nothing is needed', () => {
		expect(closeGap([], [offer('a', 60)])).toEqual({ take: [], minutes: 0, unavailable: [], open: [] });
	});

	it('takes a required module after those it stands on, and lets them count for the hours', () => {
		const offers = [
			offer('c', 60, { requires: ['b'] }),
			offer('b', 30, { requires: ['a'] }),
			offer('a', 45),
			offer('d', 60)
		];
		expect(closeGap([wants('c'), short(120)], offers)).toMatchObject({
			take: ['module:a', 'module:b', 'module:c'],
			minutes: 135,
			open: []
		});
	});

	it('names what nobody can take, and the hours that nothing brings', () => {
		expect(closeGap([wants('gone'), short(100)], [offer('a', 60)])).toEqual({
			take: ['module:a'],
			minutes: 60,
			unavailable: ['gone'],
			open: [{ minutes: 40 }]
		});
	});

	it('takes the shortest of alternatives', () => {
		const needs: Need[] = [
			{ kind: 'some', count: 1, of: [wants('a'), wants('b')] },
			short(30, { area: 'ethics' })
		];
		const offers = [offer('a', 40), offer('b', 45, { area: 'ethics' })];
		expect(closeGap(needs, offers).take).toEqual(['module:b']);
	});

	it('finds the least time that any set takes', () => {
		const codes = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
		const anyOffers = fc
			.tuple(
				...codes.map(() =>
					fc.record({
						minutes: fc.integer({ min: 5, max: 90 }),
						credit: fc.integer({ min: 0, max: 90 }),
						ethics: fc.boolean(),
						before: fc.option(fc.nat(6))
					})
				)
			)
			.map((rows) =>
				rows.map((row, i) =>
					offer(codes[i]!, row.minutes, {
						credit: row.credit,
						area: row.ethics ? 'ethics' : 'law',
						// Only earlier ones, so that there is no circle.
						requires: row.before !== null && row.before < i ? [codes[row.before]!] : []
					})
				)
			);
		const anyNeed = fc.oneof(
			fc.constantFrom(...codes).map(wants),
			fc.integer({ min: 10, max: 250 }).map((minutes) => short(minutes)),
			fc.integer({ min: 10, max: 120 }).map((minutes) => short(minutes, { area: 'ethics' })),
			fc
				.uniqueArray(fc.constantFrom(...codes), { minLength: 2, maxLength: 4 })
				.map((some): Need => ({ kind: 'some', count: 1, of: some.map(wants) }))
		);
		fc.assert(
			fc.property(anyOffers, fc.array(anyNeed, { maxLength: 4 }), (offers, needs) => {
				const least = byTrying(needs, offers);
				const closing = closeGap(needs, offers);
				if (least === null) expect(closing.open.length + closing.unavailable.length).toBeGreaterThan(0);
				else expect(closing).toMatchObject({ minutes: least, open: [], unavailable: [] });
			}),
			{ numRuns: 150 }
		);
	});
});
