import { describe, expect, it } from 'vitest';
import type { Leaf } from '$lib/features/tiers/engine/explanation';
import { evaluate } from '$lib/features/tiers/engine/evaluate';
import type { PersonFacts } from '$lib/features/tiers/engine/facts';
import type { Policy } from '$lib/features/tiers/policy/types';
import {
	appointed,
	certificate,
	check,
	completed,
	degree,
	factsOf,
	file,
	job,
	ladderOf,
	leave,
	need,
	policyOf,
	sanction,
	shadowed,
	tierOf
} from './tiers-facts';

const TODAY = '2026-11-21';
const answer = (kind: string, args: Record<string, unknown>, facts: Partial<PersonFacts>, asOf = TODAY) =>
	evaluate(policyOf(need(kind, args)), 'high', factsOf(facts), asOf).requirements[0] as Leaf;
const outcome = (...of: Parameters<typeof answer>) => answer(...of).outcome;

describe('education', () => {
	it.each([
		['associate', 'bachelor', 'missing'],
		['bachelor', 'bachelor', 'met'],
		['doctor', 'bachelor', 'met'],
		['highSchool', 'associate', 'missing']
	] as const)('%s for %s is %s', (has, level, expected) => {
		expect(outcome('education', { level }, { evidence: [degree(has)] })).toBe(expected);
	});
	it('takes the highest degree, from its day on', () => {
		const evidence = [degree('master', '2026-11-22'), degree('bachelor')];
		const leaf = answer('education', { level: 'master' }, { evidence });
		expect(leaf).toMatchObject({
			outcome: 'missing',
			next: { code: 'recordWithHr' },
			found: { params: { level: 'bachelor' } }
		});
		expect(outcome('education', { level: 'master' }, { evidence }, '2026-11-22')).toBe('met');
		expect(outcome('education', { level: 'associate' }, {})).toBe('missing');
	});
});

describe('title', () => {
	const title = (level: 'junior' | 'intermediate' | 'senior') =>
		file('title', '2020-01-01', { level, name: '经济师' });
	it.each([
		['junior', 'intermediate', 'missing'],
		['intermediate', 'intermediate', 'met'],
		['senior', 'junior', 'met']
	] as const)('%s for %s is %s', (has, level, expected) => {
		expect(outcome('title', { level }, { evidence: [title(has)] })).toBe(expected);
	});
});

describe('experience', () => {
	const args = { kind: 'credit', months: 24 };
	it('is full on the exact day and says what is short until then', () => {
		const evidence = [job('2024-11-21')];
		expect(outcome('experience', args, { evidence })).toBe('met');
		expect(answer('experience', args, { evidence }, '2026-11-20')).toMatchObject({
			outcome: 'missing',
			measure: { have: 23, need: 24, shortfall: 1, unit: 'months' },
			earliest: '2026-11-21',
			next: { code: 'wait' }
		});
	});
	it('counts only its kind, and overlaps once', () => {
		expect(outcome('experience', args, { evidence: [job('2020-01-01', null, 'sales')] })).toBe('missing');
		const evidence = [job('2024-01-01', '2024-12-31'), job('2024-01-01', '2024-12-31')];
		expect(answer('experience', args, { evidence })).toMatchObject({
			measure: { have: 12 },
			earliest: null,
			next: { code: 'recordWithHr' }
		});
	});
});

describe('induction', () => {
	const done = file('induction', '2026-01-01', { kind: 'probation' });
	it('takes induction or probation, or the one that is named', () => {
		expect(outcome('induction', {}, { evidence: [done] })).toBe('met');
		expect(outcome('induction', { kind: 'probation' }, { evidence: [done] })).toBe('met');
		expect(outcome('induction', { kind: 'induction' }, { evidence: [done] })).toBe('missing');
		expect(outcome('induction', {}, { evidence: [done] }, '2025-12-31')).toBe('missing');
	});
});

