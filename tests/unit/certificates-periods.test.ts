import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certify, firstPeriod, renewalOf, revokeFrom } from '$lib/features/certificates/periods/certify';
import { paused, type Pause } from '$lib/features/certificates/periods/pauses';
import {
	heldOf,
	inconsistencies,
	lastDayOf,
	periodStates,
	stateOn,
	type Held,
	type Period
} from '$lib/features/certificates/periods/period';
import { checkValidity, gradeValidity, type Validity } from '$lib/features/certificates/periods/validity';
import { validToOf } from '$lib/features/certificates/rules';
import { addDays, addMonths, daysBetween, type IsoDate } from '$lib/shared/dates';

/** What a row becomes; a refusal is a fault of the test. */
function reached(row: Period, on: IsoDate, validity: Validity, renewed: Held | null = null): Held {
	const decision = certify(row, on, validity, renewed);
	if (!decision.ok) throw new Error(decision.code);
	return decision.period;
}
function renewal(held: Held, validity: Validity): Period {
	const row = renewalOf(held, validity);
	if (!row) throw new Error('nothing to renew');
	return row;
}
/** The day from which on it does not hold, as the examples are told. */
const expires = ({ until }: Period) => until && addDays(until, 1);

describe('Totara’s worked examples: fixed to 1 December, one year, window of two months, at least six', () => {
	const validity: Validity = {
		basis: { kind: 'fixed', on: '2020-12-01', minimum: { months: 6 } },
		active: { months: 12 },
		window: { months: 2 },
		graceDays: 0,
		lateDays: 0
	};
	const first = reached(firstPeriod('2024-07-01'), '2024-08-15', validity);

	it('assigned in July and done in August: expires on 1 December of the next year', () => {
		expect(first).toMatchObject({ from: '2024-08-15', until: '2025-11-30' });
		expect(expires(first)).toBe('2025-12-01');
	});

	it('renewed in November within the window: 1 December of the next year', () => {
		const row = renewal(first, validity);
		expect(row).toMatchObject({ opens: '2025-10-01', due: '2025-11-30', ends: '2025-11-30' });
		const second = reached(row, '2025-11-10', validity, first);
		expect(second.from).toBe('2025-12-01');
		expect(expires(second)).toBe('2026-12-01');
	});

	it('missed, and done anew in April: 1 December of the same year', () => {
		const row = renewal(first, validity);
		expect(stateOn(row, '2025-12-01')).toBe('failed');
		expect(certify(row, '2026-04-10', validity, first)).toMatchObject({ code: 'certificates.period.closed' });
		const anew = reached(firstPeriod('2026-04-10'), '2026-04-10', validity);
		expect(anew.from).toBe('2026-04-10');
		expect(expires(anew)).toBe('2026-12-01');
	});

	it('also when the series is told by a day far off, before or after', () => {
		for (const on of ['1900-12-01', '2400-12-01'])
			expect(
				expires(
					reached(firstPeriod('2024-07-01'), '2024-08-15', {
						...validity,
						basis: { kind: 'fixed', on, minimum: { months: 6 } }
					})
				)
			).toBe('2025-12-01');
	});
});

describe('Totara’s other bases', () => {
	const of = (kind: 'completion' | 'lastExpiry'): Validity => ({
		basis: { kind },
		active: { months: 12 },
		window: { months: 2 },
		graceDays: 0,
		lateDays: null
	});

	it('completion drifts both ways', () => {
		const first = reached(firstPeriod('2024-01-01'), '2024-03-01', of('completion'));
		expect(expires(first)).toBe('2025-03-01');
		const early = reached(renewal(first, of('completion')), '2025-01-10', of('completion'), first);
		expect(expires(early)).toBe('2026-01-10');
		const late = reached(renewal(first, of('completion')), '2025-05-05', of('completion'), first);
		expect(late).toMatchObject({ from: '2025-05-05', until: '2026-05-04' });
	});

	it('last expiry keeps the day when in time and drifts forward when late', () => {
		const first = reached(firstPeriod('2024-01-01'), '2024-03-01', of('lastExpiry'));
		expect(expires(first)).toBe('2025-03-01');
		const early = reached(renewal(first, of('lastExpiry')), '2025-01-10', of('lastExpiry'), first);
		expect(expires(early)).toBe('2026-03-01');
		const late = reached(renewal(first, of('lastExpiry')), '2025-05-05', of('lastExpiry'), first);
		expect(expires(late)).toBe('2026-05-05');
	});

	it('last expiry counts from the day it was due the first time, when that was kept', () => {
		const row = firstPeriod('2024-01-01', { due: '2024-06-30' });
		expect(expires(reached(row, '2024-03-01', of('lastExpiry')))).toBe('2025-07-01');
		expect(expires(reached(row, '2024-08-01', of('lastExpiry')))).toBe('2025-08-01');
	});
});

