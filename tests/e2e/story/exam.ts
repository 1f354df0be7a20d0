import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { parse } from 'yaml';
import { z } from 'zod';
import { rightAnswer } from '../../../drizzle/seed/demo/answers';
import { both, kindShapes, questionOf, type Written } from '../../../src/lib/features/bank/content-kinds';
import type { Given, Question, Words } from '../../../src/lib/features/bank/question';
import { root } from '../../support/serve';
import { trainee } from './people';
import { inMinutes, type Stage } from './stage';

interface Sheet {
	questions: Written[];
	cases?: { questions: Written[] }[];
}
const folder = join(root, 'content/bank');
const sheets = readdirSync(folder).map((file) => parse(readFileSync(join(folder, file), 'utf8')) as Sheet);
const bank: Question[] = sheets
	.flatMap(({ questions, cases = [] }) => [...questions, ...cases.flatMap((one) => one.questions)])
	.map((written) => {
		const shape = z.object({ stem: both, explanation: both, ...kindShapes[written.type] });
		return questionOf({ type: written.type, ...shape.parse(written) } as Written);
	});
export const exam = '客户经理助理入门考试';
/** The window is over this long after it was announced. */
export const WINDOW_MINUTES = 180;
const QUESTIONS = 6;

/** HR announces an exam that can be registered for and sat at once. */
export async function announce(stage: Stage): Promise<void> {
	const { page } = stage;
	await stage.to('考试场次');
	await page.getByRole('link', { name: '安排考试' }).click();
	await page.getByLabel('中文名称').fill(exam);
	await page.getByLabel('英文名称').fill('Entry exam of assistants');
	await stage.choose('对应等级', '客户经理助理');
	await stage.choose('命题蓝图', '随堂小测（2026）');
	await page.getByLabel('报名开始').fill(inMinutes(-10));
	await page.getByLabel('报名截止').fill(inMinutes(90));
	await page.getByLabel('考试开始').fill(inMinutes(-5));
	await page.getByLabel('考试结束').fill(inMinutes(WINDOW_MINUTES));
	await expect(page.getByLabel('作答时长（分钟）')).toHaveValue('10');
	await page.getByLabel('作答时长（分钟）').fill('60');
	await page.getByRole('button', { name: '公布考试' }).click();
	await expect(page.getByRole('heading', { level: 1, name: exam })).toBeVisible();
	await expect(page.getByRole('main').getByText('考试中', { exact: true })).toBeVisible();
}

/** Registers, enters the room, answers everything rightly with a reload in the middle, and hands in. */
export async function sit(stage: Stage): Promise<void> {
	const { page } = stage;
	await stage.to('资格考试');
	await page.getByRole('link', { name: exam }).click();
	await page.getByRole('button', { name: '报名', exact: true }).click();
	await stage.told('报名成功');
	await page.getByRole('button', { name: '进入考试' }).click();
	await expect(page.getByRole('heading', { name: '考前须知' })).toBeVisible();
	await page.getByRole('button', { name: '开始考试' }).click();
	await expect(page.getByText(/^第 1 题 \/ 共 6 题/)).toBeVisible();
	const replies = listen(page);
	for (let position = 1; position <= QUESTIONS; position++) {
		await expect(page.getByText(new RegExp(`^第 ${position} 题 / 共 ${QUESTIONS} 题`))).toBeVisible();
		await answer(page, position);
		if (position === 3) await comeBack(page);
		if (position < QUESTIONS) await page.getByRole('button', { name: '下一题' }).click();
	}
	await knowsNothing(page, await Promise.all(replies));
	await page.getByRole('button', { name: '交卷' }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByText('全部 6 题都已作答。')).toBeVisible();
	await dialog.getByRole('button', { name: '确认交卷' }).click();
	await expect(page.getByRole('heading', { level: 1, name: '已交卷' })).toBeVisible();
	await expect(page.getByText('共 6 题，收到作答 6 题。')).toBeVisible();
	await knowsNothing(page, []);
	await page.getByRole('link', { name: '离开考场' }).click();
	await expect(page.getByRole('heading', { level: 1, name: '资格考试' })).toBeVisible();
}

