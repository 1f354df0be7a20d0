import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, isCode, leftOf, newSecret, pastSlotOf, slotOf } from '$lib/features/classes/codes.server';
import { arrival, codesCount, computeResult, decideEnrolment, phaseOf } from '$lib/features/classes/rules';
import { attendanceStates, createClassSchema } from '$lib/features/classes';

const NOW = new Date('2026-03-09T02:00:00Z');
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const session = { startsAt: NOW, endsAt: later(120) };

describe('codes', () => {
	it('are six digits, each of its half minute and its session', () => {
		const [a, b] = [newSecret(), newSecret()];
		const codes = new Set<string>();
		for (let slot = 0; slot < 500; slot++) {
			expect(codeOf(a, slot)).toMatch(/^\d{6}$/);
			codes.add(codeOf(a, slot));
		}
		expect(codes.size).toBeGreaterThan(490);
		expect([1, 2, 3, 4].every((slot) => codeOf(a, slot) === codeOf(b, slot))).toBe(false);
		expect(codeOf(a, 7)).toBe(codeOf(a, 7));
		expect(isCode(a, 7, codeOf(a, 7))).toBe(true);
		for (const wrong of ['', '1', '1234567', '一二三四五六']) expect(isCode(a, 7, wrong)).toBe(false);
	});

	it('change every half minute and know where they were shown', () => {
		expect(slotOf(later(0.5)) - slotOf(NOW)).toBe(1);
		expect(leftOf(NOW)).toBe(30_000);
		expect(leftOf(new Date(NOW.getTime() + 29_999))).toBe(1);
		const shown = { ...session, codeSecret: newSecret() };
		const photographed = codeOf(shown.codeSecret, slotOf(later(3)));
		expect(pastSlotOf(shown, photographed, later(3))).toBeNull();
		expect(pastSlotOf(shown, photographed, later(60))).toBe(slotOf(later(3)));
		expect(pastSlotOf(shown, photographed, later(600))).toBe(slotOf(later(3)));
	});

	it('count from a quarter of an hour before the session to its end', () => {
		expect([-16, -15, 0, 119, 120].map((minutes) => codesCount(session, later(minutes)))).toEqual([
			...[false, true, true, true, false]
		]);
		expect([-10, 0, 15, 16].map((minutes) => arrival(session, later(minutes)))).toEqual([
			...['present', 'present', 'present', 'late']
		]);
	});
});

describe('the result of a class', () => {
	const state = fc.option(fc.constantFrom(...attendanceStates));
	it('is never completed by the absent, the excused or those of whom nothing is recorded', () => {
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('absent', 'excused', null) as typeof state),
				fc.integer({ min: 1, max: 100 }),
				(states, share) => {
					expect(computeResult(states, share).completed).toBe(false);
				}
			)
		);
	});
	it('asks for the needed share, rounding in nobody’s favour', () => {
		fc.assert(
			fc.property(
				fc.array(state, { minLength: 1, maxLength: 20 }),
				fc.integer({ min: 1, max: 100 }),
				(states, share) => {
					const { completed, attended, sessions } = computeResult(states, share);
					expect(completed).toBe(attended > 0 && attended / sessions >= share / 100 - 1e-9);
				}
			)
		);
		expect(computeResult(['present', 'present', null], 67).completed).toBe(false);
		expect(computeResult(['present', 'late', null], 66).completed).toBe(true);
		expect(computeResult([], 1).completed).toBe(false);
	});
});

describe('enrolment', () => {
	const facts = {
		...{ state: 'open' as const, approval: 'none' as const, enrolUntil: later(60), start: later(90) },
		...{ capacity: 2, enrolled: 1, last: null, teaches: false, now: NOW }
	};
	it.each([
		[{}, 'enrolled'],
		[{ enrolled: 2 }, 'waiting'],
		[{ approval: 'officer' as const, enrolled: 2 }, 'requested'],
		[{ last: 'withdrawn' as const }, 'enrolled'],
		[{ last: 'declined' as const }, 'enrolled']
	])('%j gives %s', (change, state) => {
		expect(decideEnrolment({ ...facts, ...change })).toMatchObject({ ok: true, state });
	});
	it.each([
		[{ state: 'draft' as const }, 'classes.enrol.not_open'],
		[{ state: 'closed' as const }, 'classes.enrol.not_open'],
		[{ teaches: true }, 'classes.enrol.teacher'],
		[{ last: 'waiting' as const }, 'classes.enrol.twice'],
		[{ last: 'removed' as const }, 'classes.enrol.removed'],
		[{ now: later(60) }, 'classes.enrol.late']
	])('%j is refused: %s', (change, code) => {
		expect(decideEnrolment({ ...facts, ...change })).toMatchObject({ ok: false, code });
	});
	it('shows where a class stands by the clock', () => {
		const at = (now: Date, enrolled = 1) =>
			phaseOf({ ...facts, enrolled, end: later(200), start: later(90) }, now);
		expect([at(NOW), at(NOW, 2), at(later(70)), at(later(100)), at(later(200))]).toEqual([
			...['enrolling', 'full', 'waiting', 'running', 'ended']
		]);
	});
});

describe('the form of a class', () => {
	const row = { id: '', date: '2026-03-09', from: '09:00', until: '11:30', place: '301' };
	const blank = { id: '', date: '', from: '', until: '', place: '' };
	const sessions = (rows: object) => createClassSchema.shape.sessions.safeParse(rows);
	it('leaves out empty rows and keeps the number of each', () => {
		expect(sessions({ 0: blank, 1: row, 2: blank }).data).toMatchObject([
			{
				row: 1,
				id: null,
				startsAt: new Date('2026-03-09T01:00:00Z'),
				endsAt: new Date('2026-03-09T03:30:00Z')
			}
		]);
	});
	it('names the field of the row that is missing', () => {
		const { error } = sessions({ 0: blank, 1: { ...row, from: '' } });
		expect(error!.issues).toMatchObject([{ path: [1, 'from'], message: 'app.field.required' }]);
	});
});
