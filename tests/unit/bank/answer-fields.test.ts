import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsFrom, fieldsOf, fitGiven, readGiven, type AnyGiven } from '$lib/features/bank/answer-fields';
import { ownAnswer, shownOf, type Shown } from '$lib/features/bank/shown';
import { formToObject } from '$lib/shared/form';
import { question } from './questions';

/** What a browser would post of the form, read as the server reads it. */
function posted(shown: Shown, given: AnyGiven | null): unknown {
	const form = new FormData();
	for (const [name, value] of fieldsOf(shown, 'answers.0', given)) form.append(name, value);
	form.append('other', 'x');
	const { answers } = formToObject(form) as { answers?: Record<string, unknown> };
	return answers?.['0'];
}

const text = fc.string({ unit: fc.constantFrom(...'甲a1 .-\n'), maxLength: 12 }).map((one) => one.trimEnd());
const line = text.map((one) => one.replaceAll('\n', ' ').trimEnd());
const id = (things: readonly { id: string }[]) => fc.constantFrom(...things.map((thing) => thing.id));

/** Answers to a question that fit its kind. */
function answersTo(shown: Shown): fc.Arbitrary<AnyGiven | null> {
	switch (shown.type) {
		case 'single':
			return fc.option(id(shown.options));
		case 'multiple':
			return fc.option(fc.subarray(shown.options.map((one) => one.id)));
		case 'trueFalse':
			return fc.option(fc.boolean());
		case 'numeric':
			return fc.option(fc.record({ number: line, ...(shown.unit && { unit: line }) }));
		case 'fillIn':
			return fc.option(fc.dictionary(fc.constantFrom(...shown.gaps), line));
		case 'matching':
			return fc.option(fc.dictionary(fc.constantFrom(...shown.lefts.map((one) => one.id)), id(shown.rights)));
		case 'ordering':
			return fc.option(fc.shuffledSubarray(shown.items.map((one) => one.id)));
		case 'shortAnswer':
			return fc.option(line);
		case 'essay':
			return fc.option(text);
	}
}

const ordering: Shown = {
	type: 'ordering',
	stem: { en: 'x' },
	items: ['r1', 'r2', 'r3'].map((own) => ({ id: own, text: { en: own } }))
};
const asked = fc.oneof(
	question.map((one) => shownOf(one, (list) => [...list].reverse()).shown),
	fc.constant(ordering)
);

describe('answers of forms', () => {
	it('are what was given, whatever the kind', () => {
		fc.assert(
			fc.property(
				asked.chain((shown) => fc.tuple(fc.constant(shown), answersTo(shown))),
				([shown, given]) => {
					const kept = fitGiven(shown, given);
					expect(readGiven(shown, posted(shown, given))).toEqual(kept);
					const fields = [...fieldsOf(shown, 'answers.0', given), ['answers.01', 'x'] as const];
					expect(readGiven(shown, fieldsFrom(fields, 'answers.0'))).toEqual(kept);
					// Cutting what fits cuts nothing, and an answer that is kept is one to score.
					expect(fitGiven(shown, kept)).toEqual(kept);
					if (kept !== null) {
						const aliases = Object.fromEntries(['r1', 'r2', 'r3', 'r4', 'r5', 'r6'].map((own) => [own, own]));
						expect(ownAnswer(shown.type, kept, aliases)).toEqual(kept);
					}
				}
			),
			{ numRuns: 300 }
		);
	});

	it('never hold what was not asked', () => {
		const stem = { en: 'x' };
		const options = [
			{ id: 'a', text: stem },
			{ id: 'b', text: stem }
		];
		expect(readGiven({ type: 'single', options }, 'z')).toBeNull();
		expect(readGiven({ type: 'single', options }, ['a', 'b'])).toBeNull();
		expect(readGiven({ type: 'multiple', options }, ['b', 'z', 'b', 'a'])).toEqual(['a', 'b']);
		expect(readGiven({ type: 'multiple', options }, 'b')).toEqual(['b']);
		expect(readGiven({ type: 'trueFalse' }, 'yes')).toBeNull();
		expect(readGiven({ type: 'numeric', unit: false }, { number: '1', unit: 'kg' })).toEqual({ number: '1' });
		expect(readGiven({ type: 'numeric', unit: true }, { number: ' ', unit: 'kg' })).toBeNull();
		expect(
			readGiven({ type: 'matching', lefts: options, rights: options }, { 0: 'b', 1: '', 2: 'a' })
		).toEqual({ a: 'b' });
		expect(fitGiven({ type: 'fillIn', gaps: ['toString', 'a'] }, { a: '1' })).toEqual({ a: '1' });
		expect(readGiven({ type: 'essay', longest: 3 }, 'a\r\nbcd')).toBe('a\nb');
		for (const type of ['shortAnswer', 'trueFalse'] as const)
			for (const fields of [undefined, null, 3, [], {}]) expect(readGiven({ type }, fields)).toBeNull();
	});

	it('read the same again, whatever ends their lines and however much is cut off', () => {
		const typed = fc.string({ unit: fc.constantFrom(' ', '\r', '\n', 'a', '😀'), maxLength: 60 });
		const asked = [
			{ type: 'shortAnswer' as const },
			{ type: 'essay' as const, longest: 10 },
			{ type: 'numeric' as const, unit: true },
			{ type: 'fillIn' as const, gaps: ['g1', 'g2'] }
		];
		fc.assert(
			fc.property(fc.constantFrom(...asked), typed, typed, (of, one, other) => {
				const fields = ['shortAnswer', 'essay'].includes(of.type)
					? one
					: { number: one, unit: other, 0: one, 1: other };
				const given = readGiven(of, fields);
				expect(readGiven(of, fieldsFrom(fieldsOf(of, 'answer', given), 'answer'))).toEqual(given);
			}),
			{ numRuns: 500 }
		);
		expect(readGiven({ type: 'numeric', unit: true }, { number: `${' '.repeat(60)}7` })).toBeNull();
	});

	it('put things in order by their places, two at one place as they are shown', () => {
		expect(readGiven(ordering, { 0: '3', 1: '1', 2: '2' })).toEqual(['r2', 'r3', 'r1']);
		expect(readGiven(ordering, { 0: '2', 1: '1', 2: '1' })).toEqual(['r2', 'r3', 'r1']);
		expect(readGiven(ordering, { 0: '', 1: '', 2: 'x' })).toBeNull();
	});
});