describe('certificate', () => {
	const args = { tier: 'high' };
	it('holds on its first and its last day and not outside them', () => {
		const certificates = [certificate('high', '2025-01-15', '2027-01-14')];
		expect(outcome('certificate', args, { certificates }, '2025-01-14')).toBe('missing');
		expect(outcome('certificate', args, { certificates }, '2025-01-15')).toBe('met');
		expect(outcome('certificate', args, { certificates }, '2027-01-14')).toBe('met');
		expect(answer('certificate', args, { certificates }, '2027-01-15')).toMatchObject({
			outcome: 'missing',
			found: { key: 'tiers.found.certificateExpired' },
			next: { code: 'registerForExam', params: { tier: 'high' } }
		});
	});
	it('ends with its revocation', () => {
		const certificates = [certificate('high', '2025-01-15', '2027-01-14', '2026-11-21')];
		expect(outcome('certificate', args, { certificates }, '2026-11-20')).toBe('met');
		expect(answer('certificate', args, { certificates }).found.key).toBe('tiers.found.certificateRevoked');
	});
	it('does not hold from the day on which it is suspended', () => {
		const certificates = [{ ...certificate('high', '2025-01-15', '2027-01-14'), suspendedOn: '2026-11-21' }];
		expect(outcome('certificate', args, { certificates }, '2026-11-20')).toBe('met');
		expect(outcome('certificate', args, { certificates }, '2026-11-21')).toBe('missing');
		const { found } = answer('certificate', args, { certificates }, '2026-11-22');
		expect(found.key).toBe('tiers.found.certificateSuspended');
	});
	it('is of the same tier and ladder', () => {
		expect(
			outcome('certificate', args, { certificates: [certificate('low', '2026-01-01', '2027-12-31')] })
		).toBe('missing');
		const other = { ...certificate('high', '2026-01-01', '2027-12-31'), ladder: 'brokerage' };
		expect(outcome('certificate', args, { certificates: [other] })).toBe('missing');
	});
});

describe('shadowing', () => {
	it('counts countersigned minutes to the minute and tells what waits', () => {
		const facts = {
			shadowing: [
				shadowed('2026-01-01', 100),
				shadowed('2026-02-01', 20),
				shadowed('2026-03-01', 60, 'waiting'),
				shadowed('2026-03-02', 60, 'disputed')
			]
		};
		expect(outcome('shadowing', { minutes: 120 }, facts)).toBe('met');
		expect(answer('shadowing', { minutes: 121 }, facts)).toMatchObject({
			outcome: 'missing',
			measure: { have: 120, need: 121, shortfall: 1, unit: 'minutes' },
			found: { params: { hours: 2, waiting: 1 } },
			next: { code: 'countersign', params: { waiting: 1 } }
		});
		expect(answer('shadowing', { minutes: 60 }, {}).next).toEqual({ code: 'shadow', params: { waiting: 0 } });
	});
	it('looks at its window only', () => {
		const shadowing = [shadowed('2025-11-21', 60)];
		expect(outcome('shadowing', { minutes: 60, withinMonths: 12 }, { shadowing }, '2026-11-20')).toBe('met');
		expect(outcome('shadowing', { minutes: 60, withinMonths: 12 }, { shadowing })).toBe('missing');
		expect(outcome('shadowing', { minutes: 60 }, { shadowing })).toBe('met');
		expect(outcome('shadowing', { minutes: 60 }, { shadowing: [shadowed('2026-11-22', 60)] })).toBe(
			'missing'
		);
	});
});

describe('credit hours and modules', () => {
	const completions = [completed('one', '2024-11-22'), completed('two', '2026-01-01')];
	it('add up within their window', () => {
		expect(outcome('creditHours', { minutes: 120, withinMonths: 24 }, { completions })).toBe('met');
		expect(
			answer('creditHours', { minutes: 120, withinMonths: 24 }, { completions }, '2026-11-22')
		).toMatchObject({
			outcome: 'missing',
			measure: { have: 60, shortfall: 60 },
			next: { code: 'takeModules' }
		});
	});
	it('name the module', () => {
		const title = { 'zh-CN': '一', en: 'One' };
		expect(outcome('moduleCompleted', { module: 'one', title }, { completions })).toBe('met');
		expect(answer('moduleCompleted', { module: 'three', title }, { completions }).next).toEqual({
			code: 'takeModule',
			params: { module: 'three' }
		});
		expect(outcome('moduleCompleted', { module: 'two', title }, { completions }, '2025-12-31')).toBe(
			'missing'
		);
	});
});

