import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderQuestion, renderShown, renderWords } from '$lib/features/bank/words.server';
import { fillGaps } from '$lib/features/bank/gaps';
import { inShort, plainText } from '$lib/features/bank/rendered';
import { shownOf } from '$lib/features/bank/shown';
import { hold } from '$lib/shared/held';
import { markdown, question } from './questions';

const around = {
	version: null,
	picture: (name: string) =>
		name === 'seal a.png' ? { address: '/f/1', width: 320, height: 200 } : undefined
};
const html = (text: string, gaps: string[] = []) => renderWords({ en: text }, around, gaps).en ?? '';

describe('words as HTML', () => {
	it('stand without a paragraph where they are one, so that they fit into a label', () => {
		expect(html('授信额度')).toBe('授信额度');
		expect(html('A *new* loan & more')).toBe('A <em>new</em> loan &amp; more');
		expect(html('One\n\nTwo')).toBe('<p>One</p><p>Two</p>');
		expect(html('- One\n- Two')).toMatch(/^<ul>/);
	});

	it('keep what imported words may hold, and no heading that would break the page’s outline', () => {
		expect(html('m<sup>2</sup>, H<sub>2</sub>O, <u>not</u>, ~~old~~')).toBe(
			'm<sup>2</sup>, H<sub>2</sub>O, <u>not</u>, <del>old</del>'
		);
		expect(html('# Title\n\nText')).toBe('<p><strong>Title</strong></p><p>Text</p>');
	});

	it('show pictures of the bank by their names, and the description of one that is missing', () => {
		expect(html('See ![The seal](seal%20a.png)')).toBe(
			'See <img src="/f/1" alt="The seal" width="320" height="200" loading="lazy" decoding="async" />'
		);
		expect(html('![Gone](gone.png)')).toContain('<em>Gone</em>');
		expect(html('![x](https://example.com/a.png)')).not.toContain('<img');
	});

	it('run nothing', () => {
		const hostile =
			'<script>alert(1)</script><img src=x onerror=alert(1)>[a](javascript:alert(1)) <iframe src="//x"></iframe>' +
			'<span data-gap="0">x</span> $\\href{javascript:alert(1)}{x}$ <b onclick="x()">b</b>';
		const made = html(hostile);
		expect(made).not.toMatch(/<script|<iframe|onerror=|onclick=|href=|data-gap|<img/);
	});

	it('never hold a placeholder of a writer', () => {
		expect(html('\uE0000\uE001 *x* \uE0005\uE001')).toBe('0 <em>x</em> 5');
	});
});

describe('formulas', () => {
	it('become MathML that Markdown has not touched', () => {
		const made = html('*若* $x_1 * y_1 * z_1$ 与 $a<b$');
		expect(made.match(/<math /g)).toHaveLength(2);
		expect(made.match(/<em>/g)).toHaveLength(1);
		expect(made).toContain('<msub><mi>x</mi><mn>1</mn></msub>');
		expect(html('3*2 $a*b$')).not.toContain('<em>');
	});

	it('stand on lines of their own between two dollars', () => {
		expect(html('由\n\n$$\n流动比率 = \\frac{流动资产}{流动负债}\n- 1\n$$\n\n得')).toMatch(
			/^<p>由<\/p>\s*<p><span class="formula display"><span class="katex"><math .*display="block".*<p>得<\/p>$/s
		);
		expect(html('a $$x$$ b')).toContain('display="block"');
	});

	it('show their source where it cannot be read, and never throw', () => {
		expect(html('$\\frac{$')).toBe('<code class="formula">$\\frac{$</code>');
		expect(html(`$${'{'.repeat(1990)}$`)).toContain('<code class="formula">');
		expect(html(`$${'x'.repeat(2001)}$`)).toContain('<code class="formula">');
		expect(html('$\\def\\a{\\a\\a}\\a$')).toContain('<code class="formula">');
		expect(html(`$\\def\\a{${'x'.repeat(900)}}${'\\a'.repeat(190)}$`)).toContain('<code class="formula">');
	});

	it('keep their source for labels, where their own text would say something else', () => {
		const made = html('The *root* $\\sqrt{2}$ & ![a "seal"](seal%20a.png) $x<"y"$');
		expect(made).toContain('alttext="\\sqrt{2}"');
		expect(plainText(made)).toBe('The root \\sqrt{2} & a "seal" x<"y"');
	});

	it('leave prices alone', () => {
		expect(html('from $5 to $6')).toBe('from $5 to $6');
		expect(html('\\$x\\$')).toBe('$x$');
	});

	it('are told as text where a table is named', () => {
		const made = html('| $r_1$ | b |\n|---|---|\n| 1 | $<$ |');
		expect(made).toContain('aria-label="r_1 · b"');
		expect(made).toMatch(/<th scope="col"><span class="formula">/);
	});
});

describe('gaps', () => {
	it('are places in the stem, wherever they stand', () => {
		expect(html('Rate: {{a_1}} or *{{b_1}}*', ['a_1', 'b_1'])).toBe(
			'Rate: <span data-gap="0"></span> or <em><span data-gap="1"></span></em>'
		);
		const table = html('| 项目 {{x}} | 值 |\n|---|---|\n| 利率 | {{y}} |', ['x', 'y']);
		expect(table.match(/<span data-gap/g)).toHaveLength(2);
		expect(table).toContain('aria-label="项目 ___ · 值"');
	});

	it('all get something, once: what a formula swallowed stands behind the stem', () => {
		const made = html('{{a}} and {{a}}, $x={{b}}$', ['a', 'b']);
		const filled = fillGaps(made, 2, (place) => `[${place}]`);
		expect(filled).toMatch(/^\[0\] and \(1\), <span class="formula">.* \[1\]$/);
	});

	it('are words where the question has no such gap', () => {
		expect(html('a {{b}} c', ['a'])).toBe('a {{b}} c');
	});
});

describe('questions', () => {
	it('have HTML in place of every word, whatever their kind', () => {
		fc.assert(
			fc.property(question, (one) => {
				const made = renderQuestion(one, around);
				expect(made.type).toBe(one.type);
				const { shown } = shownOf(one, (list) => [...list]);
				expect(renderShown(shown, around).stem).toEqual(made.stem);
				expect(made.stem['zh-CN']).not.toMatch(/[\uE000\uE001]/);
			}),
			{ numRuns: 60 }
		);
	});

	it('say the same whether the short way or the long one was taken', () => {
		fc.assert(
			fc.property(markdown, (text) => {
				// A comment changes nothing but the way.
				expect(html(text)).toBe(html(`${text}<!-- -->`));
			}),
			{ numRuns: 200 }
		);
	});
});

describe('what is held', () => {
	it('is made once, and goes when nobody asked for it longest', () => {
		const made: string[] = [];
		const held = hold<string>(2);
		const get = (key: string) => held(key, () => (made.push(key), key));
		for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) get(key);
		expect(made).toEqual(['a', 'b', 'c', 'b']);
	});
});

describe('words on one line', () => {
	it('show gaps as blanks, pictures as signs and tables as their words', () => {
		const stem = '满意取决于{{a}}与**比较** $x^2$ ![印章](seal%20a.png)\n\n| 年 | 值 |\n|---|--:|\n| 1 | 2 |';
		expect(inShort({ 'zh-CN': stem }, 'en')).toEqual({
			text: '满意取决于____与比较 x^2 ▣ 年 值 1 2',
			lang: 'zh-CN'
		});
		expect(inShort({}, 'en')).toBeNull();
	});
});
