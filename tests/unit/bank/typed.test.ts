import { describe, expect, it } from 'vitest';
import { questionSchema } from '$lib/features/bank/question-schema';
import { problemsOf } from '$lib/features/bank/typed/problems';
import { questionOf } from '$lib/features/bank/typed/question-of';
import { actOnRows } from '$lib/features/bank/typed/rows';
import { emptyTyped } from '$lib/features/bank/typed/empty';
import {
	refusedQuestionSchema,
	typedQuestionSchema,
	type TypedQuestion
} from '$lib/features/bank/typed/typed';
import { typedOf } from '$lib/features/bank/typed/typed-of';
import { differencesOf } from '$lib/features/bank/typed/differences';
import { loadBank } from '$lib/features/bank/content.server';
import { formToObject } from '$lib/shared/form';

/** What a browser would post of what is typed. */
function posted(typed: TypedQuestion): unknown {
	const form = new FormData();
	const put = (value: unknown, path: string) => {
		if (path === 'correct') for (const one of value as string[]) form.append('correct[]', one);
		else if (typeof value === 'boolean') {
			if (value) form.set(path, 'on');
		} else if (typeof value === 'object' && value !== null)
			for (const [key, one] of Object.entries(value)) put(one, path ? `${path}.${key}` : key);
		else form.set(path, String(value));
	};
	put(typed, '');
	return formToObject(form);
}

describe('the form of a question', () => {
	it('gives back every question of the bank, through a form', () => {
		const { items } = loadBank();
		expect(items.length).toBeGreaterThan(100);
		for (const { question, code } of items) {
			const typed = typedQuestionSchema.parse(posted(typedOf(question)));
			const read = questionOf(typed).question;
			// What was read is read again, as where a row is added without scripts.
			expect(refusedQuestionSchema.parse(typed), code).toEqual(typed);
			expect(problemsOf(typed), code).toEqual({});
			expect(questionSchema.safeParse(read).success, code).toBe(true);
			// Ids of parts that are matched by their place are given anew.
			if (question.type !== 'matching' && question.type !== 'ordering' && question.type !== 'essay')
				expect(read, code).toEqual(question);
			else expect(questionOf(typedOf(read)).question, code).toEqual(read);
		}
	});

	it('tells what is wrong at its field', () => {
		const single = emptyTyped('single');
		expect(problemsOf(single)).toMatchObject({
			'stem.zh-CN': 'bank.question.no_stem',
			rows: 'bank.question.few'
		});
		single.stem['zh-CN'] = '题干';
		single.rows[1]!.text['zh-CN'] = '甲';
		single.rows[3]!.text['zh-CN'] = '甲';
		expect(problemsOf(single)).toEqual({ rows: 'bank.question.same' });
		single.rows[3]!.text['zh-CN'] = '乙';
		expect(problemsOf(single)).toEqual({ rows: 'bank.question.no_key' });
		single.correct = ['d'];
		expect(problemsOf(single)).toEqual({});
		// The options that are kept are lettered anew; the right one stays the right one.
		expect(questionOf(single).question).toMatchObject({ correct: 'b', options: [{ id: 'a' }, { id: 'b' }] });
		single.correct = ['d', 'c'];
		single.type = 'multiple';
		expect(problemsOf(single)).toEqual({ 'rows.2.text.zh-CN': 'bank.question.empty' });
	});

	it('tells numbers, gaps, weights and pictures', () => {
		const numeric = { ...emptyTyped('numeric') };
		numeric.stem['zh-CN'] = '多少？';
		numeric.rows[0] = { ...numeric.rows[0]!, first: '一百' };
		expect(Object.entries(problemsOf(numeric))).toEqual([['rows.0.first', 'bank.question.numeric']]);
		numeric.rows[0].first = '100';
		numeric.rows[0].share = '50';
		expect(problemsOf(numeric)).toEqual({ rows: 'bank.question.fractions' });
		const gaps = emptyTyped('fillIn');
		gaps.stem['zh-CN'] = '填 {{1}} 和 {{2}}';
		gaps.rows[0] = { ...gaps.rows[0]!, gap: '1', answer: '甲' };
		expect(problemsOf(gaps)).toEqual({ 'stem.zh-CN': 'bank.question.gaps' });
		const essay = emptyTyped('essay');
		essay.stem['zh-CN'] = '论述 ![图](chart.png)';
		essay.rows[0]!.text['zh-CN'] = '观点';
		essay.rows[0]!.share = '60';
		for (const level of essay.rows[0]!.levels) level.words['zh-CN'] = '好';
		expect(problemsOf(essay)).toEqual({
			rows: 'bank.question.weights',
			'stem.zh-CN': 'bank.question.no_picture'
		});
		essay.rows[0]!.levels[1]!.share = 'x';
		expect(problemsOf(essay)).toMatchObject({ 'rows.0.levels.1.share': 'bank.question.share' });
	});

	it('adds, takes away and moves rows, and keeps what was typed when the kind changes', () => {
		const single = emptyTyped('single');
		single.rows.forEach((row, i) => (row.text.en = String(i)));
		const texts = (typed: TypedQuestion) => typed.rows.map(({ text }) => text.en).join('');
		expect(texts(actOnRows(single, 'remove:rows:1'))).toBe('023');
		expect(texts(actOnRows(single, 'up:rows:3'))).toBe('0132');
		expect(texts(actOnRows(single, 'down:rows:0'))).toBe('1023');
		expect(texts(actOnRows(single, 'up:rows:0'))).toBe('0123');
		expect(actOnRows(single, 'add:rows').rows.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
		for (const nonsense of [
			'',
			'drop:rows',
			'remove:stem:0',
			'remove:rows:9',
			'add:rows.9.levels',
			'add:__proto__'
		])
			expect(actOnRows(single, nonsense)).toEqual(single);
		const essay = actOnRows({ ...single, type: 'essay' }, 'kind');
		expect(texts(essay)).toBe('0123');
		const levelled = actOnRows(actOnRows(emptyTyped('essay'), 'add:rows.0.levels'), 'remove:rows.0.levels:0');
		expect(levelled.rows[0]!.levels).toHaveLength(3);
	});

	it('says what a version changed', () => {
		const typed = emptyTyped('single');
		typed.stem = { 'zh-CN': '甲', en: 'A' };
		typed.rows.forEach((row, i) => (row.text.en = String(i)));
		typed.correct = ['a'];
		const text = (one: TypedQuestion) => ({
			question: questionOf(one).question,
			pictures: {},
			caseVersionId: null
		});
		const next = { ...typed, stem: { 'zh-CN': '甲', en: 'B' }, correct: ['b'] };
		expect(differencesOf(text(typed), text(next))).toEqual([{ part: 'stem', locale: 'en' }, { part: 'key' }]);
		expect(differencesOf(text(typed), text(typed))).toEqual([]);
		// A file has other ids for the same things, and says no change of theirs.
		const things = (ids: string[], stem: string) => ({
			question: {
				...{ type: 'ordering' as const, stem: { en: stem }, policy: 'partial' as const },
				items: ids.map((id, i) => ({ id, text: { en: `Step ${i + 1}` } }))
			},
			...{ pictures: {}, caseVersionId: null }
		});
		expect(
			differencesOf(things(['x7', 'x2', 'x9'], 'Put in order'), things(['a', 'b', 'c'], 'Sort'))
		).toEqual([{ part: 'stem', locale: 'en' }]);
	});
});
