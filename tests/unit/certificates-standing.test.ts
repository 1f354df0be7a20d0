import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certify, firstPeriod, renewalOf, revokeFrom } from '$lib/features/certificates/periods/certify';
import {
	absences,
	breachesDuring,
	hoursBreaches,
	type Breach
} from '$lib/features/certificates/periods/conditions';
import { heldOf, type Held, type Period } from '$lib/features/certificates/periods/period';
import { roundOn } from '$lib/features/certificates/periods/round';
import { standingOn, type Holding } from '$lib/features/certificates/periods/standing';
import { gradeValidity } from '$lib/features/certificates/periods/validity';
import { addDays, type IsoDate } from '$lib/shared/dates';

function reached(row: Period | null, on: IsoDate, renewed: Held | null = null): Held {
	const decision = row && certify(row, on, gradeValidity, renewed);
	if (!decision?.ok) throw new Error(decision?.code ?? 'no row');
	return decision.period;
}
/** Held from 2024-03-01 to 2026-02-28; its renewal opens on 2025-12-01. */
const held = reached(firstPeriod('2024-01-01'), '2024-03-01');
const waiting = renewalOf(held, gradeValidity) as Period;
const holding = (more: Partial<Holding> = {}): Holding => ({
	periods: [held, waiting],
	breaches: [],
	cureWithin: {},
	...more
});