describe('Cornerstone’s late renewal: yearly, due 30 days on, 15 days of grace', () => {
	const validity: Validity = {
		basis: { kind: 'completion' },
		active: { months: 12, days: 30 },
		window: { days: 30 },
		graceDays: 15,
		lateDays: null
	};
	const row = { ...firstPeriod('2022-01-03'), certified: '2022-01-03', from: '2022-01-03', revoked: null };
	const held: Held = { ...row, until: '2023-02-16' };

	it('was due on 2 February 2023 and expired on the 17th', () => {
		expect(expires(reached(firstPeriod('2022-01-03'), '2022-01-03', validity))).toBe('2023-02-17');
		expect(renewal(held, validity)).toMatchObject({ opens: '2023-01-03', due: '2023-02-01' });
		expect(stateOn(held, '2023-02-16')).toBe('inForce');
		expect(stateOn(held, '2023-02-17')).toBe('expired');
	});

	it('done on 25 April 2024: due on 25 May and expires on 9 June 2025, not 2024', () => {
		const late = reached(renewal(held, validity), '2024-04-25', validity, held);
		expect(expires(late)).toBe('2025-06-09');
		const next = renewal(late, validity);
		expect(next.due && addDays(next.due, 1)).toBe('2025-05-25');
		expect(next.opens).toBe('2025-04-25');
	});
});

describe('ILIAS’s leap years: 365 days', () => {
	const validity: Validity = { ...gradeValidity, active: { days: 365 } };
	it.each([
		['2019-04-01', '2020-03-31'],
		['2019-01-17', '2020-01-17'],
		['2020-02-29', '2021-02-28']
	])('from %s to %s', (on, expiry) => expect(expires(reached(firstPeriod(on), on, validity))).toBe(expiry));
});

describe('grade certificates', () => {
	it('hold for two years, as the certificate’s own rule says', () => {
		expect(checkValidity(gradeValidity).ok).toBe(true);
		for (const on of ['2026-03-01', '2024-02-29', '2025-12-31'])
			expect(reached(firstPeriod(on), on, gradeValidity).until).toBe(validToOf(on));
	});
});

describe('rules of a kind', () => {
	const fixed = (minimum: object): Validity => ({
		...gradeValidity,
		basis: { kind: 'fixed', on: '2020-01-01', minimum }
	});
	it.each<[Validity, string]>([
		[{ ...gradeValidity, graceDays: -1 }, 'not_whole'],
		[{ ...gradeValidity, window: { months: 1.5 } }, 'not_whole'],
		[{ ...gradeValidity, active: { months: 1e9 } }, 'too_long'],
		[{ ...fixed({ months: 6 }), active: null }, 'no_series'],
		[{ ...gradeValidity, active: {} }, 'no_length'],
		[{ ...gradeValidity, window: { months: 24 } }, 'window'],
		[{ ...gradeValidity, window: {} }, 'window'],
		[{ ...gradeValidity, graceDays: 731 }, 'grace'],
		// Renewed on the first day of the window, it would be due before it begins.
		[{ ...gradeValidity, active: { days: 42 }, window: { days: 1 }, graceDays: 41 }, 'grace'],
		[fixed({ days: 89 }), 'minimum_short'],
		[fixed({ months: 25 }), 'minimum_long']
	])('%o: %s', (validity, code) =>
		expect(checkValidity(validity)).toMatchObject({ ok: false, code: `certificates.validity.${code}` })
	);

	it('may be without end', () => {
		const held = reached(firstPeriod('2026-01-01'), '2026-02-01', { ...gradeValidity, active: null });
		expect(held).toMatchObject({ from: '2026-02-01', until: null });
		expect(renewalOf(held, { ...gradeValidity, active: null })).toBeNull();
		expect(stateOn(held, '2999-01-01')).toBe('inForce');
	});
});

