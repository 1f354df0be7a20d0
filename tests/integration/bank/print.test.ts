import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { drawAnswerSheet } from '$lib/features/bank/print/answer-sheet.server';
import { drawKey } from '$lib/features/bank/print/key.server';
import {
	sectionNumber,
	wordsIn,
	type PrintedPaper,
	type KeyedQuestion
} from '$lib/features/bank/print/model';
import { drawQuestionPaper } from '$lib/features/bank/print/paper.server';
import { questionTypes, type Question, type Words } from '$lib/features/bank/question';
import { picture, printed, samplePaper } from './print-sample';
import { pagesOf } from './print-pdf';

const pictures = new Map([['site plan.png', new Uint8Array(picture)]]);
const locales = ['zh-CN', 'en'] as const;
/** Without spaces and marks of emphasis, and with quotes of one kind. */
const bare = (text: string) => text.replace(/\s|\*/g, '').replace(/[“”]/g, '"');
const questionsOf = (paper: PrintedPaper<KeyedQuestion>): KeyedQuestion[] =>
	paper.sections.flatMap(({ questions }) => questions);
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** The parts of words that are printed as they are written: between formulas, gaps, tables and pictures. */
const parts = (words: Words, locale: (typeof locales)[number]) =>
	wordsIn(words, locale)
		.split(/\$+[^$]*\$+|\{\{\w+\}\}|!\[[^]*?\)|\n[|-].*|\n/)
		.map(bare)
		.filter((part) => part.length > 12);

const one = (
	question: Question,
	change: Partial<PrintedPaper<KeyedQuestion>> = {}
): PrintedPaper<KeyedQuestion> => ({
	...samplePaper(),
	sections: [{ kind: question.type, questions: [{ ...printed(question), number: 1 }] }],
	...change
});
const essay = (stem: string): Question => ({ type: 'essay', stem: { 'zh-CN': stem }, rubric: [] });
const count = (text: string, part: string) => text.split(part).length - 1;

describe.each(locales)('a paper of 100 questions of every kind in %s', (locale) => {
	const paper = samplePaper({ locale, answersOn: locale === 'en' ? 'paper' : 'sheet', form: 'B' });
	const form = locale === 'en' ? 'FormB' : 'B卷';

	it(
		'holds every stem, option and case once, and its form and hash on every page',
		{ timeout: 60_000 },
		async () => {
			const pages = pagesOf(await drawQuestionPaper(paper, pictures)).map(bare);
			const all = pages.join('');
			expect(questionsOf(paper)).toHaveLength(100);
			for (const page of pages) {
				expect(page).toContain(form);
				expect(page).toContain(paper.contentHash);
			}
			const stems = new Map<string, number>();
			for (const { shown } of questionsOf(paper))
				for (const part of parts(shown.stem, locale)) stems.set(part, (stems.get(part) ?? 0) + 1);
			const wrong = [...stems].filter(([part, times]) => {
				const contained = [...stems].filter(([other]) => other !== part && other.includes(part));
				return count(all, part) !== times + contained.reduce((sum, [, more]) => sum + more, 0);
			});
			expect(wrong).toEqual([]);
			const [own] = questionsOf(paper).flatMap((question) => question.case ?? []);
			for (const part of parts(own?.material ?? {}, locale)) expect(count(all, part)).toBe(1);
		}
	);

	it(
		'has an answer sheet with every number and without a word of a question',
		{ timeout: 60_000 },
		async () => {
			const pages = pagesOf(await drawAnswerSheet(paper)).map(bare);
			for (const page of pages) expect(page).toContain(form);
			for (const { number, shown } of questionsOf(paper)) {
				expect(pages.some((page) => page.includes(`${number}`))).toBe(true);
				for (const part of parts(shown.stem, locale)) expect(pages.join('')).not.toContain(part);
			}
		}
	);

	it('has a key that says on every page that it is confidential', { timeout: 60_000 }, async () => {
		const pages = pagesOf(await drawKey(paper, pictures, { explanations: true })).map(bare);
		for (const page of pages) {
			expect(page).toContain(form);
			expect(page).toContain(locale === 'en' ? 'Confidential' : '保密');
			expect(page).toContain(paper.contentHash);
		}
	});
});