describe('standing', () => {
	it.each([
		['2024-02-29', { status: 'none' }],
		['2024-03-01', { status: 'valid', since: '2024-03-01', until: '2026-02-28' }],
		['2025-11-30', { status: 'valid' }],
		['2025-12-01', { status: 'expiring' }],
		['2026-02-28', { status: 'expiring' }],
		['2026-03-01', { status: 'expired', on: '2026-03-01', cause: 'time' }],
		['2030-01-01', { status: 'expired', on: '2026-03-01', cause: 'time' }]
	])('on %s: %o', (day, standing) => expect(standingOn(day, holding())).toMatchObject(standing));

	it('runs on through a renewal, which is not known before it was done', () => {
		const next = reached(waiting, '2026-01-10', held);
		const periods = [held, next, renewalOf(next, gradeValidity) as Period];
		const on = (day: IsoDate) => standingOn(day, holding({ periods }));
		expect(on('2026-01-09')).toEqual({ status: 'expiring', since: '2024-03-01', until: '2026-02-28' });
		expect(on('2026-01-10')).toEqual({ status: 'valid', since: '2024-03-01', until: '2028-01-09' });
		expect(on('2026-03-01')).toEqual({ status: 'valid', since: '2024-03-01', until: '2028-01-09' });
	});

	it('is revoked from the day of revocation, for the renewal that is done too', () => {
		const next = reached(waiting, '2026-01-10', held);
		const periods = revokeFrom([held, next], '2026-02-01');
		const on = (day: IsoDate) => standingOn(day, holding({ periods }));
		expect(on('2026-01-31')).toMatchObject({ status: 'valid', until: '2028-01-09' });
		expect(on('2026-02-01')).toEqual({ status: 'revoked', on: '2026-02-01' });
		expect(on('2026-06-01')).toEqual({ status: 'revoked', on: '2026-02-01' });
		const anew = reached(firstPeriod('2026-07-01'), '2026-07-01');
		expect(standingOn('2026-07-01', holding({ periods: [...periods, anew] }))).toMatchObject({
			status: 'valid',
			since: '2026-07-01'
		});
	});

	it('is suspended by a breach and back when it is cured; every cause is named', () => {
		const breaches = [
			...breachesDuring('conduct', [{ from: '2024-06-01', to: '2024-08-31' }]),
			...breachesDuring('decision', [{ from: '2024-07-01', to: '2024-09-30' }])
		];
		const on = (day: IsoDate) => standingOn(day, holding({ breaches }));
		expect(on('2024-05-31').status).toBe('valid');
		expect(on('2024-06-01')).toMatchObject({ status: 'suspended', from: '2024-06-01', causes: ['conduct'] });
		expect(on('2024-07-01')).toMatchObject({ causes: ['conduct', 'decision'], until: '2026-02-28' });
		expect(on('2024-09-01')).toMatchObject({ from: '2024-07-01', causes: ['decision'] });
		expect(on('2024-10-01').status).toBe('valid');
	});

	it('lapses when a breach stays uncured, and then begins anew', () => {
		const breaches = breachesDuring('employment', [{ from: '2024-06-01', to: null }]);
		const given = holding({ breaches, cureWithin: { employment: { months: 12 } } });
		expect(standingOn('2025-05-31', given).status).toBe('suspended');
		expect(standingOn('2025-06-01', given)).toEqual({
			status: 'expired',
			on: '2025-06-01',
			cause: 'employment'
		});
		expect(roundOn('2025-12-15', given)).toMatchObject({ row: { opens: '2025-12-15' }, closes: waiting });

		const anew = reached(firstPeriod('2025-12-15'), '2025-12-15');
		const after = { ...given, periods: [held, { ...waiting, revoked: '2025-12-15' }, anew] };
		expect(standingOn('2025-12-15', after)).toMatchObject({ status: 'valid', since: '2025-12-15' });
	});

	it('expires by time also while it is suspended', () => {
		const breaches = breachesDuring('decision', [{ from: '2025-06-01', to: null }]);
		expect(standingOn('2026-03-01', holding({ breaches }))).toMatchObject({
			status: 'expired',
			cause: 'time'
		});
	});

	const day = fc.integer({ min: 0, max: 2500 }).map((days) => addDays('2023-06-15', days));
	const causes = fc.constantFrom(
		'hours' as const,
		'employment' as const,
		'conduct' as const,
		'decision' as const
	);
	const breach: fc.Arbitrary<Breach> = fc
		.tuple(causes, day, fc.option(fc.integer({ min: 1, max: 900 })))
		.map(([cause, from, days]) => ({ cause, from, cured: days === null ? null : addDays(from, days) }));
	const holdings = fc
		.record({
			breaches: fc.array(breach, { maxLength: 4 }),
			lapse: fc.option(fc.integer({ min: 1, max: 18 })),
			renewed: fc.option(fc.nat(89)),
			revoked: fc.option(day)
		})
		.map(({ breaches, lapse, renewed, revoked }) => {
			const cureWithin = lapse === null ? {} : { hours: { months: lapse }, employment: { months: lapse } };
			const on = addDays(waiting.opens, renewed ?? 0);
			const round = roundOn(on, holding({ breaches, cureWithin }));
			const next = renewed !== null && round.renewed ? reached(round.row, on, round.renewed) : null;
			const rows = next ? [held, next, renewalOf(next, gradeValidity) as Period] : [held, waiting];
			return holding({ periods: revoked ? revokeFrom(rows, revoked) : rows, breaches, cureWithin });
		});

	it('of a day depends on nothing that happens later', () => {
		fc.assert(
			fc.property(holdings, day, breach, (given, today, more) => {
				const later = { ...more, from: addDays(today, 1), cured: null };
				const standing = standingOn(today, given);
				expect(standingOn(today, { ...given, breaches: [...given.breaches, later] })).toEqual(standing);
				const tomorrow = revokeFrom(given.periods, addDays(today, 1));
				expect(standingOn(today, { ...given, periods: tomorrow })).toEqual(standing);
				expect(standingOn(today, { ...given, periods: [...given.periods].reverse() })).toEqual(standing);
			})
		);
	});

	it('holds only within a period, never after a revocation, and once over stays over', () => {
		fc.assert(
			fc.property(holdings, (given) => {
				let over = false;
				for (let at = '2023-06-01'; at < '2029-01-01'; at = addDays(at, 19)) {
					const { status } = standingOn(at, given);
					const inForce = ['valid', 'expiring', 'suspended'].includes(status);
					const within = heldOf(given.periods).some(({ from, until }) => from <= at && at <= (until ?? at));
					const revoked = given.periods.some((period) => period.revoked !== null && period.revoked <= at);
					if (inForce && (over || !within || revoked)) throw new Error(`${status} on ${at}`);
					if (over && status === 'none') throw new Error(`forgotten on ${at}`);
					over ||= status === 'expired' || status === 'revoked';
				}
			}),
			{ numRuns: 50 }
		);
	});
});

