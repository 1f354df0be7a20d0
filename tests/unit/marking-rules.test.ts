import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideAgreement, isApart, isCalibrated, medianOf } from '$lib/features/marking/agreement';
import { allocateAnswers, sampleOf, type ToAllocate } from '$lib/features/marking/allocate';
import { masked } from '$lib/features/marking/mask';
import { progressBy, type CountedTask } from '$lib/features/marking/progress';
import { earnedBy, schemeOf, type Scheme } from '$lib/features/marking/scheme';

const rubric: Scheme = {
	kind: 'rubric',
	marks: 10,
	rows: [
		{ id: 'facts', weight: 60, shares: [100, 50, 0] },
		{ id: 'words', weight: 40, shares: [100, 33.3, 0] }
	]
};
const halves: Scheme = { kind: 'halves', marks: 5 };
const earned = (scheme: Scheme, levels: Record<string, number>, hundredths: number | null = null) => {
	const chosen = earnedBy(scheme, { levels, hundredths });
	return chosen.ok ? chosen.hundredths : chosen.code;
};

describe('what levels earn', () => {
	it.each([
		[{ facts: 0, words: 0 }, 1000],
		[{ facts: 1, words: 0 }, 700],
		[{ facts: 1, words: 1 }, 433],
		[{ facts: 2, words: 2 }, 0],
		[{ facts: 0 }, 'marking.mark.incomplete'],
		[{ facts: 0, words: 3 }, 'marking.mark.other_rubric'],
		[{ facts: 0, words: 0, other: 0 }, 'marking.mark.other_rubric'],
		[{ facts: 0, words: 0, constructor: 0 }, 'marking.mark.other_rubric']
	])('%j: %s', (levels, expected) => expect(earned(rubric, levels)).toBe(expected));

	it('marks without a rubric go in halves, from nothing to what the question is worth', () => {
		expect(earned(halves, {}, 450)).toBe(450);
		expect(earned(halves, {}, 0)).toBe(0);
		for (const wrong of [425, 550, -50, 0.5]) expect(earned(halves, {}, wrong)).toBe('marking.mark.range');
		expect(earned(halves, {})).toBe('marking.mark.incomplete');
		expect(earned(halves, { facts: 0 }, 100)).toBe('marking.mark.other_rubric');
		expect(earned(rubric, { facts: 0, words: 0 }, 100)).toBe('marking.mark.other_rubric');
	});

	it('an essay without a rubric is marked in halves', () => {
		const stem = { en: 'Write.' };
		expect(schemeOf({ type: 'essay', stem, rubric: [] }, 5)).toEqual(halves);
	});
});

