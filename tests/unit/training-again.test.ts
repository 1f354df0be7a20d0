import { describe, expect, it } from 'vitest';
import {
	againPhase,
	earnedMinutes,
	mayTakeAgain,
	type AskedAgain,
	type ModuleRenewal
} from '$lib/features/training/again';

const known = { started: true, completed: true, retired: false, missing: [] };
const renewal = (over: Partial<ModuleRenewal> = {}): ModuleRenewal => ({
	...{ number: 'JH-T-26-7XK4M9Q-4R', state: 'runs', validTo: '2027-03-01', opens: null, completedOn: null },
	...over
});
const later = renewal({ opens: '2027-01-01' });
const done = renewal({ completedOn: '2027-01-05' });

describe('taking a module again', () => {
	it('is open while a certificate that rests on it can be renewed, once', () => {
		expect(mayTakeAgain(known, { renewal: renewal(), asked: null })).toEqual({ ok: true });
		expect(mayTakeAgain(known, { renewal: null, asked: null })).toMatchObject({
			ok: false,
			code: 'training.again.nothing'
		});
		expect(mayTakeAgain(known, { renewal: later, asked: null })).toMatchObject({
			...{ ok: false, code: 'training.again.too_early' },
			params: { number: 'JH-T-26-7XK4M9Q-4R', opens: '2027-01-01' }
		});
		expect(mayTakeAgain(known, { renewal: done, asked: null })).toMatchObject({
			...{ ok: false, code: 'training.again.done', params: { on: '2027-01-05' } }
		});
	});

	it('is not for whoever has not completed it, or cannot begin it', () => {
		const of = (over: Partial<typeof known>, asked: AskedAgain | null = null) =>
			mayTakeAgain({ ...known, ...over }, { renewal: renewal(), asked });
		expect(of({ started: false, completed: false })).toMatchObject({ code: 'training.module.not_started' });
		expect(of({ completed: false })).toMatchObject({ code: 'training.again.under_way' });
		expect(of({ retired: true })).toMatchObject({ code: 'training.module.retired' });
		expect(mayTakeAgain({ ...known, missing: ['other'] }, { renewal: renewal(), asked: null })).toMatchObject(
			{
				code: 'training.module.requires'
			}
		);
	});

	it('is open for an assignment that asks for it, whatever a certificate says', () => {
		const asked = { assignmentId: 'a', title: { 'zh-CN': '合规年训', en: 'Yearly compliance' }, dueOn: null };
		for (const one of [null, renewal(), later, done])
			expect(mayTakeAgain(known, { renewal: one, asked })).toEqual({ ok: true });
		expect(mayTakeAgain({ ...known, completed: false }, { renewal: null, asked })).toMatchObject({
			code: 'training.again.under_way'
		});
		expect(mayTakeAgain({ ...known, retired: true }, { renewal: null, asked })).toMatchObject({
			code: 'training.module.retired'
		});
	});

	it('stands where its page says', () => {
		expect(againPhase(known, renewal())).toBe('open');
		expect(againPhase(known, later)).toBe('later');
		expect(againPhase({ ...known, completed: false }, renewal())).toBe('underWay');
		expect(againPhase({ ...known, retired: true }, renewal())).toBe('blocked');
		// Completed before its renewal opens as well as after: HR has the next word.
		expect(againPhase(known, done)).toBe('done');
		expect(againPhase(known, { ...done, opens: '2027-02-01' })).toBe('done');
	});
});

describe('credit of a version', () => {
	const version = { id: 'a', creditMinutes: 60 };
	const on = (completedOn: string, versionId = 'a') => ({ versionId, completedOn });

	it('is earned once in a calendar year, and by each version', () => {
		expect(earnedMinutes(version, [], '2026-12-31')).toBe(60);
		expect(earnedMinutes(version, [on('2026-01-01')], '2026-12-31')).toBe(0);
		expect(earnedMinutes(version, [on('2026-01-01')], '2027-01-01')).toBe(60);
		expect(earnedMinutes(version, [on('2025-12-31'), on('2026-06-01')], '2026-12-31')).toBe(0);
		expect(earnedMinutes(version, [on('2026-01-01', 'b')], '2026-12-31')).toBe(60);
	});
});