/** What words say for certain as text: between formulas, gaps, pictures and lines, without spaces and stars. */
const parts = (words: Words): string[] =>
	(words['zh-CN'] ?? '')
		.split(/\$\$?[^$]+\$\$?|\{\{[^}]*\}\}|!\[[^\]]*\]\([^)]*\)|[|\n]/)
		.map((part) => part.replace(/[*\\\s]/g, '').replace(/^:?-+:?$/, ''));
const says = (text: string, words: Words) => {
	const bare = text.replace(/\s+/g, '');
	return parts(words).every((part) => bare.includes(part));
};

/** The question that the page shows: the one with the longest stem in it. */
function shownOn(text: string): Question {
	const found = bank
		.filter(({ stem }) => says(text, stem))
		.sort((a, b) => parts(b.stem).join('').length - parts(a.stem).join('').length);
	expect(found.length, `a question of the bank: ${text}`).toBeGreaterThan(0);
	return found[0]!;
}

/** The one among several whose text says these words. */
async function saying(among: Locator, words: Words): Promise<Locator> {
	const texts = await among.allInnerTexts();
	const exact = texts.findIndex((text) => text.replace(/\s+/g, '') === parts(words).join(''));
	return among.nth(exact >= 0 ? exact : texts.findIndex((text) => says(text, words)));
}

/** Gives the right answer to the question shown, and waits until the server has it. */
async function answer(page: Page, position: number): Promise<void> {
	const form = page.locator('form[action^="?/answer"]');
	const question = shownOn(await form.innerText());
	const right = rightAnswer(question, {});
	const saved = page.waitForResponse((response) => response.url().endsWith('/answers') && response.ok());
	const field = (part: string | number) => form.locator(`[name="answer.${part}"]`);
	switch (question.type) {
		case 'single':
		case 'multiple':
			for (const id of [right].flat()) await form.locator(`label:has(input[value="${String(id)}"])`).click();
			break;
		case 'trueFalse':
			await form.locator(`label:has(input[value="${String(right)}"])`).click();
			break;
		case 'numeric': {
			const { number, unit } = right as Given['numeric'];
			await field('number').fill(number);
			if (unit) await field('unit').fill(unit);
			break;
		}
		case 'fillIn':
			for (const [i, { id }] of question.gaps.entries()) {
				await field(i).fill((right as Given['fillIn'])[id]!);
			}
			break;
		case 'matching':
			for (const [i, pair] of question.pairs.entries()) {
				// Right sides that are long or rich stand beside the list, by their letters.
				const listed = form.locator('.rights li');
				const letter = (await listed.count()) > 0;
				const label = letter
					? await (await saying(listed, pair.right)).locator('.letter').innerText()
					: pair.right['zh-CN']!;
				await field(i).selectOption({ label });
			}
			break;
		case 'ordering':
			for (const [i, { text }] of question.items.entries()) {
				const thing = await saying(form.locator('li'), text);
				await thing.locator('select').selectOption(String(i + 1));
			}
			break;
		default:
			await form.locator('[name="answer"]').fill(String(right));
	}
	await saved;
	await expect(page.getByText(/^已保存 \d\d:\d\d/)).toBeVisible();
	await expect(page.getByRole('link', { name: `第 ${position} 题，已答` })).toBeVisible();
}

const secondsLeft = async (page: Page) =>
	(await page.getByRole('timer', { name: '剩余时间' }).innerText())
		.split(':')
		.reduce((sum, part) => sum * 60 + Number(part), 0);

/** A reload in the middle: the answers are there, the place is, and the clock went on. */
async function comeBack(page: Page): Promise<void> {
	const before = await secondsLeft(page);
	await page.reload();
	for (const position of [1, 2, 3]) {
		await expect(page.getByRole('link', { name: `第 ${position} 题，已答` })).toBeVisible();
	}
	await expect(page.getByRole('link', { name: '第 4 题，未答' })).toBeVisible();
	await expect(page.getByText(/^第 3 题/)).toBeVisible();
	const after = await secondsLeft(page);
	expect(after).toBeLessThanOrEqual(before);
	expect(after).toBeGreaterThan(before - 120);
}

