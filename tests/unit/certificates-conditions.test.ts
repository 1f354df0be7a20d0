import { describe, expect, it } from 'vitest';
import {
	breachesOn,
	pausesOf,
	unconditional,
	type Conditions,
	type HolderFacts,
	type KnownBreach
} from '$lib/features/certificates/conditions';
import { askedSince, planOn, type KnownSuspension } from '$lib/features/certificates/follow/plan';
import { conditionsOf, formOf, validityOf, type KindForm } from '$lib/features/certificates/kinds';
import type { Held } from '$lib/features/certificates/periods/period';
import { gradeValidity } from '$lib/features/certificates/periods/validity';
import { requestState } from '$lib/features/certificates/requests';
import { renewalState } from '$lib/features/certificates/view';
import type { EvidenceFact } from '$lib/features/people';

const sanction = (
	validFrom: string,
	validTo: string | null,
	severity: 'minor' | 'serious'
): EvidenceFact => ({
	...{ id: `${validFrom} ${severity}`, kind: 'discipline', validFrom, validTo },
	data: { kind: 'compliance', severity, description: '违规' }
});
const leave = (validFrom: string, validTo: string | null, kind: 'maternity' | 'annual'): EvidenceFact => ({
	...{ id: validFrom, kind: 'leave', validFrom, validTo },
	data: { kind }
});
const facts = (given: Partial<HolderFacts> = {}): HolderFacts => ({
	...{ employed: true, hiredOn: '2020-01-01', evidence: [], credits: [] },
	...given
});
const all: Conditions = {
	...{ hours: { minutes: 600, graceDays: 0 }, employment: true, conduct: 'any', cureMonths: 6 },
	...{ leavePauses: true, mostPauseDays: null }
};

describe('what a certificate depends on', () => {
	const found = (day: string, conditions: Conditions, given: Partial<HolderFacts> = {}) =>
		breachesOn(day, conditions, facts(given), '2026-03-02').map(({ cause }) => cause);

	it('is nothing unless the rules ask', () => {
		const everything = { employed: false, evidence: [sanction('2026-04-01', null, 'serious')] };
		expect(found('2030-01-01', unconditional, everything)).toEqual([]);
		expect(found('2030-01-01', { ...unconditional, conduct: 'serious' }, everything)).toEqual(['conduct']);
		expect(found('2030-01-01', { ...unconditional, employment: true }, everything)).toEqual(['employment']);
	});

	it('counts sanctions of the severity that the rules name, on their days', () => {
		const evidence = [sanction('2026-04-01', '2026-04-30', 'minor')];
		const on = (day: string, conduct: Conditions['conduct']) =>
			found(day, { ...unconditional, conduct }, { evidence });
		expect(on('2026-03-31', 'any')).toEqual([]);
		expect(on('2026-04-01', 'any')).toEqual(['conduct']);
		expect(on('2026-04-30', 'any')).toEqual(['conduct']);
		expect(on('2026-05-01', 'any')).toEqual([]);
		expect(on('2026-04-15', 'serious')).toEqual([]);
	});

	it('asks for training after the first full year, less for long leave', () => {
		expect(found('2027-12-31', all)).toEqual([]);
		expect(found('2028-01-01', all)).toEqual(['hours']);
		const credits = [{ on: '2027-06-01', minutes: 300 }];
		expect(found('2028-01-01', all, { credits })).toEqual(['hours']);
		const half = leave('2027-01-01', '2027-07-02', 'maternity');
		expect(found('2028-01-01', all, { credits, evidence: [half] })).toEqual([]);
		const days = leave('2027-01-01', '2027-07-02', 'annual');
		expect(found('2028-01-01', all, { credits, evidence: [days] })).toEqual(['hours']);
		expect(pausesOf(all, [half, days])).toEqual([{ from: '2027-01-01', to: '2027-07-02' }]);
		expect(pausesOf(unconditional, [half])).toEqual([]);
	});

	it('names a breach alike on every day, and once', () => {
		const keys = (day: string) =>
			breachesOn(
				day,
				all,
				facts({
					employed: false,
					evidence: [sanction('2026-04-01', null, 'minor'), sanction('2026-04-01', null, 'serious')]
				}),
				'2026-03-02'
			).map(({ key }) => key);
		expect(keys('2028-02-01')).toEqual(keys('2028-09-01'));
		expect(new Set(keys('2028-02-01')).size).toBe(3);
	});
});