const day = fc.integer({ min: 0, max: 4000 }).map((days) => addDays('2019-11-20', days));
const span = (most: number) =>
	fc.oneof(
		fc.record({ months: fc.integer({ min: 0, max: most }) }),
		fc.record({ days: fc.integer({ min: 0, max: most * 30 }) }),
		fc.record({ months: fc.integer({ min: 0, max: most }), days: fc.integer({ min: 0, max: 45 }) })
	);
const validities: fc.Arbitrary<Validity> = fc
	.record({
		basis: fc.oneof(
			fc.constantFrom({ kind: 'completion' as const }, { kind: 'lastExpiry' as const }),
			fc.record({ kind: fc.constant('fixed' as const), on: day, minimum: span(30) })
		),
		active: span(40),
		window: span(24),
		graceDays: fc.nat(60),
		lateDays: fc.option(fc.nat(400))
	})
	.filter((validity) => checkValidity(validity).ok);

/** A life of some rounds: each is done a number of days after its window opened, or anew when that was too late. */
const lives = fc
	.tuple(validities, day, fc.array(fc.nat(700), { minLength: 1, maxLength: 6 }))
	.map(([validity, start, delays]) => {
		const rows: Period[] = [];
		let held = reached(firstPeriod(start), addDays(start, delays[0] ?? 0), validity);
		rows.push(held);
		for (const delay of delays.slice(1)) {
			const row = renewal(held, validity);
			const on = addDays(row.opens, delay);
			if (row.ends !== null && on > row.ends) {
				rows.push(row);
				held = reached(firstPeriod(on), on, validity);
			} else held = reached(row, on, validity, held);
			rows.push(held);
		}
		rows.push(renewal(held, validity));
		return { validity, rows };
	});

const pauses: fc.Arbitrary<Pause[]> = fc.array(
	fc
		.tuple(day, fc.option(fc.nat(300)))
		.map(([from, days]) => ({ from, to: days === null ? null : addDays(from, days) })),
	{ maxLength: 4 }
);

describe('lives', () => {
	it('never overlap, and every row is in order', () => {
		fc.assert(fc.property(lives, ({ rows }) => !inconsistencies(rows).length));
	});

	it('renewed in time follow without a gap and end later; nothing is shortened', () => {
		fc.assert(
			fc.property(lives, ({ rows }) => {
				const held = heldOf(rows);
				return held.every((next, place) => {
					const until = held[place - 1]?.until;
					if (!until || next.certified > until) return true;
					return next.from === addDays(until, 1) && next.until !== null && next.until > until;
				});
			})
		);
	});

	it('renewed late do not have to be renewed again at once', () => {
		fc.assert(
			fc.property(lives, ({ validity, rows }) => {
				const atOnce = validity.basis.kind === 'fixed' ? 0 : 1;
				return heldOf(rows)
					.filter(({ from, certified }) => from === certified)
					.every((held) => daysBetween(held.certified, renewal(held, validity).opens) >= atOnce);
			})
		);
	});

	it('have one state on every day, and no row goes back', () => {
		fc.assert(
			fc.property(lives, fc.option(day), ({ rows }, revoked) => {
				for (const row of revoked ? revokeFrom(rows, revoked) : rows) {
					let place = 0;
					for (let at = row.opens; at < addDays(row.opens, 1500); at = addDays(at, 29)) {
						const next = periodStates.indexOf(stateOn(row, at));
						if (next < place) throw new Error(`${at}: back to ${periodStates[next]}`);
						place = next;
					}
				}
			}),
			{ numRuns: 40 }
		);
	});

	it('revoked hold nothing from that day on, and keep what was before', () => {
		const over = ['expired', 'revoked', 'failed'];
		fc.assert(
			fc.property(lives, day, ({ rows }, revoked) => {
				const yesterday = addDays(revoked, -1);
				return revokeFrom(rows, revoked).every(
					(row, place) =>
						over.includes(stateOn(row, revoked)) &&
						stateOn(row, yesterday) === stateOn(rows[place] as Period, yesterday)
				);
			})
		);
	});
});