describe('agreement', () => {
	const marks = 10;
	const one = (first: number | null, second: number | null, third: number | null = null) => ({
		...{ id: 'x', marks, first, second, third }
	});
	const decide = (
		answer: ReturnType<typeof one>,
		sides: [boolean, boolean] | null = [true, true],
		double = true
	) => decideAgreement([answer], { double, apartPercent: 20, sides }).get('x')!;

	it.each([
		['nobody yet', one(null, null), null, { kind: 'wait' }],
		['one of two', one(700, null), null, { kind: 'wait' }],
		['the same', one(700, 700), null, { kind: 'average', hundredths: 700 }],
		['near, all in', one(700, 601), [true, true], { kind: 'average', hundredths: 651 }],
		['near, others are out', one(700, 600), null, { kind: 'wait' }],
		['just near enough', one(700, 500), [false, false], { kind: 'average', hundredths: 600 }],
		['apart', one(700, 499), null, { kind: 'third' }],
		['near, one would pass', one(620, 580), [true, false], { kind: 'third' }],
		['the same, one would pass', one(700, 700), [false, true], { kind: 'average', hundredths: 700 }],
		['three', one(700, 499, 520), [true, false], { kind: 'median', hundredths: 520 }]
	] as const)('%s', (_name, answer, sides, verdict) => {
		expect(decide({ ...answer }, sides as [boolean, boolean] | null)).toEqual(verdict);
	});

	it('one marker alone decides', () => {
		expect(decide(one(480, null), null, false)).toEqual({ kind: 'single', hundredths: 480 });
	});

	const mark = fc.integer({ min: 0, max: 1000 });
	it('lies between the marks, whoever came first', () => {
		fc.assert(
			fc.property(mark, mark, mark, fc.integer({ min: 0, max: 100 }), (a, b, c, apartPercent) => {
				const how = { double: true, apartPercent, sides: [true, true] as const };
				const there = decideAgreement([one(a, b)], how).get('x');
				expect(decideAgreement([one(b, a)], how).get('x')).toEqual(there);
				if (there?.kind === 'average') {
					expect(there.hundredths).toBeGreaterThanOrEqual(Math.min(a, b));
					expect(there.hundredths).toBeLessThanOrEqual(Math.max(a, b));
					expect(isApart(a, b, marks, apartPercent)).toBe(false);
				} else expect(there).toEqual({ kind: 'third' });
				expect(medianOf(a, b, c)).toBe([a, b, c].sort((x, y) => x - y)[1]);
			})
		);
	});

	it('somebody is ready who came close often enough', () => {
		const asked = { exampleCount: 2, exampleApart: 10 };
		const close = { given: 600, agreed: 700, marks };
		const far = { given: 599, agreed: 700, marks };
		expect(isCalibrated([close, far], asked)).toBe(false);
		expect(isCalibrated([close, far, close], asked)).toBe(true);
		expect(isCalibrated([], { exampleCount: 0, exampleApart: 0 })).toBe(true);
	});
});

const arbitraryWork = fc
	.record({
		scripts: fc.integer({ min: 1, max: 12 }),
		questions: fc.integer({ min: 1, max: 5 }),
		people: fc.integer({ min: 3, max: 6 }),
		recusals: fc.array(fc.tuple(fc.nat(11), fc.nat(5)), { maxLength: 6 }),
		setters: fc.array(fc.nat(5), { minLength: 5, maxLength: 5 })
	})
	.map(({ scripts, questions, people, recusals, setters }) => {
		const markers = Array.from({ length: people }, (_, i) => `m${i}`);
		const answers: ToAllocate[] = [];
		for (let script = 0; script < scripts; script++) {
			const recused = new Set(recusals.filter(([s]) => s === script).map(([, m]) => `m${m}`));
			for (let question = 0; question < questions; question++) {
				const setter = `m${setters[question]}`;
				const id = `${script}-${question}`;
				answers.push({ id, script: `s${script}`, question: `q${question}`, setter, recused });
			}
		}
		return { answers, markers };
	});
const order = <T>(list: readonly T[]) => [...list];

