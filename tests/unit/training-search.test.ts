import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lessonText } from '$lib/features/training/search/lesson-text';
import { markNeedles, passageOf } from '$lib/features/training/search/passage';
import { normalise, pairVector, parseQuery, termsOf } from '$lib/shared/search-terms';

const han = fc.string({
	unit: fc.constantFrom(...'客户经理信贷风险报告的一二三四'),
	minLength: 2,
	maxLength: 12
});
const anything = fc.string({
	unit: fc.constantFrom(...'客户经理，。 abcXYZ19《》－Ａ\n', '𠀀'),
	maxLength: 60
});

/** Whether the pairs of a phrase stand side by side somewhere in a text, as PostgreSQL looks for `<->`. */
function matches(text: string, phrase: string): boolean {
	const places = new Map<string, Set<number>>();
	for (const { term, at } of termsOf(text).pairs) places.set(term, (places.get(term) ?? new Set()).add(at));
	const wanted = termsOf(phrase).pairs;
	const [first] = wanted;
	return [...(places.get(first?.term ?? '') ?? [])].some((at) =>
		wanted.every(({ term }, i) => places.get(term)?.has(at + i))
	);
}

describe('terms', () => {
	it('find a phrase of Chinese exactly where the text has it, and never across a mark', () => {
		fc.assert(
			fc.property(anything, han, anything, (before, phrase, after) => {
				expect(matches(`${before}${phrase}${after}`, phrase)).toBe(true);
			})
		);
		fc.assert(
			fc.property(anything, han, (text, phrase) => {
				expect(matches(text, phrase)).toBe(normalise(text).includes(phrase));
			})
		);
		expect(matches('客户，经理', '客户经理')).toBe(false);
	});

	it('are the same whatever width and case letters have', () => {
		expect(termsOf('ＣＲＭ 客户')).toEqual(termsOf('crm 客户'));
		expect(termsOf('Beneficial owners, 25%').words).toEqual(['beneficial', 'owners', '25']);
		expect(termsOf('学 a').singles).toEqual(['学']);
	});

	it('make vectors that PostgreSQL can read: one entry for a term, places that rise, none beyond the last', () => {
		fc.assert(
			fc.property(anything, anything, (title, body) => {
				const vector = pairVector([
					{ text: title, weight: 'A' },
					{ text: body, weight: 'D' }
				]);
				const entries = vector ? vector.split(' ') : [];
				expect(new Set(entries.map((entry) => entry.split(':')[0])).size).toBe(entries.length);
				for (const entry of entries) {
					expect(entry).toMatch(/^'\p{Script=Han}{2}':\d+A?(,\d+A?)*$/u);
					const places = entry.split(':')[1]!.split(',').map(parseFloat);
					expect(places).toEqual([...places].sort((a, b) => a - b));
				}
			})
		);
		expect(pairVector([{ text: '客'.repeat(20_000), weight: 'D' }])).toMatch(/,16383$/);
	});

	it('make a question of what was typed, and none of what says nothing', () => {
		expect(parseQuery('  ，。! ')).toBeNull();
		expect(parseQuery('客户经理 CRM')).toEqual({
			pairs: "'客户' & '户经' & '经理'",
			phrases: "('客户' <-> '户经' <-> '经理')",
			words: 'crm',
			needles: ['客户经理'],
			singles: []
		});
		expect(parseQuery("学'); drop")).toMatchObject({
			pairs: '',
			phrases: '',
			words: 'drop',
			singles: ['学']
		});
		fc.assert(
			fc.property(fc.string({ maxLength: 200 }), (typed) => {
				const question = parseQuery(typed);
				// Nothing of what was typed reaches the query but pairs of characters in quotes.
				for (const text of [question?.pairs, question?.phrases])
					expect(text ?? '').toMatch(/^([() &]|<->|'\p{Script=Han}{2}')*$/u);
			})
		);
	});
});

describe('passages', () => {
	it('are cut without losing or adding anything', () => {
		fc.assert(
			fc.property(
				anything,
				fc.array(fc.constantFrom('客户', 'abc', '经理', 'x', '('), { maxLength: 4 }),
				(text, needles) => {
					expect(
						markNeedles(text, needles)
							.map((segment) => segment.text)
							.join('')
					).toBe(text);
				}
			)
		);
	});

	it('mark phrases, and whole words from a stem on; never the middle of a word', () => {
		const marked = (text: string, needles: string[]) =>
			markNeedles(text, needles).flatMap((segment) => (segment.marked ? [segment.text] : []));
		expect(marked('客户经理与客户', ['客户经理', '客户'])).toEqual(['客户经理', '客户']);
		expect(marked('Managing managers, unmanaged', ['manag'])).toEqual(['Managing', 'managers']);
		expect(marked('<b>客户</b>', ['客户'])).toEqual(['客户']);
	});

	it('begin and end with whole words where the text goes on', () => {
		const passage = passageOf('ers of a customer are ask', ['customer'], { cutBefore: true, cutAfter: true });
		expect(passage.map(({ text }) => text).join('')).toBe('…of a customer are…');
	});
});

describe('the text of a lesson', () => {
	it('has a line for each paragraph, cell and part, and knows where headings begin', () => {
		const { text, places, pieces } = lessonText([
			{ kind: 'html', html: '<h2 id="s-one">One &amp; only</h2><p>A <strong>b</strong>c<br>d</p>' },
			{ kind: 'question', id: 'q1' },
			{
				kind: 'part',
				id: 'part-1',
				title: '案例',
				blocks: [{ kind: 'html', html: '<table><tr><td>甲</td><td>乙&lt;丙</td></tr></table>' }]
			}
		]);
		expect(text).toBe('One & only\nA bc d\n案例\n甲\n乙<丙');
		expect(places).toEqual([
			{ at: 0, id: 's-one' },
			{ at: 18, id: 'part-1' }
		]);
		expect(pieces.map(({ weight }) => weight).join('')).toBe('BDBDD');
	});
});