describe('the files', () => {
	it('are the same to the byte for the same input, and tagged', { timeout: 60_000 }, async () => {
		const all = questionsOf(samplePaper());
		const few = [...all.slice(0, 2), ...all.slice(70, 100)];
		const paper = samplePaper({ sections: [{ kind: 'case', questions: few }] });
		for (const draw of [drawQuestionPaper, drawAnswerSheet, drawKey] as (typeof drawQuestionPaper)[]) {
			const first = await draw(paper, pictures);
			expect(hash(await draw(paper, pictures))).toBe(hash(first));
			expect(hash(await draw({ ...paper, form: 'C' }, pictures))).not.toBe(hash(first));
			expect(first.toString('latin1')).toContain('/Marked true');
		}
	});

	it('name an answer on the key only', async () => {
		const question: Question = {
			type: 'shortAnswer',
			stem: { 'zh-CN': '写出缩写。' },
			explanation: { 'zh-CN': '说明文字' },
			accepted: [{ text: 'ANSWERKYC', share: 100 }],
			matching: { case: false, width: false }
		};
		const paper = one(question);
		expect(pagesOf(await drawQuestionPaper(paper)).join('')).not.toMatch(/ANSWERKYC|说明文字/);
		expect(pagesOf(await drawAnswerSheet(paper)).join('')).not.toMatch(/ANSWERKYC|说明文字/);
		expect(pagesOf(await drawKey(paper)).join('')).toContain('ANSWERKYC');
		expect(pagesOf(await drawKey(paper)).join('')).not.toContain('说明文字');
	});
});

describe('what is long', () => {
	it('goes on over pages without a word lost', { timeout: 60_000 }, async () => {
		const sentences = Array.from({ length: 400 }, (_, at) => `第${at + 1}句话讲的是贷后管理。`);
		const pages = pagesOf(await drawQuestionPaper(one(essay(sentences.join(''))))).map(bare);
		expect(pages.length).toBeGreaterThan(3);
		const body = pages.join('').replace(/2026年第一期[^]{0,40}?校验码7c1f0a93be52第\d+页\/共\d+页/g, '');
		for (const sentence of sentences.slice(0, 400)) {
			const isSplit = !body.includes(sentence);
			// Only what a page's foot cuts in two is not found whole.
			if (isSplit)
				expect(
					pages.some((page) => page.includes(sentence.slice(0, 4)) || page.includes(sentence.slice(-4)))
				).toBe(true);
		}
		expect(count(pages.join(''), '讲的是')).toBeGreaterThanOrEqual(396);
	});

	it('repeats the head of a table of 40 rows and cuts none of them', { timeout: 60_000 }, async () => {
		const rows = Array.from(
			{ length: 40 },
			(_, at) => `| 行${at + 1}号 | ${'说明文字'.repeat(14)}尾${at + 1}号 |`
		);
		const stem = `看表。\n\n| 名称列 | 说明列 |\n|---|---|\n${rows.join('\n')}\n\n完。`;
		const pages = pagesOf(await drawQuestionPaper(one(essay(stem)))).map(bare);
		const tabled = pages.filter((page) => page.includes('说明文字'));
		expect(tabled.length).toBeGreaterThan(1);
		for (const page of tabled) expect(page).toContain('名称列');
		for (let at = 1; at <= 40; at++)
			expect(tabled.filter((page) => page.includes(`行${at}号`) && page.includes(`尾${at}号`))).toHaveLength(
				1
			);
	});
});

