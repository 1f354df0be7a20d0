import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownAnswer, scoreQuestion, shownOf, type Question } from '$lib/features/bank';
import type { Key, KeyRule, Score, TriedAttempt } from '$lib/features/exams';
import { markPaper, type PaperMark, type QuestionToMark } from '$lib/features/exams/marking';
import { askedKey, givenKey, isAnswered } from '$lib/features/regrading/asked-key';
import { correctedKey } from '$lib/features/regrading/corrected';
import { decideRule } from '$lib/features/regrading/rules';
import type { Policy, RegradeKind } from '$lib/features/regrading/states';
import { trialOf } from '$lib/features/regrading/trial';

const stem = { en: 'Which?' };
const options = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, text: { en: `Option ${id}` } }));
const single = (correct: string): Question => ({
	type: 'single',
	stem,
	options,
	correct,
	policy: 'allOrNothing'
});
const keyOf = (question: Question): Key => ({
	question,
	// As a paper mixes it: the last one first.
	aliases: shownOf(question, (list) => [...list].reverse()).aliases
});
const none = { rows: [], others: [], unit: '', case: false, width: false };
const row = {
	...{ id: '', text: { 'zh-CN': '', en: '' }, feedback: { 'zh-CN': '', en: '' }, share: '100', answer: '' },
	...{
		left: { 'zh-CN': '', en: '' },
		right: { 'zh-CN': '', en: '' },
		gap: '',
		kind: 'value',
		first: '',
		second: ''
	},
	levels: []
};
const made = (from: Key, typed: object): Key => {
	const result = correctedKey(from, { ...none, ...typed } as never);
	if ('errors' in result) throw new Error(JSON.stringify(result.errors));
	return result.key;
};
const errorsOf = (from: Key, typed: object) => {
	const result = correctedKey(from, { ...none, ...typed } as never);
	return 'errors' in result ? result.errors : null;
};
const share = ({ question, aliases }: Key, given: unknown) =>
	scoreQuestion(question, ownAnswer(question.type, given, aliases));

