import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	acceptReading,
	FASTEST,
	findLacking,
	isWatched,
	type ReadingState
} from '$lib/features/training/reading';

const nothing: ReadingState = { seconds: 0, parts: [], watched: {} };
const videos = new Map<string, number | null>([
	['a.mp4', 100],
	['b.mp4', null]
]);
const things = { parts: ['part-1', 'part-2'], videos };

describe('a report of reading', () => {
	const seconds = fc.integer({ min: 0, max: 120 });
	const watched = fc.dictionary(
		fc.constantFrom('a.mp4', 'b.mp4', 'c.mp4'),
		fc.float({ min: 0, max: 5000, noNaN: true })
	);
	const parts = fc.array(fc.constantFrom('part-1', 'part-2', 'part-9'));
	const report = fc.record({ seconds, watched, parts });

	it('never takes back, never counts more than time allows, and knows only what the lesson has', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(report, fc.integer({ min: 0, max: 60 })), { maxLength: 20 }),
				(reports) => {
					let known: ReadingState = nothing;
					let passed = 0;
					for (const [given, more] of reports) {
						passed += more;
						const next = acceptReading(known, given, things, passed);
						expect(next.seconds).toBeGreaterThanOrEqual(known.seconds);
						expect(next.seconds).toBeLessThanOrEqual(Math.max(known.seconds, passed));
						expect(known.parts.every((id) => next.parts.includes(id))).toBe(true);
						expect(next.parts).not.toContain('part-9');
						expect(next.watched).not.toHaveProperty(['c.mp4']);
						for (const [name, value] of Object.entries(known.watched))
							expect(next.watched[name]).toBeGreaterThanOrEqual(value);
						const sum = Object.values(next.watched).reduce((total, value) => total + value, 0);
						expect(sum).toBeLessThanOrEqual(FASTEST * passed + 5 + 1e-6);
						expect(next.watched['a.mp4'] ?? 0).toBeLessThanOrEqual(100);
						known = next;
					}
				}
			)
		);
	});

	it('takes an honest report as it is', () => {
		const told = { seconds: 15, parts: ['part-2'], watched: { 'a.mp4': 14 } };
		expect(acceptReading(nothing, told, things, 15)).toEqual(told);
	});
});

describe('what a lesson asks for', () => {
	const asked = {
		parts: [
			{ id: 'part-1', title: 'One' },
			{ id: 'part-2', title: 'Two' }
		],
		videos: [{ name: 'a.mp4', title: 'Film', seconds: 100 }],
		questions: ['q1', 'q2']
	};
	const done = (parts: string[], watched: Record<string, number>, answered: string[]) => ({
		...{ parts, watched },
		answered: new Set(answered)
	});

	it('is named in the order of kinds and of the text, and nothing that it does not ask', () => {
		expect(findLacking(undefined, asked, done([], {}, []))).toEqual([]);
		expect(findLacking(['questions'], asked, done([], {}, ['q1']))).toEqual([
			{ kind: 'question', number: 2 }
		]);
		expect(
			findLacking(['questions', 'videos', 'parts'], asked, done(['part-1'], { 'a.mp4': 50 }, []))
		).toEqual([
			{ kind: 'part', title: 'Two' },
			{ kind: 'video', title: 'Film' },
			{ kind: 'question', number: 1 },
			{ kind: 'question', number: 2 }
		]);
		const all = done(['part-2', 'part-1'], { 'a.mp4': 98 }, ['q2', 'q1']);
		expect(findLacking(['parts', 'videos', 'questions'], asked, all)).toEqual([]);
	});

	it('counts a video as watched near its end, and one of unknown length once it was begun', () => {
		expect([isWatched(100, 96.9), isWatched(100, 97), isWatched(2, 0)]).toEqual([false, true, true]);
		expect([isWatched(null, undefined), isWatched(null, 0.5), isWatched(null, 1)]).toEqual([
			false,
			false,
			true
		]);
	});
});