describe('bad input', () => {
	const stems: Record<string, string> = {
		'a word of 10,000 characters': 'x'.repeat(10_000),
		'the same in a table': `| a | b |\n|---|---|\n| ${'y'.repeat(10_000)} | 1 |`,
		'an unknown picture': '看图 ![印章](../../etc/passwd) 与 ![](%E0%A4%A)',
		'a damaged picture': '![坏](bad.png) ![半](half.png) ![假](text.jpg)',
		'broken TeX':
			'$\\frac{1}{$ 与 $\\unknown{x}$ 与 $\\def\\a{\\a\\a}\\a$ 与 $\\href{javascript:1}{x}$ 与 $$\\begin{matrix}$$',
		'deep TeX': `$${'\\sqrt{'.repeat(300)}x${'}'.repeat(300)}$`,
		'a formula wider than the page': `$${Array.from({ length: 200 }, (_, at) => `x_{${at}}`).join('+')}$`,
		'signs that no font has': '𰻝 \u0007 \ud800 😀 ｶﾅ ﷽ \u200d ⨌',
		'quotes without end': `${'> '.repeat(3000)}x`,
		'lists without end': Array.from({ length: 200 }, (_, at) => `${'  '.repeat(at)}- a${at}`).join('\n'),
		'gaps that are not there': '{{1}} {{zz}} {{}} {{ {{',
		markup: '<script>alert(1)</script> <b>a</b> x<y 与 y>z <sup>2</sup> &lt;b&gt;',
		nothing: ' '
	};
	const half = picture.subarray(0, picture.length - 60);
	const bad = new Map<string, Uint8Array>([
		['bad.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])],
		['half.png', new Uint8Array(half)],
		['text.jpg', new Uint8Array([0xff, 0xd8, 0xff, 1])]
	]);

	it.each(Object.entries(stems))('%s is printed all the same', { timeout: 60_000 }, async (_, stem) => {
		const words: Words = { en: stem };
		const question: Question = {
			...{ type: 'single', stem: words, explanation: words, correct: 'a', policy: 'allOrNothing' },
			options: [
				{ id: 'a', text: words },
				{ id: 'b', text: { 'zh-CN': '否' } }
			]
		};
		const paper = one(question);
		for (const draw of [drawQuestionPaper, drawAnswerSheet, drawKey] as (typeof drawQuestionPaper)[])
			expect(pagesOf(await draw(paper, bad)).length).toBeGreaterThan(0);
		await drawKey(paper, bad, { explanations: true });
	});

	it('in the words around the questions does no harm either', async () => {
		const long = { 'zh-CN': '长'.repeat(3000) };
		const paper = one(essay('题'), {
			...{
				title: long,
				organisation: { en: '\u0000😀' },
				code: 'x'.repeat(500),
				form: '甲乙丙丁戊己庚辛壬癸子丑寅卯'
			},
			...{ date: 'someday', contentHash: '', marks: Number.NaN }
		});
		for (const draw of [drawQuestionPaper, drawAnswerSheet, drawKey] as (typeof drawQuestionPaper)[])
			expect(pagesOf(await draw(paper, bad)).length).toBeGreaterThan(0);
		expect(pagesOf(await drawQuestionPaper({ ...paper, sections: [] }))).not.toHaveLength(0);
	});

	it('prints the source of a formula that is none', async () => {
		const [page = ''] = pagesOf(await drawQuestionPaper(one(essay('求 $\\frac{1}{$ 的值'))));
		expect(bare(page)).toContain('$\\frac{1}{$');
	});
});

describe('the key', () => {
	const keyOf = async (question: Question, change: Partial<KeyedQuestion> = {}) => {
		const [first] = pagesOf(
			await drawKey({
				...samplePaper(),
				sections: [{ kind: question.type, questions: [{ ...printed(question), number: 1, ...change }] }]
			})
		).map(bare);
		return first ?? '';
	};
	const w = (text: string): Words => ({ 'zh-CN': text });

	it('has the letters of the form, not those of the author', async () => {
		const options = ['a', 'b', 'c', 'd'].map((id) => ({ id, text: w(id) }));
		const question: Question = {
			...{ type: 'multiple', stem: w('题干'), options, correct: ['a', 'd'], policy: 'partial' }
		};
		expect(await keyOf(question, { optionOrder: ['d', 'b', 'a', 'c'] })).toContain('计分办法1AC2少选');
		expect(await keyOf(question, { optionOrder: ['b', 'c', 'd', 'a'] })).toContain('计分办法1CD2少选');
	});

	it('follows right sides and things to order to where they were mixed', async () => {
		const matching: Question = {
			...{ type: 'matching', stem: w('题干'), policy: 'partial', others: [] },
			pairs: ['1', '2', '3'].map((id) => ({ id, left: w(`左${id}`), right: w(`右${id}`) }))
		};
		expect(await keyOf(matching)).toContain('(1)C(2)A(3)B');
		const ordering: Question = {
			...{ type: 'ordering', stem: w('题干'), policy: 'allOrNothing' },
			items: ['1', '2', '3'].map((id) => ({ id, text: w(`步${id}`) }))
		};
		expect(await keyOf(ordering)).toContain('C→A→B');
	});

	it('says what each level of a rubric earns', async () => {
		const question: Question = {
			...{ type: 'essay', stem: w('题干') },
			rubric: [
				{
					...{ id: 'r1', criterion: w('要点'), weight: 30 },
					levels: [
						{ share: 100, words: w('完整') },
						{ share: 50, words: w('部分') }
					]
				}
			]
		};
		const page = await keyOf(question);
		expect(page).toContain('3分：完整');
		expect(page).toContain('1.5分：部分');
	});
});

describe('the sections', () => {
	it('are numbered through, each kind by itself and cases last', () => {
		const sections = samplePaper().sections;
		expect(sections.map(({ kind }) => kind)).toEqual([...questionTypes, 'case']);
		expect(sections.flatMap(({ questions }) => questions.map(({ number }) => number))).toEqual(
			Array.from({ length: 100 }, (_, at) => at + 1)
		);
		expect([1, 9, 10, 11, 20, 21].map((number) => sectionNumber(number, 'zh-CN'))).toEqual([
			'一',
			'九',
			'十',
			'十一',
			'二十',
			'二十一'
		]);
		expect([1, 4, 9, 14].map((number) => sectionNumber(number, 'en'))).toEqual(['I', 'IV', 'IX', 'XIV']);
	});
});