describe('a certificate of a module', () => {
	const args = { ladder: 'mentor', module: 'high', title: { 'zh-CN': '导师', en: 'Mentor' } };
	const grade = certificate('high', '2025-01-15', '2027-01-14');
	const mentor = { ...grade, ladder: 'mentor' };
	const module = { ...grade, ladder: 'module' };

	it('is in force from its day to its last, and says how to get it otherwise', () => {
		expect(outcome('moduleCertificate', args, { certificates: [mentor] })).toBe('met');
		expect(outcome('moduleCertificate', args, { certificates: [mentor] }, '2027-01-14')).toBe('met');
		expect(answer('moduleCertificate', args, { certificates: [mentor] }, '2027-01-15')).toMatchObject({
			outcome: 'missing',
			found: { key: 'tiers.found.certificateExpired' },
			next: { code: 'takeModule', params: { module: 'high' } }
		});
		const suspended = { ...mentor, suspendedOn: '2026-01-01' };
		expect(outcome('moduleCertificate', args, { certificates: [suspended] })).toBe('missing');
	});
	it('is none of a grade, nor of another kind, though the code be the same', () => {
		for (const other of [grade, module])
			expect(outcome('moduleCertificate', args, { certificates: [other] })).toBe('missing');
		for (const other of [mentor, module])
			expect(outcome('certificate', { tier: 'high' }, { certificates: [other] })).toBe('missing');
	});
});

describe('tenure', () => {
	it('runs from appointment to the next one', () => {
		const appointments = [appointed('low', '2024-11-21'), appointed('high', '2025-11-21')];
		expect(answer('tenure', { tier: 'low', months: 12 }, { appointments }).outcome).toBe('met');
		expect(answer('tenure', { tier: 'low', months: 13 }, { appointments })).toMatchObject({
			outcome: 'missing',
			earliest: null
		});
		expect(answer('tenure', { tier: 'high', months: 18 }, { appointments })).toMatchObject({
			earliest: '2027-05-21',
			next: { code: 'wait' }
		});
	});
	it('ends with the last day of an appointment, and off the ladder', () => {
		const args = { tier: 'low', months: 12 };
		const limited = [appointed('low', '2024-01-01', '2024-12-31')];
		expect(outcome('tenure', args, { appointments: limited })).toBe('met');
		const short = [appointed('low', '2024-01-01', '2024-12-30')];
		expect(answer('tenure', args, { appointments: short })).toMatchObject({
			outcome: 'missing',
			earliest: null
		});
		const left = [appointed('low', '2024-01-01'), appointed(null, '2024-07-01')];
		expect(answer('tenure', args, { appointments: left })).toMatchObject({
			measure: { have: 6 },
			earliest: null
		});
		const back = [...left, appointed('low', '2026-06-01')];
		expect(answer('tenure', args, { appointments: back }).earliest).toBe('2026-12-01');
	});

	it('with `now` asks that the person still stands on the tier', () => {
		const held = [{ id: 'a1', ladder: 'bank', tier: 'low', startsOn: '2024-01-01', validTo: null }];
		const left = [...held, { id: 'a2', ladder: 'bank', tier: 'high', startsOn: '2026-01-01', validTo: null }];
		const args = { tier: 'low', months: 12, now: true };
		expect(answer('tenure', args, { appointments: held }).outcome).toBe('met');
		expect(answer('tenure', args, { appointments: left })).toMatchObject({
			...{ outcome: 'missing', earliest: null, next: null },
			found: { key: 'tiers.found.tenureLeft' }
		});
		expect(answer('tenure', args, {}).found.key).toBe('tiers.found.noTenure');
	});
});

