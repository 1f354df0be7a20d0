import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { renderMarkdown } from '$lib/content/markdown.server';
import { changedFiles, ContentError, loadModules } from '$lib/content/modules.server';

const MODULES = join(process.cwd(), 'content', 'modules');
const made: string[] = [];
afterEach(() => made.splice(0).forEach((dir) => rmSync(dir, { recursive: true })));

/** A copy of the first module whose files may be spoilt. */
function copyOfOne(file: string, edit: (text: string) => string): string {
	const dir = mkdtempSync(join(tmpdir(), 'modules-'));
	made.push(dir);
	const folder = join(dir, '01-knowing-the-customer');
	cpSync(join(MODULES, '01-knowing-the-customer'), folder, { recursive: true });
	writeFileSync(join(folder, file), edit(readFileSync(join(folder, file), 'utf8')));
	return dir;
}

describe('loading modules', () => {
	it('loads the modules in order, each whole in both languages', () => {
		const modules = loadModules(MODULES);
		expect(modules.map(({ position }) => position)).toEqual(modules.map((_one, index) => index + 1));
		for (const { content, hash } of modules) {
			expect(content.lessons.length).toBeGreaterThanOrEqual(3);
			expect(content.creditMinutes).toBe(content.lessons.reduce((sum, { minutes }) => sum + minutes, 0));
			expect(content.questions.length).toBeGreaterThanOrEqual(8);
			expect(hash).toMatch(/^[0-9a-f]{64}$/);
		}
	});

	it('gives the same hash for line ends of another system', () => {
		const dir = copyOfOne('zh-CN/life-cycle.md', (text) => text.replaceAll('\n', '\r\n'));
		expect(loadModules(dir)[0]?.hash).toBe(loadModules(MODULES)[0]?.hash);
	});

	it.each([
		['module.yaml', (t: string) => t.replace('passMark: 80', 'passMark: 180'), /module\.yaml: passMark: /],
		[
			'module.yaml',
			(t: string) => t.replace('code: knowing', 'code: ignoring'),
			/module\.yaml: code: must be/
		],
		['module.yaml', (t: string) => t.replace(/version: \d+/, 'version: ['), /module\.yaml: not YAML/],
		['module.yaml', (t: string) => `${t}\nmood: good\n`, /module\.yaml: file: .*mood/],
		[
			'module.yaml',
			(t: string) => t.replace('slug: life-cycle', 'slug: lost'),
			/zh-CN\/lost\.md: cannot be read/
		],
		[
			'check.yaml',
			(t: string) => t.replace('correct: true', 'correct: false'),
			/check\.yaml: questions\.0\.options: single needs exactly one/
		],
		['en/life-cycle.md', () => ' \n', /en\/life-cycle\.md: is empty/],
		[
			'en/life-cycle.md',
			(t: string) => `# Title\n${t}`,
			/en\/life-cycle\.md: line 1: has a heading of level 1/
		],
		['en/another.md', () => 'x', /another\.md: (is not among|cannot)/]
	])('names the file and the reason: %s', (file, edit, message) => {
		const load = () => {
			if (file === 'en/another.md') {
				const dir = copyOfOne('en/life-cycle.md', (text) => text);
				writeFileSync(join(dir, '01-knowing-the-customer', file), 'x');
				return loadModules(dir);
			}
			return loadModules(copyOfOne(file, edit));
		};
		expect(load).toThrow(ContentError);
		expect(load).toThrow(message);
	});

	it('names the files in which two versions differ', () => {
		const before = loadModules(MODULES)[0]!.content;
		const changed = loadModules(copyOfOne('en/life-cycle.md', (text) => `${text}\n\nMore.`))[0]!.content;
		expect(changedFiles(before, before)).toEqual([]);
		expect(changedFiles(before, changed)).toEqual(['en/life-cycle.md']);
		expect(changedFiles(before, { ...before, passMark: 70, questions: before.questions.slice(1) })).toEqual([
			'module.yaml',
			'check.yaml'
		]);
	});
});

describe('rendering Markdown', () => {
	it('drops what could act or dress up: scripts, handlers, styles, frames, foreign addresses', () => {
		const { html } = renderMarkdown(
			[
				'<script>alert(1)</script><img src=x onerror=alert(1)><iframe src="https://e.example"></iframe>',
				'[a](javascript:alert(1)) [b](//e.example) [c](https://e.example) [d](data:text/html,x)',
				'<p style="position:fixed" onclick="x()" class="fixed inset-0">t</p><form action="/x"><input></form>',
				'<svg onload=alert(1)></svg> <h2 id="x" onclick=y>h</h2>'
			].join('\n\n')
		);
		expect(html).not.toMatch(
			/script|onerror|onclick|onload|iframe|style|javascript:|data:|img|form|input|svg|fixed/i
		);
		expect(html).not.toContain('href="//');
		expect(html).toContain('<a href="https://e.example" rel="noopener noreferrer">c</a>');
	});

	it('gives headings ids that are unique, and lists those of the second level', () => {
		const { html, headings } = renderMarkdown('## 六个阶段\n\n### How to tell\n\n## 六个阶段\n\n## A & "B"');
		expect(headings.map(({ id }) => id)).toEqual(['s-六个阶段', 's-六个阶段-2', 's-a-b']);
		expect(html).toContain('<h3 id="s-how-to-tell">How to tell</h3>');
	});

	it('wraps tables in a frame that scrolls and is reached by the keyboard', () => {
		const { html } = renderMarkdown('| A | "B" |\n| --- | ---: |\n| 1 | **2** |');
		expect(html).toMatch(
			/<div class="table-frame" role="region" tabindex="0" aria-label="A · &quot;B&quot;"><table>/
		);
		expect(html).toContain('<td align="right"><strong>2</strong></td>');
	});

	it('tells callouts, warnings, speech and quotations apart', () => {
		expect(renderMarkdown('> **要点** 看趋势').html).toContain('<div class="callout" role="note">');
		expect(renderMarkdown('> **注意** 先问').html).toContain('<div class="callout caution" role="note">');
		expect(renderMarkdown('> **小顾**：您好').html).toContain('<blockquote class="dialogue">');
		expect(renderMarkdown('> **Gu:** Hello').html).toContain('<blockquote class="dialogue">');
		expect(renderMarkdown('> plain').html).toContain('<blockquote><p>');
	});

	it('leaves no Markdown sign standing in any lesson', () => {
		for (const { content } of loadModules(MODULES)) {
			for (const lesson of content.lessons) {
				for (const text of Object.values(lesson.body)) {
					const { html, headings } = renderMarkdown(text);
					expect(html.match(/.{0,20}(\*\*|^#|\|\s*---).{0,20}/m)?.[0], lesson.slug).toBeUndefined();
					expect(headings.length, lesson.slug).toBeGreaterThan(2);
				}
			}
		}
	});
});