describe('the daily look', () => {
	const breach = (key: string): KnownBreach => ({ key, cause: 'conduct', from: '2026-01-01', cured: null });
	const row = (given: Partial<KnownSuspension>): KnownSuspension => ({
		...{ id: 's', breach: 'a', fromOn: '2026-03-01', curedAt: null, curedBy: null },
		...given
	});
	const plan = (
		day: string,
		breaches: KnownBreach[],
		rows: KnownSuspension[],
		cureMonths: number | null = 6
	) => {
		const { suspend, cure, lapses } = planOn(day, breaches, rows, { cureMonths });
		return [suspend.map(({ key }) => key).join(), cure.map(({ breach: key }) => key).join(), lapses];
	};
	const cured = new Date('2026-04-01T00:00:00Z');

	it('suspends what is new, cures what is over, and both once', () => {
		expect(plan('2026-03-01', [breach('a'), breach('b')], [row({})])).toEqual(['b', '', false]);
		expect(plan('2026-03-01', [], [row({})])).toEqual(['', 'a', false]);
		expect(plan('2026-04-02', [breach('a')], [row({ curedAt: cured })])).toEqual(['a', '', false]);
	});

	it('leaves what people decided', () => {
		expect(plan('2026-04-02', [breach('a')], [row({ curedAt: cured, curedBy: 'hr' })])).toEqual([
			'',
			'',
			false
		]);
		expect(plan('2027-04-02', [], [row({ breach: null })])).toEqual(['', '', false]);
	});

	it('lets it lapse on the day, if ever', () => {
		expect(plan('2026-08-31', [breach('a')], [row({})])).toEqual(['', '', false]);
		expect(plan('2026-09-01', [breach('a')], [row({})])).toEqual(['', '', true]);
		expect(plan('2026-09-01', [], [row({})])).toEqual(['', 'a', false]);
		expect(plan('2036-09-01', [breach('a')], [row({})], null)).toEqual(['', '', false]);
	});

	it('asks from the first of the periods that follow one another under rules that ask', () => {
		const held = (from: string, until: string): Held => ({
			...{ opens: from, due: null, ends: null, certified: from, from, until, revoked: null }
		});
		const [a, b, c] = [
			held('2024-01-01', '2024-12-31'),
			held('2025-01-01', '2025-12-31'),
			held('2026-01-01', '2026-12-31')
		];
		expect(askedSince(c, [a, b, c], () => true)).toBe('2024-01-01');
		expect(askedSince(c, [a, b, c], (one) => one !== b)).toBe('2026-01-01');
		expect(askedSince(c, [a, c], () => true)).toBe('2026-01-01');
	});
});

describe('the rules of a kind', () => {
	it('are the same after a form', () => {
		expect(validityOf(formOf(gradeValidity, unconditional))).toEqual(gradeValidity);
		const forms: KindForm[] = [
			formOf(gradeValidity, all),
			{
				...formOf(gradeValidity, all),
				basis: 'fixed',
				fixedOn: '2026-12-01',
				minimumMonths: 6,
				lateDays: null
			}
		];
		for (const form of forms) expect(formOf(validityOf(form)!, conditionsOf(form))).toEqual(form);
		expect(validityOf({ ...forms[1]!, fixedOn: null })).toBeNull();
	});

	it('say where a renewal stands', () => {
		const renewal = { opens: '2026-10-02', due: '2026-11-30', ends: '2027-01-09' };
		const on = (day: string, ends: string | null = renewal.ends) =>
			renewalState({ ...renewal, ends }, '2026-12-10', day);
		expect(['2026-10-01', '2026-10-02', '2026-11-30', '2026-12-01'].map((day) => on(day))).toEqual([
			...['later', 'open', 'open', 'grace']
		]);
		expect(['2026-12-10', '2026-12-11', '2027-01-09', '2027-01-10'].map((day) => on(day))).toEqual([
			...['grace', 'late', 'late', 'over']
		]);
		expect(on('2036-01-01', null)).toBe('late');
	});
});

it('calls a request stopped when nothing has moved for a quarter of an hour', () => {
	const at = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 2, minutes));
	const request = { outcome: 'approved' as const, finishedAt: null, movedAt: at(0) };
	expect(requestState(request, at(15))).toBe('issuing');
	expect(requestState(request, at(16))).toBe('stalled');
	expect(requestState({ ...request, finishedAt: at(1) }, at(60))).toBe('done');
	expect(requestState({ ...request, outcome: null, movedAt: null }, at(60))).toBe('waiting');
});
