import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { parse } from 'yaml';
import { root } from '../../support/serve';
import { trainee } from './people';
import { inMinutes, type Stage } from './stage';

interface Words {
	'zh-CN': string;
	en: string;
}
interface Question {
	stem: Words;
	options: { text: Words; correct?: boolean }[];
	explanation: Words;
}

const folder = join(root, 'content/questions');
const bank = readdirSync(folder).flatMap(
	(file) => (parse(readFileSync(join(folder, file), 'utf8')) as { questions: Question[] }).questions
);
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
	await stage.choose('命题大纲', '随堂小测大纲');
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

/** Chooses the right options of the question shown, and waits until the server has them. */
async function answer(page: Page, position: number): Promise<void> {
	const shown = await page
		.getByRole('group')
		.filter({ has: page.locator('legend') })
		.first()
		.innerText();
	const question = bank.find(({ stem }) => shown.includes(stem['zh-CN']));
	expect(question, `a question of the bank: ${shown}`).toBeDefined();
	const saved = page.waitForResponse((response) => response.url().endsWith('/answers') && response.ok());
	for (const option of question!.options.filter(({ correct }) => correct)) {
		await page.getByText(option.text['zh-CN'], { exact: true }).click();
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
	expect(await page.getByRole('group').locator('input:checked').count()).toBeGreaterThan(0);
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
	for (const address of [attempt, `${attempt}/__data.json`, exams, `${exams}/__data.json`]) {
		const response = await page.request.get(address);
		expect(response.status(), address).toBe(200);
		texts.push(await response.text());
	}
	const told = texts.flatMap((text) => [
		...(/[{,]"?(correct|isCorrect|explanation|earned|tenths)"?:/.exec(text) ?? []),
		...bank
			.map(({ explanation }) => [explanation['zh-CN'].slice(0, 24), explanation.en.slice(0, 40)])
			.flat()
			.filter((words) => text.includes(words))
	]);
	expect(told).toEqual([]);
}

/** After the window the approver releases the results. */
export async function release(stage: Stage): Promise<void> {
	const { page } = stage;
	await stage.to('考试场次');
	await page.getByRole('link', { name: exam }).click();
	await expect(page.getByRole('heading', { level: 1, name: exam })).toBeVisible();
	await expect(async () => {
		await page.reload();
		await expect(page.getByText('全部答卷已收齐并评分，等待审批人发布。')).toBeVisible({ timeout: 2_000 });
	}).toPass({ timeout: 60_000 });
	await expect(page.getByRole('row', { name: trainee.name })).toContainText(/(?<!未)合格/);
	await page.getByRole('button', { name: '发布成绩' }).click();
	await page.getByRole('dialog').getByRole('button', { name: '发布成绩' }).click();
	await expect(page.getByText(/^成绩于 .* 发布。$/)).toBeVisible();
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