describe('leave', () => {
	const pausing = (kind: string, args: Record<string, unknown>, pauses: string[]) =>
		ladderOf(tierOf('high', [need(kind, args)]), { pauses });
	const on = (policy: Policy, facts: Partial<PersonFacts>, asOf = TODAY) =>
		evaluate(policy, 'high', factsOf(facts), asOf).requirements[0] as Leaf;
	const tenure = { tier: 'low', months: 12 };
	const appointments = [appointed('low', '2025-01-01')];
	const maternity = leave('2025-04-01', '2025-06-30');

	it('of the kinds that the policy names stops the clock of tenure', () => {
		const facts = { appointments, evidence: [maternity] };
		expect(on(pausing('tenure', tenure, ['sick']), facts, '2026-01-01').outcome).toBe('met');
		const paused = pausing('tenure', tenure, ['maternity']);
		expect(on(paused, facts, '2026-01-01')).toMatchObject({
			outcome: 'missing',
			measure: { have: 9 },
			earliest: '2026-04-01'
		});
		expect(on(paused, facts, '2026-04-01').outcome).toBe('met');
		// Who sees a tenure need not know of somebody's leave.
		expect(on(paused, facts).evidence.map(({ id }) => id)).toEqual(appointments.map(({ id }) => id));
	});
	it('goes on while it has no last day', () => {
		const evidence = [leave('2025-04-01', null)];
		const leaf = on(pausing('tenure', tenure, ['maternity']), { appointments, evidence });
		expect(leaf).toMatchObject({ measure: { have: 3 }, earliest: null });
	});
	it('is taken off experience only when the requirement says so', () => {
		const args = { kind: 'credit', months: 12 };
		const evidence = [job('2025-01-01'), maternity, leave('2025-05-01', '2025-07-31', 'sick')];
		const at = (more: object) =>
			on(pausing('experience', { ...args, ...more }, ['maternity', 'sick']), { evidence }, '2026-01-01');
		expect(at({}).outcome).toBe('met');
		// Leave that overlaps is taken off once.
		expect(at({ minusLeave: true })).toMatchObject({ measure: { have: 8 }, earliest: '2026-05-01' });
	});
});

describe('conduct', () => {
	it('is clear again on the anniversary of the sanction, or of the end of its effect', () => {
		expect(answer('conductClear', { years: 2 }, { evidence: [sanction('2024-11-22')] })).toMatchObject({
			outcome: 'missing',
			earliest: '2026-11-22',
			privacy: 'sensitive'
		});
		expect(outcome('conductClear', { years: 2 }, { evidence: [sanction('2024-11-21')] })).toBe('met');
		expect(
			answer('conductClear', { years: 2 }, { evidence: [sanction('2020-01-01', 'serious', '2025-12-31')] })
				.earliest
		).toBe('2027-12-31');
	});
	it('minds serious sanctions only, from their day on', () => {
		expect(
			outcome(
				'conductClear',
				{ years: 2 },
				{ evidence: [sanction('2026-01-01', 'minor'), sanction('2026-12-01')] }
			)
		).toBe('met');
		expect(outcome('conductClear', { years: 2 }, {})).toBe('met');
	});
});

describe('credit standing', () => {
	it('asks the last check', () => {
		const args = { withinMonths: 12 };
		expect(outcome('creditStanding', args, { evidence: [check('2025-11-22')] })).toBe('met');
		expect(answer('creditStanding', args, { evidence: [check('2025-11-21')] })).toMatchObject({
			outcome: 'missing',
			found: { params: { outcome: 'old' } },
			next: { code: 'renewCreditCheck' }
		});
		expect(
			outcome('creditStanding', args, { evidence: [check('2026-01-01'), check('2026-02-01', 'poor')] })
		).toBe('missing');
		expect(
			outcome('creditStanding', args, { evidence: [check('2026-01-01', 'poor'), check('2026-02-01')] })
		).toBe('met');
		expect(answer('creditStanding', args, {})).toMatchObject({
			outcome: 'unknown',
			earliest: null,
			next: { code: 'renewCreditCheck' }
		});
	});
});
