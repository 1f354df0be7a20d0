import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesBetween, computeAgreementState, splitMinutes } from '$lib/features/mentoring/agreement';
import { computeHealth, type HealthFacts } from '$lib/features/mentoring/health';
import { decidePlan, proposeSteps } from '$lib/features/mentoring/plan';

describe('the steps that a session should take', () => {
	it('puts what nobody has touched first, and what is not agreed last', () => {
		const agreed = [120, 60, 300, 0, 60, 60, 60];
		const order = proposeSteps(agreed, [{ minutes: 60, steps: [1, 2] }], [{ minutes: 30, steps: [5] }]);
		expect(order.map(({ step }) => step)).toEqual([3, 6, 7, 1, 5, 2, 4]);
		expect(order.filter(({ uncovered }) => uncovered).map(({ step }) => step)).toEqual([3, 6, 7]);
	});

	it('holds every step once, the uncovered before all others', () => {
		const session = fc.record({
			minutes: fc.integer({ min: 15, max: 720 }),
			steps: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
		});
		const agreed = fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 7, maxLength: 7 });
		fc.assert(
			fc.property(agreed, fc.array(session), fc.array(session), (terms, done, planned) => {
				const order = proposeSteps(terms, done, planned);
				expect(order.map(({ step }) => step).sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
				const first = order.findIndex(({ uncovered }) => !uncovered);
				expect(first === -1 || order.slice(first).every(({ uncovered }) => !uncovered)).toBe(true);
			})
		);
	});
});

describe('planning', () => {
	const pairing = { startsOn: '2026-01-05', endsOn: '2026-06-30', endedOn: null };
	const facts = {
		pairing,
		now: new Date('2026-02-01T02:00:00Z'),
		midnight: new Date('2026-02-10T16:00:00Z')
	};
	const at = (time: string) => ({ day: '2026-02-10', startsAt: new Date(time), minutes: 90 });
	it('is for what is ahead, within the pairing and the day', () => {
		expect(decidePlan(at('2026-02-10T06:00:00Z'), facts).ok).toBe(true);
		expect(decidePlan(at('2026-02-10T14:30:00Z'), facts).ok).toBe(true);
		const refused = (session: Parameters<typeof decidePlan>[0], change: object, code: string) =>
			expect(decidePlan(session, { ...facts, ...change })).toMatchObject({ ok: false, code });
		refused(at('2026-02-10T14:31:00Z'), {}, 'mentoring.plan.midnight');
		refused(at('2026-02-10T06:00:00Z'), { now: new Date('2026-02-10T06:00:00Z') }, 'mentoring.plan.past');
		refused(
			at('2026-02-10T06:00:00Z'),
			{ pairing: { ...pairing, endedOn: '2026-02-01' } },
			'mentoring.pairing.ended'
		);
		refused(
			{ ...at('2026-02-10T06:00:00Z'), minutes: 10 },
			{ pairing: { ...pairing, endsOn: '2026-02-10' } },
			'mentoring.minutes.range'
		);
	});
});

describe('how a pairing stands', () => {
	const facts: HealthFacts = {
		...{ startsOn: '2026-01-05', endsOn: '2026-06-30', endedOn: null, agreed: true },
		...{ agreedOn: '2026-01-06', disputed: 0, lastOn: '2026-03-01' }
	};
	const is = (change: Partial<HealthFacts>, today = '2026-03-10') =>
		computeHealth({ ...facts, ...change }, today, 21);
	it('is the most urgent that holds', () => {
		expect(is({})).toBe('onTrack');
		expect(is({ lastOn: '2026-02-17' })).toBe('onTrack');
		expect(is({ lastOn: '2026-02-16' })).toBe('quiet');
		expect(is({ lastOn: null, agreedOn: '2026-03-01' })).toBe('onTrack');
		expect(is({ endsOn: '2026-04-09' })).toBe('ending');
		expect(is({ endsOn: '2026-03-09' })).toBe('overdue');
		expect(is({ startsOn: '2026-03-11' })).toBe('planned');
		expect(is({ agreed: false, endsOn: '2026-03-09' })).toBe('unsigned');
		expect(is({ agreed: false, disputed: 1 })).toBe('disputed');
		expect(is({ endedOn: '2026-03-01', disputed: 1 })).toBe('ended');
	});
});

describe('an agreement', () => {
	it('is in force with two signatures, and nothing after a no', () => {
		expect(computeAgreementState(['sign'], true)).toBe('proposed');
		expect(computeAgreementState(['sign'], false)).toBe('superseded');
		expect(computeAgreementState(['sign', 'sign'], false)).toBe('agreed');
		expect(computeAgreementState(['sign', 'decline'], true)).toBe('declined');
	});

	it('spreads its minutes over the steps without losing one', () => {
		fc.assert(
			fc.property(fc.integer({ min: 60, max: 60_000 }), (total) => {
				const split = splitMinutes(total);
				expect(split).toHaveLength(7);
				expect(split.reduce((sum, minutes) => sum + minutes, 0)).toBe(total);
				expect(split.every((minutes) => minutes >= 0)).toBe(true);
			})
		);
	});

	it('names what a version says otherwise', () => {
		const content = {
			...{ purpose: 'skills' as const, target: null, startsOn: '2026-01-05', endsOn: '2026-06-30' },
			...{ plannedMinutes: 420, steps: [60, 60, 60, 60, 60, 60, 60], goal: '独立走访' }
		};
		expect(changesBetween(content, content)).toEqual([]);
		const next = {
			...content,
			endsOn: '2026-07-31',
			plannedMinutes: 480,
			steps: [120, 60, 60, 60, 60, 60, 60]
		};
		expect(changesBetween(content, next)).toEqual([
			{ field: 'endsOn' },
			{ field: 'plannedMinutes' },
			{ field: 'steps', step: 1 }
		]);
	});
});
