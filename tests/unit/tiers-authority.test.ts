import { describe, expect, it } from 'vitest';
import { mayDo, tierHeld } from '$lib/features/tiers/authority/rules';
import { isTold } from '$lib/features/tiers/inquiries/rules';
import { parsePolicy } from '$lib/features/tiers';

const policy = parsePolicy(
	`ladder: bank
effectiveFrom: "2026-01-01"
name: { zh-CN: 标准, en: Standard }
edition: { zh-CN: 版, en: edition }
tiers:
  - id: assistant
    name: { zh-CN: 助理, en: Assistant }
    requirements: [{ induction: {} }]
  - id: manager
    name: { zh-CN: 经理, en: Manager }
    requirements: [{ induction: {} }]
    authority:
      - { id: credit, name: { zh-CN: 授信, en: Credit }, limit: { amount: 500000, unit: CNY } }
      - { id: visit, name: { zh-CN: 拜访, en: Visits } }
`,
	'bank/2026-01-01.yaml'
);

const appointed = (tier: string | null, startsOn: string, validTo: string | null = null) => ({
	...{ id: `${startsOn}:${tier}`, ladder: 'bank', tier, startsOn, validTo }
});
const ask = { authority: 'credit', amount: null, on: '2026-06-01' };
const holder = { active: true, appointments: [appointed('manager', '2026-01-10', '2026-12-31')] };

describe('mayDo', () => {
	it.each([
		['within the limit', holder, { ...ask, amount: 500_000 }, true, 'granted'],
		['one over the limit', holder, { ...ask, amount: 500_001 }, false, 'overLimit'],
		['no amount asked', holder, ask, true, 'granted'],
		['without a limit', holder, { ...ask, authority: 'visit', amount: 9e9 }, true, 'granted'],
		['a thing that no tier names', holder, { ...ask, authority: 'fly' }, false, 'notInTier'],
		['the last day', holder, { ...ask, on: '2026-12-31' }, true, 'granted'],
		['the day after the last', holder, { ...ask, on: '2027-01-01' }, false, 'appointmentEnded'],
		['the day before it begins', holder, { ...ask, on: '2026-01-09' }, false, 'noTier'],
		['suspended', { ...holder, active: false }, ask, false, 'notActive'],
		['never appointed', { active: true, appointments: [] }, ask, false, 'noTier'],
		[
			'a tier below',
			{ active: true, appointments: [appointed('assistant', '2026-01-10')] },
			ask,
			false,
			'notInTier'
		],
		[
			'exited since',
			{ active: true, appointments: [...holder.appointments, appointed(null, '2026-05-01')] },
			ask,
			false,
			'noTier'
		]
	] as const)('%s', (_, person, question, allowed, reason) => {
		expect(mayDo(policy, person, question)).toMatchObject({ allowed, reason });
	});

	it('denies without a standard in force', () => {
		expect(mayDo(null, holder, ask)).toMatchObject({ allowed: false, reason: 'noStandard' });
	});
});

describe('tierHeld', () => {
	it('goes by the newest appointment that has begun, whatever their order', () => {
		const all = [appointed('manager', '2026-05-01'), appointed('assistant', '2026-01-01')];
		expect(tierHeld(all, 'bank', '2026-04-30').tier).toBe('assistant');
		expect(tierHeld(all, 'bank', '2026-05-01').tier).toBe('manager');
		expect(tierHeld(all, 'other', '2026-05-01').tier).toBeNull();
	});
});

describe('isTold', () => {
	it('tells of what takes something before it is decided, and of a favour once it is', () => {
		expect(isTold({ kind: 'demotion', state: 'proposed' })).toBe(true);
		expect(isTold({ kind: 'demotion', state: 'withdrawn' })).toBe(false);
		expect(isTold({ kind: 'promotion', state: 'proposed' })).toBe(false);
		expect(isTold({ kind: 'promotion', state: 'notice' })).toBe(true);
		expect(isTold({ kind: 'promotion', state: 'rejected' })).toBe(false);
	});
});