describe('a corrected key', () => {
	it('of a single choice is another option, or several', () => {
		const from = keyOf(single('e'));
		expect(made(from, { key: ['c'] }).question).toEqual(single('c'));
		const two = made(from, { key: ['c', 'e'] });
		expect(['a', 'b', 'c', 'd', 'e'].map((id) => share(two, id))).toEqual([0, 0, 100, 0, 100]);
		expect(isAnswered(two.question)).toBe(true);
		expect(givenKey(two.question)).toEqual(['c', 'e']);
		expect(share(made(two, { key: ['d'] }), 'd')).toBe(100);
		expect(share(made(two, { key: ['d'] }), 'c')).toBe(0);
	});

	it('names an option that is there', () => {
		const from = keyOf(single('e'));
		for (const key of [undefined, [], 'z', ['z'], { 0: 'a' }])
			expect(errorsOf(from, { key })).toEqual({ key: 'bank.question.no_key' });
	});

	it('of several, of a statement, of shares', () => {
		const several = keyOf({ type: 'multiple', stem, options, correct: ['a', 'b'], policy: 'partial' });
		expect(share(made(several, { key: ['b', 'd'] }), ['b', 'd'])).toBe(100);
		const statement = keyOf({ type: 'trueFalse', stem, correct: true });
		expect(made(statement, { key: 'false' }).question).toMatchObject({ correct: false });
		expect(errorsOf(statement, { key: 'perhaps' })).toEqual({ key: 'bank.question.no_key' });
		const shares = keyOf({
			...{ type: 'single', stem, correct: 'a', policy: 'perOption' },
			options: options.map((one, i) => ({ ...one, share: [100, 50, 0, 0, 0][i]! }))
		});
		const typed = ['50', '100', '', '', ''].map((one) => ({ ...row, share: one }));
		const next = made(shares, { rows: typed });
		expect(['a', 'b', 'c'].map((id) => share(next, id))).toEqual([50, 100, 0]);
		expect(next.question).toMatchObject({ correct: 'b' });
		expect(errorsOf(shares, { rows: typed.map((one) => ({ ...one, share: '10' })) })).toEqual({
			rows: 'bank.question.fractions'
		});
	});

	it('of an order keeps what was answered', () => {
		const items = ['x', 'y', 'z'].map((id) => ({ id, text: { en: id } }));
		const from = keyOf({ type: 'ordering', stem, items, policy: 'allOrNothing' });
		// On the paper: r1 is z, r2 is y, r3 is x.
		expect(share(from, ['r3', 'r2', 'r1'])).toBe(100);
		const next = made(from, { key: { 0: '2', 1: '1', 2: '3' } });
		expect(share(next, ['r2', 'r3', 'r1'])).toBe(100);
		expect(share(next, ['r3', 'r2', 'r1'])).toBe(0);
		expect(errorsOf(from, { key: { 0: '1' } })).toEqual({ key: 'bank.question.no_key' });
	});

	it('of pairs follows the words of the right sides, also to and from those that belonged to nothing', () => {
		const from = keyOf({
			...{ type: 'matching', stem, policy: 'partial' },
			pairs: ['1', '2', '3'].map((n) => ({ id: `p${n}`, left: { en: `L${n}` }, right: { en: `R${n}` } })),
			others: [{ id: 'o1', right: { en: 'R4' } }]
		});
		// Mixed: r1 R4, r2 R3, r3 R2, r4 R1.
		expect(share(from, { p1: 'r4', p2: 'r3', p3: 'r2' })).toBe(100);
		// L1 with R4, L2 with R2, L3 with R1: in the form's own order R1, R2, R3, R4.
		const next = made(from, { key: { 0: 'r4', 1: 'r2', 2: 'r1' } });
		expect(share(next, { p1: 'r1', p2: 'r3', p3: 'r4' })).toBe(100);
		expect(share(next, { p1: 'r4', p2: 'r3', p3: 'r2' })).toBeCloseTo(100 / 3);
		expect(givenKey(next.question)).toMatchObject({ p1: expect.any(String) });
		const same = made(next, { key: givenKey(next.question) });
		expect(share(same, { p1: 'r1', p2: 'r3', p3: 'r4' })).toBe(100);
		// Two on one right side.
		const two = made(from, { key: { 0: 'r1', 1: 'r1', 2: 'r3' } });
		expect(share(two, { p1: 'r4', p2: 'r4', p3: 'r2' })).toBe(100);
		expect(errorsOf(from, { key: { 0: 'r1', 1: 'r2' } })).toEqual({ key: 'bank.question.no_key' });
		expect(askedKey(from.question)).toMatchObject({ rights: [{ id: 'r1' }, {}, {}, {}] });
	});

	it('lists numbers, texts and gaps, and nothing else is taken from the form', () => {
		const number = keyOf({
			...{ type: 'numeric', stem },
			accepted: [{ range: { value: '1', tolerance: '0' }, share: 100 }]
		});
		const next = made(number, { rows: [{ ...row, first: '2', second: '0.5' }] });
		expect(share(next, { number: '2.4' })).toBe(100);
		expect(errorsOf(number, { rows: [{ ...row, first: 'two' }] })).toEqual({
			'rows.0.first': 'bank.question.numeric'
		});
		expect(errorsOf(number, { rows: [] })).toEqual({ rows: 'bank.question.no_key' });
		const gaps = keyOf({
			...{ type: 'fillIn', stem: { en: 'One {{1}} two {{2}}' }, matching: { case: false, width: false } },
			gaps: ['1', '2'].map((id) => ({ id, accepted: [{ text: 'x', share: 100 }] }))
		});
		const filled = made(gaps, {
			rows: [
				{ ...row, gap: '1', answer: 'y' },
				{ ...row, gap: '1', answer: 'x' },
				{ ...row, gap: '2', answer: 'x' }
			]
		});
		expect(share(filled, { 1: 'y', 2: 'x' })).toBe(100);
		expect(errorsOf(gaps, { rows: [{ ...row, gap: '1', answer: 'y' }] })).toMatchObject({
			rows: 'bank.question.gaps'
		});
		const short = keyOf({
			...{ type: 'shortAnswer', stem, matching: { case: false, width: false } },
			accepted: [{ text: 'one', share: 100 }]
		});
		expect(share(made(short, { rows: [{ ...row, answer: 'one*' }] }), 'one two')).toBe(100);
		expect(errorsOf(short, { rows: [] })).toEqual({ rows: 'bank.question.no_key' });
	});
});

