import { describe, expect, it } from 'vitest';
import { checkLesson, shapeOf } from '$lib/content/lesson-check.server';
import { renderLesson } from '$lib/content/markdown.server';
import type { ContentFile, Lesson } from '$lib/content/module-format';
import { readLessonText } from '$lib/features/training/drafts/front-matter';
import { findCycle } from '$lib/features/training/prerequisites';

const file = (kind: ContentFile['kind'], mime: string): ContentFile => ({
	...{ id: '018f0000-0000-7000-8000-000000000001', kind, mime, size: 2048, sha256: 'ab' },
	...(kind === 'picture' ? { width: 640, height: 480 } : {})
});
const files = {
	'a.svg': file('picture', 'image/svg+xml'),
	'form.pdf': file('document', 'application/pdf'),
	'x.mp4': file('video', 'video/mp4'),
	'x.vtt': file('captions', 'text/vtt')
};
const questions = [{ id: 'q1' }] as unknown as Lesson['questions'];
const render = (text: string) =>
	renderLesson(
		{ files },
		{ body: { 'zh-CN': text, en: text }, ...(questions ? { questions } : {}) },
		'en',
		(name) => `/f/${name}`
	);
const html = (text: string) =>
	render(text)
		.blocks.map((block) => (block.kind === 'html' ? block.html : `[${block.kind}]`))
		.join('');
const faults = (text: string) =>
	checkLesson(text, { files, questions: ['q1'] }).map(({ line, fault }) => `${line} ${fault}`);