/** Every reply to saved answers from now on. */
function listen(page: Page): Promise<string>[] {
	const replies: Promise<string>[] = [];
	page.on('response', (response) => {
		if (response.url().endsWith('/answers')) replies.push(response.text().catch(() => ''));
	});
	return replies;
}

/** Nothing that the candidate's browser is sent tells a key, a mark or an explanation. */
async function knowsNothing(page: Page, more: string[]): Promise<void> {
	const attempt = page.url().split('?')[0]!;
	const exams = new URL('/exams', attempt).href;
	const texts = [...more];
	for (const address of [
		attempt,
		`${attempt}/__data.json`,
		`${attempt}/room`,
		exams,
		`${exams}/__data.json`
	]) {
		const response = await page.request.get(address);
		expect(response.status(), address).toBe(200);
		// What stands in an attribute of the page is written otherwise.
		texts.push((await response.text()).replaceAll('&quot;', '"'));
	}
	const told = texts.flatMap((text) => [
		...(/[{,]"?(correct|isCorrect|accepted|aliases|explanation|earnedHundredths|tenths)"?:/.exec(text) ?? []),
		...bank
			.flatMap(({ explanation }) => [explanation?.['zh-CN']?.slice(0, 24), explanation?.en?.slice(0, 40)])
			.filter((words) => words && text.includes(words))
	]);
	expect(told).toEqual([]);
}

/** After the window HR finds the marks in order. */
export async function review(stage: Stage): Promise<void> {
	const { page } = stage;
	await stage.to('考试场次');
	await page.getByRole('link', { name: exam }).click();
	await expect(page.getByRole('heading', { level: 1, name: exam })).toBeVisible();
	await expect(async () => {
		await page.reload();
		await expect(page.getByText('全部答卷已收齐并评分，等待核对和发布。')).toBeVisible({ timeout: 2_000 });
	}).toPass({ timeout: 60_000 });
	await expect(page.getByRole('row', { name: trainee.name })).toContainText(/(?<!未)合格/);
	await page.getByRole('link', { name: '核对与发布成绩' }).click();
	await expect(page.getByRole('button', { name: '发布成绩' })).toHaveCount(0);
	for (const check of ['考场异常已看过', '暂扣的成绩已决定', '试题分析中标出的题目已看过'])
		await page.getByLabel(check).check();
	await page.getByRole('button', { name: '核对无误' }).click();
	await expect(page.getByText(/核对无误。$/)).toBeVisible();
}

/** The approver sets a time, thinks better of it, and releases the results at once. */
export async function release(stage: Stage): Promise<void> {
	const { page } = stage;
	await stage.to('考试场次');
	await page.getByRole('link', { name: exam }).click();
	await page.getByRole('link', { name: '核对与发布成绩' }).click();
	await page.getByLabel('或者定时发布').fill(inMinutes(WINDOW_MINUTES + 24 * 60));
	await page.getByRole('button', { name: '定时发布' }).click();
	await expect(page.getByText(/^成绩将于 .* 发布$/)).toBeVisible();
	await page.getByRole('button', { name: '取消定时' }).click();
	await page.getByRole('dialog').getByRole('button', { name: '取消定时' }).click();
	await expect(page.getByText(/^成绩将于 .* 发布$/)).toHaveCount(0);
	await page.getByRole('button', { name: '发布成绩' }).click();
	await page.getByRole('dialog').getByRole('button', { name: '发布成绩' }).click();
	await expect(page.getByText(/于 .* 发布。$/).first()).toBeVisible();
}

export async function seeResult(stage: Stage): Promise<void> {
	const { page } = stage;
	await stage.to('资格考试');
	await page.getByRole('link', { name: exam }).click();
	await page.getByRole('link', { name: '查看成绩' }).click();
	await expect(page.getByText('合格', { exact: true }).first()).toBeVisible();
	await expect(page.getByText('得分 30 / 30')).toBeVisible();
	await expect(page.getByText('解析').first()).toBeVisible();
}