// ── Policies ──

const own: Key = { question: single('e'), aliases: {} };
const now: KeyRule = { ...own, also: [], credit: false };
const ruleFor = (kind: RegradeKind, policy: Policy, key: string | null, from = now): KeyRule => {
	const decision = decideRule({
		kind,
		policy,
		key: key ? { question: single(key), aliases: {} } : null,
		own,
		now: from
	});
	if (!decision.ok) throw new Error(decision.code);
	return decision.rule;
};
const codeOf = (kind: RegradeKind, policy: Policy, key: string | null, from = now) => {
	const decision = decideRule({
		kind,
		policy,
		key: key ? { question: single(key), aliases: {} } : null,
		own,
		now: from
	});
	return decision.ok ? null : decision.code;
};
/** A paper of so many questions of a mark, the first of which is the corrected one. */
const paper = (answers: readonly string[], rule: KeyRule): PaperMark =>
	markPaper(
		answers.map((given, i): QuestionToMark => ({
			...{ position: i + 1, area: i % 2 ? 'law' : 'ethics', marks: 1, itemVersionId: `v${i}`, given },
			...{ correctionId: null, decided: null },
			...(i ? { question: single('a'), aliases: {} } : rule)
		})),
		60
	)!;

describe('the policy for those who would lose', () => {
	it.each([
		['key', 'all', ['c', 'e', 'b'], [100, 0, 0]],
		['key', 'keepBest', ['c', 'e', 'b'], [100, 100, 0]],
		['credit', 'all', ['c', 'e', 'b'], [100, 100, 100]]
	] as const)('%s, %s: those who chose %j have %j', (kind, policy, chosen, earned) => {
		const rule = ruleFor(kind, policy, kind === 'key' ? 'c' : null);
		expect(chosen.map((given) => paper([given], rule).earnedHundredths)).toEqual(earned);
	});

	it('takes a question out of every paper, or where that is no loss', () => {
		// Of three questions beside it two are right: with it 3 of 4 or 2 of 4, without it 2 of 3.
		const others = ['a', 'a', 'b'];
		for (const [given, all, best] of [
			['e', 666, 750],
			['b', 666, 666]
		] as const) {
			expect(paper([given, ...others], ruleFor('drop', 'all', null)).tenths).toBe(all);
			expect(paper([given, ...others], ruleFor('drop', 'keepBest', null)).tenths).toBe(best);
		}
		expect(paper(['e'], ruleFor('drop', 'all', null))).toMatchObject({ maxScore: 0, passed: false });
	});

	it('keeps every key that counted, in any number of corrections', () => {
		const second = ruleFor('key', 'keepBest', 'd', ruleFor('key', 'keepBest', 'c'));
		expect(['c', 'd', 'e', 'a'].map((given) => paper([given], second).earnedHundredths)).toEqual([
			100, 100, 100, 0
		]);
		expect(second.also).toHaveLength(2);
		const third = ruleFor('key', 'keepBest', 'c', second);
		expect(third.also).toHaveLength(2);
		expect(paper(['d'], ruleFor('key', 'all', 'c', second)).earnedHundredths).toBe(0);
	});

	it('refuses what changes nothing, and what nobody could keep', () => {
		expect(codeOf('key', 'all', 'e')).toBe('regrading.change.nothing');
		expect(codeOf('key', 'keepBest', 'e')).toBe('regrading.change.nothing');
		const credit = ruleFor('credit', 'all', null);
		expect(codeOf('credit', 'all', null, credit)).toBe('regrading.change.nothing');
		expect(codeOf('key', 'keepBest', 'c', credit)).toBe('regrading.change.all_have');
		expect(codeOf('drop', 'keepBest', null, credit)).toBe('regrading.change.all_have');
		expect(codeOf('key', 'all', 'c', credit)).toBeNull();
		const out = ruleFor('drop', 'all', null);
		expect(codeOf('drop', 'all', null, out)).toBe('regrading.change.nothing');
		expect(codeOf('key', 'keepBest', 'e', out)).toBe('regrading.change.taken_out');
		expect(codeOf('key', 'all', 'e', out)).toBeNull();
		expect(codeOf('credit', 'all', null, out)).toBeNull();
	});

	it('lets nobody go down, whatever was answered and whatever passing asks', () => {
		const letter = fc.constantFrom('a', 'b', 'c', 'd', 'e');
		const kind = fc.constantFrom('key' as const, 'drop' as const);
		fc.assert(
			fc.property(
				fc.array(letter, { minLength: 1, maxLength: 7 }),
				kind,
				letter,
				fc.nat(100),
				(given, what, right, least) => {
					fc.pre(what === 'drop' || right !== 'e');
					const asked = (rule: KeyRule): QuestionToMark[] =>
						given.map((one, i) => ({
							...{
								position: i + 1,
								area: i % 2 ? 'law' : 'ethics',
								marks: 1 + (i % 3),
								itemVersionId: `v${i}`
							},
							...{ correctionId: null, decided: null, given: one },
							...(i ? { question: single('a'), aliases: {} } : rule)
						}));
					const mark = (rule: KeyRule) => markPaper(asked(rule), 60, { minima: { ethics: least } })!;
					const [was, is] = [mark(now), mark(ruleFor(what, 'keepBest', what === 'key' ? right : null))];
					expect(Number(is.passed)).toBeGreaterThanOrEqual(Number(was.passed));
					if (is.passed === was.passed)
						expect(is.earnedHundredths * (was.maxScore || 1)).toBeGreaterThanOrEqual(
							was.earnedHundredths * (is.maxScore || 1)
						);
				}
			)
		);
	});
});

