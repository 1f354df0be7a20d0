import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carries, outcomeOf, type Vote } from '../../src/lib/features/tiers/cases/committee';
import { appointedTo, effectiveDay } from '../../src/lib/features/tiers/cases/dates';
import { mayWaive, validityOf } from '../../src/lib/features/tiers/cases/exceptions';
import { decidePlaces, standardUnit, type Places } from '../../src/lib/features/tiers/cases/quota';
import { retrainedUntil, warningFor } from '../../src/lib/features/tiers/cases/retention';
import { noFacts } from '../../src/lib/features/tiers/engine/facts';
import type { Policy, QuotaLevel } from '../../src/lib/features/tiers/policy/types';
import { lastOf, rankByScore, rankingScore } from '../../src/lib/features/tiers/ranking';

const half = { by: 'committee', quorum: 3, majority: 'half' } as const;
const votes = fc.array(fc.constantFrom<Vote>('yes', 'no', 'abstain'), { maxLength: 9 });

describe('a committee', () => {
	it('carries by more than half, or two thirds, of yes and no', () => {
		expect(carries({ yes: 2, no: 2 }, 'half')).toBe(false);
		expect(carries({ yes: 3, no: 2 }, 'half')).toBe(true);
		expect(carries({ yes: 3, no: 2 }, 'twoThirds')).toBe(false);
		expect(carries({ yes: 4, no: 2 }, 'twoThirds')).toBe(true);
		expect(carries({ yes: 0, no: 0 }, 'half')).toBe(false);
	});

	it('decides nothing below its quorum, to which abstentions count', () => {
		expect(outcomeOf(half, ['yes', 'yes'], 0)).toBeNull();
		expect(outcomeOf(half, ['yes', 'abstain', 'abstain'], 0)).toBe('approve');
		expect(outcomeOf(half, ['abstain', 'abstain', 'abstain'], 0)).toBe('reject');
		expect(outcomeOf(half, ['yes', 'yes', 'no'], 2)).toBeNull();
		expect(outcomeOf(half, ['yes', 'yes', 'yes'], 2)).toBe('approve');
	});

	it('never closes while a vote to come could turn it, and always once none is', () => {
		fc.assert(
			fc.property(votes, votes, (cast, toCome) => {
				const early = outcomeOf(half, cast, toCome.length);
				const late = outcomeOf(half, [...cast, ...toCome], 0);
				if (early) expect(late).toBe(early);
				expect(late === null).toBe(cast.length + toCome.length < half.quorum);
			})
		);
	});
});

describe('an exception', () => {
	const waivable = { ref: 'education', by: 'hrApprover', levelsUp: 1, months: 24, perYear: 5 } as const;
	const grant = (unitPath: string | null) => [{ role: 'hrApprover' as const, unitPath }];
	it('is for an approver whose grant stands so many levels above the person', () => {
		expect(mayWaive(grant('HQ/B01/O01/'), waivable, 'HQ/B01/O01/')).toBe(false);
		expect(mayWaive(grant('HQ/B01/'), waivable, 'HQ/B01/O01/')).toBe(true);
		expect(mayWaive(grant('HQ/B02/'), waivable, 'HQ/B01/O01/')).toBe(false);
		expect(mayWaive(grant(null), waivable, 'HQ/')).toBe(true);
		// Above the root there is nothing: its own approver is the highest.
		expect(mayWaive(grant('HQ/'), waivable, 'HQ/')).toBe(true);
		expect(mayWaive([{ role: 'hrOfficer', unitPath: null }], waivable, 'HQ/B01/O01/')).toBe(false);
	});
	it('ends on the day before its months are over, at a month’s end too', () => {
		expect(validityOf('2026-01-31', 1)).toEqual({ validFrom: '2026-01-31', validTo: '2026-02-27' });
		expect(validityOf('2024-02-29', 12).validTo).toBe('2025-02-27');
	});
});

