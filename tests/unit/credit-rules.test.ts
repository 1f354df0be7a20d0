import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	claimFilter,
	claimOutsideSchema,
	correctEntrySchema,
	setRequirementSchema
} from '$lib/features/credit';
import {
	computeBalance,
	decideAcceptance,
	decideClaim,
	decideCorrection,
	decideRequirement,
	holdAgainst,
	overlapping,
	sumBy
} from '$lib/features/credit/rules';

const TODAY = '2026-11-22';
const claim = { title: '信贷风险', startedOn: '2026-11-02', endedOn: '2026-11-03', minutes: 600 };

describe('a claim for training outside', () => {
	it.each([
		[{ minutes: 1200 }, true],
		[{ minutes: 1201 }, 'credit.outside.too_long'],
		[{ startedOn: '2026-11-22', endedOn: '2026-11-22' }, true],
		[{ endedOn: '2026-11-23' }, 'credit.outside.future'],
		[{ startedOn: '2026-11-04' }, 'credit.outside.order'],
		[{ startedOn: '2025-11-21', endedOn: '2025-11-21' }, true],
		[{ startedOn: '2025-11-20', endedOn: '2025-11-20' }, 'credit.outside.late']
	])('%j gives %s', (change, expected) => {
		const decision = decideClaim({ ...claim, ...change }, [], TODAY);
		expect(decision.ok || decision.code).toBe(expected);
	});
	it('is the same again by title and dates, whatever the spaces and marks', () => {
		const open = [{ title: '信贷 风险！', startedOn: claim.startedOn, endedOn: claim.endedOn }];
		expect(decideClaim(claim, open, TODAY)).toMatchObject({ code: 'credit.outside.double' });
		expect(decideClaim({ ...claim, endedOn: '2026-11-04' }, open, TODAY).ok).toBe(true);
		expect(overlapping(claim, open)).toHaveLength(1);
		expect(overlapping({ startedOn: '2026-11-04', endedOn: '2026-11-05' }, open)).toEqual([]);
	});
	it('is read from a form: hours as minutes, a file at least', () => {
		const form = {
			...{ title: 'x', provider: 'y', area: 'law', method: 'seminar', startedOn: '2026-11-02' },
			...{ endedOn: '2026-11-02', hours: '1.5', note: '', file: [{ name: 'a.pdf', bytes: new Uint8Array() }] }
		};
		expect(claimOutsideSchema.parse(form)).toMatchObject({
			minutes: 90,
			note: null,
			files: [{ name: 'a.pdf' }]
		});
		expect(claimOutsideSchema.safeParse({ ...form, file: [] }).success).toBe(false);
		expect(claimOutsideSchema.safeParse({ ...form, method: 'online' }).success).toBe(false);
		expect(claimOutsideSchema.safeParse({ ...form, hours: 'x' }).success).toBe(false);
	});
	it('is accepted with less only for a reason', () => {
		expect(decideAcceptance(600, 600, null).ok).toBe(true);
		expect(decideAcceptance(600, 599, null)).toMatchObject({ code: 'credit.outside.less' });
		expect(decideAcceptance(600, 599, '考试').ok).toBe(true);
		expect(decideAcceptance(600, 601, '考试')).toMatchObject({ code: 'credit.outside.more' });
	});
});

describe('a correction', () => {
	it('makes an entry count what is wanted, by whoever saw what it counts', () => {
		expect(decideCorrection({ counts: 90, seen: 90 }, 60)).toEqual({ ok: true, minutes: -30 });
		expect(decideCorrection({ counts: 90, seen: 120 }, 60)).toMatchObject({ code: 'credit.entry.changed' });
		expect(decideCorrection({ counts: 90, seen: 90 }, 90)).toMatchObject({ code: 'credit.entry.same' });
		const form = { entryId: '01900000-0000-7000-8000-000000000000', seen: '90', reason: 'x' };
		expect(correctEntrySchema.parse({ ...form, hours: '0' }).minutes).toBe(0);
		expect(correctEntrySchema.safeParse({ ...form, hours: '-1' }).success).toBe(false);
	});
	it('never brings the sum below zero, and a chain of them ends at the last word', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 6000 }), fc.array(fc.nat(6000)), (first, words) => {
				let counts = first;
				for (const wanted of words) {
					const decision = decideCorrection({ counts, seen: counts }, wanted);
					if (decision.ok) counts += decision.minutes;
					expect(counts).toBe(wanted);
				}
				expect(counts).toBeGreaterThanOrEqual(0);
			})
		);
	});
});

