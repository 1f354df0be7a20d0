import { describe, expect, it } from 'vitest';
import { listDiffering } from '$lib/features/bank/components/staff/editor/differing';
import { asKind, emptyTyped, secondsAs } from '$lib/features/bank/typed/empty';
import type { I18n } from '$lib/i18n/i18n';
import type { TypedQuestion } from '$lib/features/bank/typed/typed';

const t = ((key: string, values?: Record<string, unknown>) =>
	[key, ...Object.values(values ?? {})].join(' ')) as unknown as I18n['t'];
const told = (saved: TypedQuestion & { area?: string }, typed: TypedQuestion & { area?: string }) =>
	listDiffering(saved, typed, t).map(({ label, saved, typed }) => [label, saved, typed]);
const change = (typed: TypedQuestion, by: (copy: TypedQuestion) => void) => {
	const copy = structuredClone(typed);
	by(copy);
	return copy;
};

describe('what two contents of one form say differently', () => {
	it('names the right ones by their letters and choices by their words', () => {
		const saved = { ...emptyTyped('multiple'), correct: ['a', 'd'], area: 'products' };
		const typed = { ...emptyTyped('multiple'), correct: ['a'], area: 'business' };
		expect(told(saved, typed)).toEqual([
			['bank.key.right', 'A, D', 'A'],
			['staffBank.items.col.area', 'exams.area.products', 'exams.area.business']
		]);
		expect(told(saved, { ...saved, policy: 'partial' })).toEqual([
			['staffBank.editor.policy', 'bank.policy.allOrNothing', 'bank.policy.partial']
		]);
		const second = change(typed, ({ rows }) => (rows[1]!.text.en = 'Cash'));
		expect(told(typed, second)).toMatchObject([
			['staffBank.editor.option 2 B · staffBank.editor.words · English', '', 'Cash']
		]);
	});

	it('tells feedback for true from that for false, and ticks', () => {
		const saved = { ...emptyTyped('trueFalse'), correct: ['true'] };
		const typed = change(saved, (copy) => {
			copy.correct = ['false'];
			copy.feedback.true.en = copy.feedback.false.en = 'Look again.';
		});
		const paths = listDiffering(saved, typed, t).map(({ path }) => path);
		expect(new Set(paths).size).toBe(3);
		expect(new Set(told(saved, typed).map(([label]) => label)).size).toBe(3);
		const gaps = emptyTyped('fillIn');
		expect(told(gaps, { ...gaps, case: true })).toEqual([['bank.key.case', '', 'app.yes']]);
	});

	it('says nothing where both are the same', () => {
		for (const type of ['single', 'essay', 'numeric'] as const)
			expect(told(emptyTyped(type), emptyTyped(type))).toEqual([]);
	});
});

describe('another kind for what was typed', () => {
	it('lets empty rows go, and gives criteria their levels', () => {
		expect(asKind(emptyTyped('single'), 'numeric').rows).toHaveLength(1);
		expect(asKind(emptyTyped('single'), 'essay')).toEqual(emptyTyped('essay'));
		expect(asKind(emptyTyped('essay'), 'single').rows).toHaveLength(4);
		const one = change(emptyTyped('single'), (copy) => {
			copy.rows[2]!.text.en = 'Cash';
			copy.correct = ['d'];
		});
		expect(
			asKind(one, 'multiple')
				.rows.slice(0, 2)
				.map(({ id }) => id)
		).toEqual(['c', 'd']);
		expect(asKind(one, 'essay').rows.map(({ levels }) => levels.length)).toEqual([3, 3]);
	});

	it('follows with the expected time, unless somebody has typed another', () => {
		expect(secondsAs('60', 'single', 'essay')).toBe('900');
		expect(secondsAs('75', 'single', 'essay')).toBe('75');
	});
});