describe('allocation', () => {
	it.each([
		['question', 1],
		['question', 2],
		['script', 1],
		['script', 2]
	] as const)('by %s to %i: nobody twice, nobody recused, no setter alone', (by, times) => {
		fc.assert(
			fc.property(arbitraryWork, ({ answers, markers }) => {
				const shared = allocateAnswers(answers, markers, { by, times, order });
				if (!shared.ok) {
					// Somebody is left for every answer only where enough may read its unit.
					const { answer } = shared;
					const unit = by === 'script' ? answers.filter(({ script }) => script === answer.script) : [answer];
					const may = markers.filter((id) =>
						unit.every(({ recused, setter }) => !recused.has(id) && !(times === 1 && setter === id))
					);
					expect(may.length).toBeLessThan(times);
					return;
				}
				for (const answer of answers) {
					const readers = shared.readers.get(answer.id)!;
					expect(new Set(readers).size).toBe(times);
					expect(readers.some((id) => answer.recused.has(id))).toBe(false);
					if (times === 1) expect(readers).not.toContain(answer.setter);
					if (by === 'script')
						expect(readers).toEqual(
							shared.readers.get(answers.find(({ script }) => script === answer.script)!.id)
						);
				}
			})
		);
	});

	it('is even where nobody is recused, and keeps a question with few people', () => {
		const answers = Array.from({ length: 60 }, (_, i) => ({
			...{ id: `${i}`, script: `s${i % 20}`, question: `q${i % 3}`, setter: null, recused: new Set<string>() }
		}));
		const shared = allocateAnswers(answers, ['a', 'b', 'c', 'd'], { by: 'question', times: 2, order });
		if (!shared.ok) throw new Error('nobody left');
		const load = (id: string) =>
			[...shared.readers.values()].filter((readers) => readers.includes(id)).length;
		expect(['a', 'b', 'c', 'd'].map(load)).toEqual([30, 30, 30, 30]);
		const firsts = (question: string) =>
			new Set(answers.filter((one) => one.question === question).map(({ id }) => shared.readers.get(id)![0]));
		for (const question of ['q0', 'q1', 'q2']) expect(firsts(question).size).toBeLessThanOrEqual(2);
	});

	it('gives who is recused from some more of the others', () => {
		const answers = Array.from({ length: 20 }, (_, i) => ({
			...{ id: `${i}`, script: `s${i}`, question: `q${i % 2}`, setter: null },
			recused: new Set(i < 10 ? ['mentor'] : [])
		}));
		for (const people of [
			['mentor', 'other'],
			['other', 'mentor']
		])
			for (const by of ['question', 'script'] as const) {
				const shared = allocateAnswers(answers, people, { by, times: 1, order });
				if (!shared.ok) throw new Error('nobody left');
				const own = [...shared.readers].filter(([, [reader]]) => reader === 'mentor');
				expect(own).toHaveLength(10);
				expect(own.every(([id]) => Number(id) >= 10)).toBe(true);
			}
	});

	it('samples at least the share of what each reads of each question', () => {
		fc.assert(
			fc.property(arbitraryWork, fc.integer({ min: 0, max: 100 }), ({ answers, markers }, percent) => {
				const shared = allocateAnswers(answers, markers, { by: 'question', times: 2, order });
				if (!shared.ok) return;
				const sample = sampleOf(answers, shared.readers, percent, order);
				if (!percent) expect(sample.size).toBe(0);
				for (const marker of markers)
					for (const question of ['q0', 'q1', 'q2', 'q3', 'q4']) {
						const own = answers.filter(
							(one) => one.question === question && shared.readers.get(one.id)!.includes(marker)
						);
						const drawn = own.filter(({ id }) => sample.has(id)).length;
						expect(drawn).toBeGreaterThanOrEqual(Math.ceil((own.length * percent) / 100));
					}
			})
		);
	});
});

describe('who wrote an answer', () => {
	it.each([
		['我是林晓彤，工号 JH0183。', '我是■■■，工号 ■■■。'],
		['林 晓 彤 jh0183 ＪＨ０１８３', '■■■ ■■■ ■■■'],
		['票号 2604-0183，邮箱 a.b@c.example', '票号 ■■■，邮箱 ■■■'],
		['晓林不是名字', '晓林不是名字']
	])('%s', (text, expected) => {
		expect(masked(text, ['林晓彤', 'JH0183', 'a.b@c.example', '2604-0183', null, '', 'x'])).toBe(expected);
	});
});

it('progress: means, distance to the other mark and which way', () => {
	const task = (markerId: string, turn: string, hundredths: number | null, seconds = 60): CountedTask => ({
		...{ markerId, turn, hundredths, seconds, question: 'q', answerId: 'x', marks: 10 },
		state: hundredths === null ? 'waiting' : 'submitted'
	});
	const by = progressBy(
		[task('a', 'first', 800, 30), task('b', 'second', 500), task('c', 'third', 700), task('c', 'x', null)],
		({ markerId }) => markerId
	);
	expect(by.get('a')).toMatchObject({
		tasks: 1,
		submitted: 1,
		mean: 80,
		distance: 30,
		lean: 30,
		seconds: 30
	});
	expect(by.get('b')).toMatchObject({ distance: 30, lean: -30 });
	expect(by.get('c')).toMatchObject({ tasks: 2, submitted: 1, mean: 70, distance: null, lean: null });
});