describe('a requirement', () => {
	const entries = [
		{ area: 'law', method: 'classroom', minutes: 60 },
		{ area: 'law', method: 'online', minutes: 30 },
		{ area: 'marketing', method: 'online', minutes: 90 }
	];
	it('holds when the whole and every part do', () => {
		const asks = (minutes: number, ...parts: { area?: string; method?: string; minutes: number }[]) =>
			holdAgainst(entries, { year: 2026, minutes, parts });
		expect(asks(180).met).toBe(true);
		expect(asks(181).met).toBe(false);
		expect(asks(60, { area: 'law', minutes: 90 }).met).toBe(true);
		expect(asks(60, { area: 'law', method: 'online', minutes: 31 })).toMatchObject({
			...{ met: false, parts: [{ have: 30, need: 31, met: false }] }
		});
		expect(holdAgainst(entries, null)).toMatchObject({ minutes: 180, need: null, met: false });
	});
	it('sums by area and method to the whole', () => {
		const entry = fc.record({
			area: fc.constantFrom('law', 'marketing', 'wealth'),
			method: fc.constantFrom('online', 'camp'),
			minutes: fc.integer({ min: 1, max: 600 })
		});
		fc.assert(
			fc.property(fc.array(entry), (some) => {
				const whole = holdAgainst(some, null).minutes;
				for (const by of ['area', 'method'] as const)
					expect(sumBy(some, by).reduce((all, { minutes }) => all + minutes, 0)).toBe(whole);
			})
		);
		expect(sumBy(entries, 'method')).toEqual([
			{ id: 'online', minutes: 120 },
			{ id: 'classroom', minutes: 60 }
		]);
	});
	it('is refused for other years, parts of nothing, parts twice, and parts above the whole', () => {
		const decide = (year: number, ...parts: { area?: string; minutes: number }[]) => {
			const decision = decideRequirement({ year, minutes: 600, parts }, TODAY);
			return decision.ok || decision.code;
		};
		expect([2025, 2026, 2027].map((year) => decide(year))).toEqual([true, true, true]);
		expect(decide(2028)).toBe('credit.requirement.year');
		expect(decide(2026, { minutes: 60 })).toBe('credit.requirement.part');
		expect(decide(2026, { area: 'law', minutes: 60 }, { area: 'law', minutes: 90 })).toBe(
			'credit.requirement.twice'
		);
		expect(decide(2026, { area: 'law', minutes: 601 })).toBe('credit.requirement.part_over');
	});
	it('is read from a form without its empty lines', () => {
		const parts = {
			p0: { area: 'law', method: '', hours: '2' },
			p1: { area: '', method: '', hours: '' },
			p2: { area: '', method: 'online', hours: '1.5' }
		};
		expect(setRequirementSchema.parse({ year: '2026', hours: '8', parts })).toEqual({
			...{ year: 2026, minutes: 480 },
			parts: [
				{ area: 'law', minutes: 120 },
				{ method: 'online', minutes: 90 }
			]
		});
		const bad = (line: object) =>
			setRequirementSchema.safeParse({ year: '2026', hours: '8', parts: { p0: line } }).success;
		expect(bad({ area: 'law', method: '', hours: '' })).toBe(false);
		expect(bad({ area: '', method: '', hours: '2' })).toBe(false);
		expect(bad({ area: 'magic', method: '', hours: '2' })).toBe(false);
	});
});

it('the filter of claims takes what is unknown as absent', () => {
	expect(claimFilter(new URLSearchParams('state=x&unit=1&page=-3'))).toEqual({
		...{ state: 'submitted', q: '', unit: null, page: 1 }
	});
});

describe('what a rule corrects', () => {
	it('makes a source count what it should, and nothing where it does', () => {
		expect(computeBalance({ counts: 90, byOfficers: 0 }, 90)).toBe(0);
		expect(computeBalance({ counts: 90, byOfficers: 0 }, 0)).toBe(-90);
		expect(computeBalance({ counts: 0, byOfficers: 0 }, 90)).toBe(90);
	});
	it('keeps what officers corrected, never below zero', () => {
		expect(computeBalance({ counts: 60, byOfficers: -30 }, 90)).toBe(0);
		expect(computeBalance({ counts: 60, byOfficers: -30 }, 0)).toBe(-60);
		expect(computeBalance({ counts: 0, byOfficers: -30 }, 90)).toBe(60);
		expect(computeBalance({ counts: 0, byOfficers: -90 }, 60)).toBe(0);
	});
});