describe('a completion', () => {
	it('renews while the row waits, and begins anew afterwards', () => {
		expect(roundOn('2025-06-01', holding())).toEqual({ row: waiting, renewed: held, closes: null });
		expect(certify(waiting, '2025-06-01', gradeValidity, held)).toMatchObject({
			code: 'certificates.period.too_early',
			params: { opens: '2025-12-01' }
		});
		expect(roundOn('2026-01-01', holding())).toEqual({ row: waiting, renewed: held, closes: null });
		expect(roundOn('2026-03-01', holding())).toEqual({
			row: firstPeriod('2026-03-01'),
			renewed: null,
			closes: null
		});
		expect(roundOn('2024-01-01', holding({ periods: [] })).row).toEqual(firstPeriod('2024-01-01'));
	});

	it('is refused twice, and on a revoked row', () => {
		expect(certify(held, '2024-04-01', gradeValidity)).toMatchObject({ code: 'certificates.period.done' });
		const [, revoked] = revokeFrom([held, waiting], '2025-12-10');
		expect(certify(revoked as Period, '2025-12-20', gradeValidity, held)).toMatchObject({
			code: 'certificates.period.revoked'
		});
	});
});

describe('continuing conditions', () => {
	const yearly = { minutes: 1800, graceDays: 90 };
	const since = '2024-03-01';
	const hours = (earned: [IsoDate, number][], day: IsoDate, leave = [] as { from: IsoDate; to: IsoDate }[]) =>
		hoursBreaches(
			yearly,
			earned.map(([on, minutes]) => ({ on, minutes })),
			{ since, day, leave }
		);

	it('ask nothing of the year in which it began, nor of one that runs', () => {
		expect(hours([], '2025-12-31')).toEqual([]);
		expect(hours([], '2026-03-31')).toEqual([]);
		expect(hours([], '2026-04-01')).toEqual([{ cause: 'hours', from: '2026-04-01', cured: null }]);
	});

	it('are cured by hours made up, which do not count again for the year they were done in', () => {
		const made: [IsoDate, number][] = [
			['2025-05-01', 1200],
			['2026-05-20', 600]
		];
		expect(hours(made, '2026-12-31')).toEqual([{ cause: 'hours', from: '2026-04-01', cured: '2026-05-20' }]);
		const whole: [IsoDate, number][] = [...made, ['2026-06-01', 1200]];
		expect(hours(whole, '2027-04-01').at(-1)).toEqual({ cause: 'hours', from: '2027-04-01', cured: null });
		expect(hours([...whole, ['2026-06-02', 600]], '2027-04-01')).toHaveLength(1);
	});

	it('breach nothing when made up within the days of grace, and keep no surplus for later', () => {
		expect(hours([['2026-03-31', 1800]], '2026-12-31')).toEqual([]);
		expect(hours([['2024-12-31', 9000]], '2026-04-01')).toHaveLength(1);
	});

	it('ask less of a year with leave', () => {
		const leave = [{ from: '2025-01-01', to: '2025-07-02' }];
		expect(hours([['2025-10-01', 897]], '2026-04-01', leave)).toEqual([]);
		expect(hours([['2025-10-01', 896]], '2026-04-01', leave)).toHaveLength(1);
	});

	it('find the gaps of employment', () => {
		const gap = (from: IsoDate, cured: IsoDate | null) => ({ cause: 'employment', from, cured });
		expect(absences([{ from: '2020-01-01', to: null }], since)).toEqual([]);
		expect(absences([], since)).toEqual([gap(since, null)]);
		expect(
			absences(
				[
					{ from: '2025-06-01', to: '2025-12-31' },
					{ from: '2020-01-01', to: '2024-12-31' },
					{ from: '2024-06-01', to: '2024-07-01' }
				],
				since
			)
		).toEqual([gap('2025-01-01', '2025-06-01'), gap('2026-01-01', null)]);
	});
});