describe('dates', () => {
	it('take the latest that holds a case back', () => {
		expect(effectiveDay('2026-11-23', null)).toBe('2026-11-23');
		expect(effectiveDay('2026-11-23', '2026-12-02', '2026-12-01', null)).toBe('2026-12-03');
		expect(effectiveDay('2026-11-23', '2026-12-02', '2027-01-01')).toBe('2027-01-01');
		expect(appointedTo('2026-11-23', 24)).toBe('2028-11-22');
		expect(appointedTo('2026-11-23', null)).toBeNull();
		expect(retrainedUntil({ startsOn: '2026-11-24', months: 3 })).toBe('2027-02-23');
	});
	it('let a warning hold for a year, for the tier and the consequence that it named', () => {
		const warning = {
			tier: 'b',
			consequence: 'demotion',
			warnedOn: '2026-01-10',
			actFrom: '2026-01-24'
		} as const;
		expect(warningFor([warning], 'b', 'demotion', '2027-01-10')).toEqual(warning);
		expect(warningFor([warning], 'b', 'demotion', '2027-01-11')).toBeNull();
		expect(warningFor([warning], 'b', 'exit', '2026-02-01')).toBeNull();
		expect(warningFor([warning], 'a', 'demotion', '2026-02-01')).toBeNull();
	});
});

describe('places', () => {
	const text = (words: string) => ({ 'zh-CN': words, en: words });
	const limit = (unitPath: string, places: number, held: number): Places => ({
		...{ unitId: unitPath, unitName: text(unitPath), unitPath, places, held, promised: 0 }
	});
	it('count in every unit on the way up, and name the one that is full', () => {
		const limits = [limit('HQ/', 5, 4), limit('HQ/B01/', 3, 1)];
		const decide = (...paths: string[]) => decidePlaces(limits, paths, (one) => one['zh-CN'], text('二级'));
		expect(decide('HQ/B01/O01/')).toMatchObject({ ok: true });
		expect(decide('HQ/B01/O01/', 'HQ/B02/')).toMatchObject({
			ok: false,
			params: { unit: 'HQ/', free: 1, count: 2 }
		});
	});
	it('of the standard hold at the level it names, and nowhere for people who have no such unit over them', () => {
		const units = [
			{ path: 'HQ/', kind: 'headOffice' as const },
			{ path: 'HQ/IT/', kind: 'headOffice' as const },
			{ path: 'HQ/B01/', kind: 'branch' as const },
			{ path: 'HQ/B01/O01/', kind: 'outlet' as const }
		];
		const at = (per: QuotaLevel, path: string) => standardUnit({ places: 1, per }, path, units)?.path ?? null;
		expect(at('unit', 'HQ/B01/O01/')).toBe('HQ/B01/O01/');
		expect(at('outlet', 'HQ/B01/O01/')).toBe('HQ/B01/O01/');
		expect(at('branch', 'HQ/B01/O01/')).toBe('HQ/B01/');
		expect(at('organisation', 'HQ/B01/O01/')).toBe('HQ/');
		expect(at('unit', 'HQ/IT/')).toBe('HQ/IT/');
		expect(at('outlet', 'HQ/B01/')).toBeNull();
		expect(at('branch', 'HQ/IT/')).toBeNull();
		expect(at('organisation', 'HQ/IT/')).toBe('HQ/');
	});
});

describe('ranking', () => {
	const policy = {
		ladder: 'bank',
		ranking: [
			{ term: 'assessmentAverage', weight: 0.5, full: 100, months: 24 },
			{ term: 'creditHours', weight: 0.5, full: 8, months: null }
		]
	} as unknown as Policy;
	it('weighs each term as a share of its full value, and more than full is not better', () => {
		const facts = noFacts('a');
		expect(rankingScore(policy, facts, '2026-11-23')).toBe(0);
		facts.credits = [{ minutes: 6000, earnedOn: '2026-01-01' } as never];
		facts.assessments = [
			{ to: '2026-06-30', total: 80 } as never,
			{ to: '2020-06-30', total: 0 } as never,
			{ to: '2027-06-30', total: 0 } as never
		];
		expect(rankingScore(policy, facts, '2026-11-23')).toBe(9000);
		expect(rankingScore({ ...policy, ranking: [] }, facts, '2026-11-23')).toBeNull();
	});
	it('gives equal scores one rank, and never splits them at the end', () => {
		const ranked = rankByScore([{ score: 1 }, { score: 5 }, { score: 3 }, { score: 3 }, { score: null }]);
		expect(ranked.map(({ rank }) => rank)).toEqual([1, 2, 2, 4, 5]);
		expect(lastOf(ranked, 2).map(({ rank }) => rank)).toEqual([4, 5]);
		expect(lastOf(ranked, 3).map(({ rank }) => rank)).toEqual([4, 5]);
		expect(lastOf(ranked, 0)).toEqual([]);
		expect(lastOf(ranked, 9)).toEqual([]);
	});
});