describe('pauses', () => {
	const held = reached(firstPeriod('2024-03-01'), '2024-03-01', gradeValidity);
	const rows = [held, renewal(held, gradeValidity)];
	const at = (list: Pause[], today: IsoDate, mostDays: number | null = null) =>
		paused(rows, list, { day: today, mostDays });

	it('give back the days of a leave, and move the window along', () => {
		const [first, next] = at([{ from: '2025-01-01', to: '2025-04-30' }], '2025-06-01');
		expect(first?.until).toBe(addDays('2026-02-28', 120));
		expect(next).toMatchObject({
			opens: addDays(rows[1]?.opens ?? '', 120),
			due: first?.until,
			ends: first?.until
		});
	});

	it('keep what was left for somebody who is still away, however long', () => {
		const away = [{ from: '2026-02-19', to: null }];
		for (const today of ['2026-02-25', '2026-12-01', '2029-01-01'])
			expect(daysBetween(today, at(away, today)[0]?.until ?? '')).toBe(10);
	});

	it('count a day once, whatever leaves lie over each other, and no more days than allowed', () => {
		const twice = [
			{ from: '2025-01-01', to: '2025-01-20' },
			{ from: '2025-01-11', to: '2025-01-30' },
			{ from: '2025-01-31', to: '2025-01-31' }
		];
		expect(at(twice, '2025-06-01')[0]?.until).toBe(addDays('2026-02-28', 31));
		expect(at(twice, '2025-06-01', 10)[0]?.until).toBe(addDays('2026-02-28', 10));
	});

	it('count when they begin in days that another gave back, and not when they begin after the end', () => {
		const first = { from: '2026-02-01', to: '2026-03-31' };
		const until = addDays('2026-02-28', 59);
		expect(at([first], '2026-05-01')[0]?.until).toBe(until);
		expect(at([first, { from: until, to: until }], '2026-07-01')[0]?.until).toBe(addDays(until, 1));
		expect(at([first, { from: addDays(until, 1), to: null }], '2026-07-01')[0]?.until).toBe(until);
	});

	it('leave a row alone that began anew after the last had run out', () => {
		const anew = firstPeriod('2026-06-01', { due: '2026-12-31' });
		const moved = paused([held, anew], [{ from: '2025-01-01', to: '2025-01-31' }], { day: '2026-06-01' });
		expect(moved[1]).toEqual(anew);
	});

	it('shorten nothing, overlap nothing and do nothing twice, whatever the life', () => {
		fc.assert(
			fc.property(lives, pauses, day, ({ rows }, list, today) => {
				const after = paused(rows, list, { day: today });
				const [before, held] = [heldOf(rows), heldOf(after)];
				held.forEach((period, place) => {
					expect((period.until ?? '') >= (before[place]?.until ?? '')).toBe(true);
					const next = held[place + 1];
					if (next) expect(next.from > (lastDayOf(period) ?? '')).toBe(true);
				});
				const days = (period: Held, list: Pause[]) => paused([period], list, { day: today })[0]?.until ?? '';
				for (const period of before) expect(days(period, [...list, ...list])).toBe(days(period, list));
			})
		);
	});

	it('of a later day end no earlier', () => {
		fc.assert(
			fc.property(lives, pauses, day, fc.nat(400), ({ rows }, list, today, more) => {
				const last = (on: IsoDate) => heldOf(paused(rows, list, { day: on })).at(-1)?.until ?? '';
				return last(addDays(today, more)) >= last(today);
			})
		);
	});

	it('can be renewed in the days given back, without a gap', () => {
		const list = [{ from: '2025-06-01', to: '2025-08-31' }];
		const [first, row] = at(list, '2026-05-01') as [Held, Period];
		const next = reached(row, '2026-05-01', gradeValidity, first);
		expect(next.from).toBe(addDays(first.until ?? '', 1));
		expect(next.until).toBe(addDays(addMonths('2026-05-01', 24), -1));
		expect(inconsistencies(paused([held, next], list, { day: '2026-05-01' }))).toEqual([]);
	});
});
