import { describe, expect, it } from 'vitest';
import type { PathStep } from '$lib/features/paths/content';
import { computeProgress, type Learned } from '$lib/features/paths/progress';

const steps: PathStep[] = [
	{ rule: { kind: 'all' }, items: [{ module: 'a' }, { class: 'camp' }] },
	{ rule: { kind: 'atLeast', count: 2 }, items: [{ module: 'b' }, { module: 'c' }, { module: 'd' }] },
	{ rule: { kind: 'all' }, items: [{ hours: { minutes: 120, withinMonths: 12, area: 'law' } }] }
];
const learned = (
	modules: Record<string, string>,
	classes: Record<string, string> = {},
	law = 0
): Learned => ({
	modules: new Map(Object.entries(modules)),
	classes: new Map(Object.entries(classes)),
	credits: [
		{ earnedOn: '2026-01-10', minutes: law, area: 'law', method: 'online' },
		{ earnedOn: '2024-01-10', minutes: 600, area: 'law', method: 'online' },
		{ earnedOn: '2026-01-10', minutes: 600, area: 'ethics', method: 'online' }
	]
});
const states = (who: Learned, since: string | null = null) =>
	computeProgress(steps, who, '2026-06-01', since).steps.map(({ state, have }) => `${state} ${have}`);

describe('progress on a path', () => {
	it('opens a step when those before it are done', () => {
		expect(states(learned({}))).toEqual(['now 0', 'later 0', 'later 0']);
		expect(states(learned({ a: '2026-01-01', b: '2026-01-02' }))).toEqual(['now 1', 'later 1', 'later 0']);
		expect(states(learned({ a: '2026-01-01' }, { camp: '2026-02-01' }))).toEqual([
			'done 2',
			'now 0',
			'later 0'
		]);
	});

	it('counts of a choice no more than are needed, and hours of the area and time that are asked', () => {
		const who = learned(
			{ a: '2026-01-01', b: '2026-01-02', c: '2026-03-01', d: '2026-04-01' },
			{ camp: '2026-02-01' }
		);
		expect(computeProgress(steps, who, '2026-06-01')).toMatchObject({ need: 5, have: 4, done: false });
		const done = computeProgress(steps, { ...who, credits: learned({}, {}, 120).credits }, '2026-06-01');
		expect(done).toMatchObject({ done: true, completedOn: '2026-03-01' });
	});

	it('leaves out what was completed before the day from which it counts, and what comes later', () => {
		const who = learned({ a: '2025-12-31', b: '2026-01-02' }, { camp: '2026-07-01' });
		expect(states(who, '2026-01-01')).toEqual(['now 0', 'later 1', 'later 0']);
	});
});