describe('lessons as blocks', () => {
	it('places questions, videos and parts where the text has them', () => {
		const text =
			'## One\n\n::question q1\n\n::part More\n\n## Two\n\n::video files/x.mp4 captions=files/x.vtt A talk\n\n::end\n\nLast';
		const { blocks, headings } = render(text);
		expect(blocks).toMatchObject([
			{ kind: 'html' },
			{ kind: 'question', id: 'q1' },
			{
				kind: 'part',
				id: 'part-1',
				title: 'More',
				blocks: [{ kind: 'html' }, { kind: 'video', name: 'x.mp4', captions: 'x.vtt', title: 'A talk' }]
			},
			{ kind: 'html' }
		]);
		expect(headings.map(({ text: words }) => words)).toEqual(['One', 'Two']);
		expect(faults(text)).toEqual([]);
	});

	it('gives pictures their size, lets them wait, and names documents', () => {
		expect(html('![A & "B"](files/a.svg "Words")')).toBe(
			'<figure><img src="/f/a.svg" alt="A &amp; &quot;B&quot;" width="640" height="480" loading="lazy" decoding="async" /><figcaption>Words</figcaption></figure>'
		);
		expect(html('See [the form](files/form.pdf).')).toContain('href="/f/form.pdf"');
		expect(html('See [the form](files/form.pdf).')).toContain('<small>PDF · 2 KB</small>');
	});

	it('leaves directives within code as code', () => {
		expect(html('```\n::question q1\n```')).toContain('::question q1');
		expect(faults('```\n::part\n# x\n```')).toEqual([]);
	});

	it.each([
		['<script>alert(1)</script>', /<script/],
		['<img src="/f/../x.png">', /<img/],
		['<img src="https://e.example/x.png" onerror="alert(1)">', /<img|onerror/],
		['![x](https://e.example/x.png)', /<img|e\.example/],
		['![x](javascript:alert(1))', /<img|javascript/],
		['![x" onerror="alert(1)](files/a.svg)', /" onerror/],
		['![x](files/a.svg "y" onload=1)', / onload=1>/],
		['[x](javascript:alert(1))', /href="javascript/],
		['[x](JaVaScRiPt&#58;alert(1))', /href="[^"]*script/i],
		['[x](data:text/html;base64,AAAA)', /data:/],
		['<a href="//e.example">x</a>', /href="\/\//],
		['<iframe src="/x"></iframe><object></object><embed>', /iframe|object|embed/],
		['<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>', /svg|javascript:/],
		['<style>*{display:none}</style><p style="x" onclick="y">t</p>', /<style|style=|onclick/],
		['<form action="/sign-out"><button>x</button></form>', /form|button/],
		['## <img src=x onerror=alert(1)>', /onerror/],
		['| <b onclick=x>a</b> |\n| --- |\n| <script>x</script> |', /onclick|<script/],
		['::part <img src=x onerror=alert(1)>\n\nt\n\n::end\n\n<b/x onmouseover=alert(1)>', /<b[^&]*onmouseover/]
	])('makes %s harmless', (text, harm) => expect(html(text)).not.toMatch(harm));

	it('shows huge tables in a frame that scrolls', () => {
		const row = `| ${Array.from({ length: 40 }, (_none, n) => `cell ${n}`).join(' | ')} |`;
		const text = [row, `|${' --- |'.repeat(40)}`, ...Array.from({ length: 400 }, () => row)].join('\n');
		const out = html(text);
		expect(out).toMatch(/^<div class="table-frame" role="region" tabindex="0"/);
		expect(out.match(/<tr>/g)).toHaveLength(401);
	});

	it('renders what is nested wrongly as well as it can, and names it by line', () => {
		const { blocks } = render('::part One\n\na\n\n::part Two\n\nb\n\n::question q7\n\n::video files/a.svg x');
		expect(blocks.map(({ kind }) => kind)).toEqual(['part', 'part']);
		expect(faults('::part One\n\na\n\n::part Two\n\nb')).toEqual(['5 part_nested', '5 part_open']);
		expect(faults('a\n\n::end')).toEqual(['3 end_alone']);
		expect(faults('::part One\n::end')).toEqual(['2 part_empty']);
		expect(faults('::part\n\n::question\n\n::sing la')).toEqual([
			'1 directive',
			'3 directive',
			'5 directive'
		]);
		expect(faults('::question q7\n\n::question q1\n\n::question q1')).toEqual([
			'1 question_unknown',
			'5 question_twice'
		]);
		expect(
			faults('::video files/a.svg x\n::video files/n.mp4 x\n::video files/x.mp4 captions=files/a.svg')
		).toEqual(['1 video_type', '2 video_unknown', '3 video_title', '3 captions_type']);
		expect(
			faults('a\n\n# b\n\n![x](files/n.png)\n\n![x](files/form.pdf)\n\n![x](https://e.example/x)')
		).toEqual(['3 heading1', '5 file_unknown', '7 picture_type', '9 picture_elsewhere']);
		expect(faults('  ')).toEqual(['1 empty']);
		expect(faults('x'.repeat(70_000))).toEqual(['1 too_long']);
	});

	it('tells what both languages must have alike', () => {
		expect(shapeOf('::part a\n\n::question q1\n\n::end\n\n::video files/x.mp4 t')).toEqual({
			...{ questions: ['q1'], videos: 1, parts: 1 }
		});
	});
});

describe('front matter', () => {
	it('gives title and minutes, and leaves the rest', () => {
		expect(readLessonText('---\ntitle: 三张报表\nminutes: 12\n---\n\n## A\r\n')).toEqual({
			...{ ok: true, body: '## A', front: { title: '三张报表', minutes: 12 } }
		});
		expect(readLessonText('---\n\nA rule first')).toMatchObject({ ok: true, front: {} });
		expect(readLessonText('---\n---\n\nText')).toEqual({ ok: true, body: 'Text', front: {} });
	});

	it.each([
		['---\ntitle: x\n\n## No end', 'open', 1],
		['---\ntitle: "x\nminutes: 3\n---\n', 'yaml', 3],
		['---\ntitle: x\nminutes: soon\n---\n', 'minutes', 3],
		['---\ntitle: [a]\n---\n', 'title', 2],
		['---\ntitle: a\nauthor: b\n---\n', 'field', 3],
		['---\ntitle: a\ntitle: b\n---\n', 'yaml', 3]
	])('refuses %j by line', (text, fault, line) =>
		expect(readLessonText(text)).toMatchObject({ ok: false, fault, line })
	);
});

describe('prerequisites', () => {
	const graph = (text: string) =>
		new Map(text.split(' ').map((one) => [one.charAt(0), [...one.slice(2)]] as [string, string[]]));
	it('finds a cycle by its names, and none where there is none', () => {
		expect(findCycle(graph('a: b:a c:ab d:bc'))).toBeNull();
		expect(findCycle(graph('a:b b:c c:a d:a'))).toEqual(['a', 'b', 'c', 'a']);
		expect(findCycle(graph('z:a a:b b:a'))).toEqual(['a', 'b', 'a']);
		expect(findCycle(graph('a:a'))).toEqual(['a', 'a']);
		expect(findCycle(graph('a:x'))).toBeNull();
	});
});
