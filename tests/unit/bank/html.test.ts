import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHtml, toMarkdown } from '$lib/features/bank/formats/html';
import { adoptMarkdown, pictureName, picturesOf, plainToMarkdown } from '$lib/features/bank/formats/markdown';

const text = (html: string) => toMarkdown(html).text;

describe('HTML as Markdown', () => {
	it.each([
		['<p>客户要求<strong>当日</strong>开户。</p><p>应当：</p>', '客户要求**当日**开户。\n\n应当：'],
		['<p>第一行<br>第二行</p>', '第一行  \n第二行'],
		['H<sub>2</sub>O 与 m<sup>2</sup>', 'H<sub>2</sub>O 与 m<sup>2</sup>'],
		['<ul><li>受理<ul><li>核对证件</li></ul></li><li>复核</li></ul>', '- 受理\n  - 核对证件\n- 复核'],
		['<ol start="3"><li>a</li><li>b</li></ol>', '3. a\n4. b'],
		['<p>1. no list</p><p># no heading</p>', '1\\. no list\n\n\\# no heading'],
		['<pre>IF rate\n   THEN</pre>', '```\nIF rate\n   THEN\n```'],
		['a &lt;b&gt; &amp;nbsp; *c* 3~5年和6~8年', 'a \\<b> \\&nbsp; \\*c\\* 3\\~5年和6\\~8年'],
		['<p>x</p><script>alert(1)</script><p onclick="y()">z</p>', 'x\n\nz']
	])('%s', (html, markdown) => expect(text(html)).toBe(markdown));

	it('writes a mark as a tag where Markdown would not see it end', () => {
		expect(text('<b>注意：</b>先核实')).toBe('<strong>注意：</strong>先核实');
		expect(toHtml('<strong>注意：</strong>先核实')).toBe('<p><strong>注意：</strong>先核实</p>');
	});

	it('keeps formulas, whatever stands in them, between dollars', () => {
		expect(text('<p>\\(r_1*r_2\\) and $a_1&lt;b$</p>')).toBe('$r_1*r_2$ and $a_1<b$');
		expect(text('\\[x^2\\] $$y_1$$')).toBe('$$x^2$$ $$y_1$$');
		expect(toHtml('$r_1*r_2<3$, $$y_1$$')).toBe('<p>\\(r_1*r_2&lt;3\\), $$y_1$$</p>');
		expect(text('between $5 and $6_')).toBe('between $5 and $6\\_');
	});

	it('translates tables, with breaks, bars, spans and a caption', () => {
		const html =
			'<table><caption>利率</caption><thead><tr><th>期限</th><th>a|b</th></tr></thead>' +
			'<tbody><tr><td>一年<br>两年</td><td>1.5%</td></tr><tr><td colspan="2">合计</td></tr><tr><td>x</td></tr></tbody></table>';
		expect(text(html)).toBe(
			'利率\n\n| 期限 | a\\|b |\n| --- | --- |\n| 一年<br>两年 | 1.5% |\n| 合计 |  |\n| x |  |'
		);
		expect(toHtml(text(html))).toContain('<td>一年<br />两年</td>');
	});

	it('names pictures without their folders, and leaves out those that lie elsewhere', () => {
		const html =
			'<img src="@@PLUGINFILE@@/%E5%8D%B0%E7%AB%A0%20(1).png" alt="印章">' +
			'<img src="../media/a.jpg?x=1"><img src="https://example.com/b.png" alt="elsewhere">';
		const { text: markdown, pictures } = toMarkdown(html);
		expect(markdown).toBe('![印章](印章%20%281%29.png)![](a.jpg)elsewhere');
		expect(pictures).toEqual(['印章 (1).png', 'a.jpg']);
		expect(toHtml(markdown, (name) => `@@PLUGINFILE@@/${encodeURIComponent(name)}`)).toContain(
			'src="@@PLUGINFILE@@/%E5%8D%B0%E7%AB%A0%20(1).png" alt="印章"'
		);
	});

	it('asks by which name a picture goes', () => {
		expect(toMarkdown('<img src="data:image/png;base64,AA==">', () => 'first.png').pictures).toEqual([
			'first.png'
		]);
	});

	it('shows every character of a plain text again', () => {
		const words = fc.string({
			unit: fc.constantFrom(...'a1 *_`~[]()<>#&;\\|!{}=+-.\n中，：“'),
			maxLength: 40
		});
		const decode = (html: string) =>
			html
				.replace(/<br \/>|<\/p>\n<p>/g, '\n')
				.replace(/<[^>]*>/g, '')
				.replace(
					/&lt;|&gt;|&quot;|&amp;/g,
					(name) => ({ '&lt;': '<', '&gt;': '>', '&quot;': '"' })[name] ?? '&'
				);
		const lines = (all: string) => all.split('\n').map((line) => line.replace(/ +/g, ' ').trim());
		fc.assert(
			fc.property(words, (plain) => {
				expect(lines(decode(toHtml(plainToMarkdown(plain)))).filter(Boolean)).toEqual(
					lines(plain).filter(Boolean)
				);
				const html = plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
				expect(
					lines(decode(toHtml(toMarkdown(html).text)))
						.join(' ')
						.trim()
				).toBe(lines(plain).filter(Boolean).join(' '));
			}),
			{ numRuns: 400 }
		);
	});

	it.each([
		'<b>'.repeat(20000),
		'<table><tr><td>'.repeat(5000),
		'<ul><li>'.repeat(5000),
		'<li>'.repeat(5000),
		'$'.repeat(50000),
		'\\('.repeat(20000),
		'!['.repeat(50000)
	])('stays quick and whole with nonsense: %#', (html) => {
		expect(() => toMarkdown(html)).not.toThrow();
	});
});

describe('Markdown of elsewhere', () => {
	it('gets bare names of pictures and formulas between dollars', () => {
		const text = '![a](@@PLUGINFILE@@/x/b%20c.png) ![d](<e f.png>) \\\\(q_1\\\\)';
		expect(adoptMarkdown(text)).toBe('![a](b%20c.png) ![d](e%20f.png) $q_1$');
		expect(picturesOf(adoptMarkdown(text))).toEqual(['b c.png', 'e f.png']);
	});

	it('knows no name for what is not a file', () => {
		expect(pictureName('https://example.com/a.png')).toBeNull();
		expect(pictureName('data:image/png;base64,AA==')).toBeNull();
		expect(pictureName('%zz.png')).toBe('%zz.png');
	});
});