describe('a dry run', () => {
	/** A class of 40 on five questions, 60 % to pass; the key of the first says e and should say c. */
	const GROUPS: [count: number, first: string, right: number][] = [
		[9, 'c', 2],
		[6, 'c', 4],
		[5, 'e', 2],
		[4, 'e', 4],
		[16, 'b', 3]
	];
	const tried = (rule: KeyRule): TriedAttempt[] =>
		GROUPS.flatMap(([count, first, right], group) =>
			Array.from({ length: count }, (_one, i) => {
				const answers = [first, ...['a', 'a', 'a', 'a'].fill('b', right)];
				const score = (mark: PaperMark): Score => ({
					...mark,
					item: mark.marks.find(({ itemVersionId }) => itemVersionId === 'v0')?.earnedHundredths ?? null
				});
				return {
					...{ attemptId: `${group}-${i}`, personId: `p${group}-${i}`, released: group < 4, marks: 1 },
					...{ before: score(paper(answers, now)), after: score(paper(answers, rule)) }
				};
			})
		);

	it('counts who goes up and down, and who crosses the pass mark', () => {
		const all = trialOf(tried(ruleFor('key', 'all', 'c')));
		expect(all).toMatchObject({
			candidates: 40,
			up: 15,
			down: 9,
			same: 16,
			passing: 9,
			failing: 5,
			told: 24
		});
		expect(all.before).toMatchObject({ counted: 40, difficulty: 9 / 40, passed: 31 });
		expect(all.after).toMatchObject({ counted: 40, difficulty: 15 / 40, passed: 35 });
		expect(trialOf(tried(ruleFor('key', 'keepBest', 'c')))).toMatchObject({
			...{ up: 15, down: 0, same: 25, passing: 9, failing: 0, told: 15 }
		});
	});

	it('says nothing of a question that counts for nobody', () => {
		const out = trialOf(tried(ruleFor('drop', 'all', null)));
		expect(out.after).toMatchObject({ counted: 0, difficulty: null, discrimination: null });
		expect(trialOf([])).toMatchObject({ candidates: 0, before: { difficulty: null, meanTenths: 0 } });
	});
});
