import type { Page } from '@playwright/test';
import { expect, test } from '../support/site';
import { announce, browserOf, complaintsOf } from './exam-stage';
import { inMinutes } from './story/stage';

const exam = '网点统考';
const room = '总行机房';
/** Of the sitting's time limit. */
const MINUTES = 60;

const main = (page: Page) => page.getByRole('main');

/** A room of a sitting, which a mentor invigilates. */
async function addRoom(page: Page, sitting: string) {
	await page.goto(`${sitting}/rooms/new`);
	await page.getByLabel('名称', { exact: true }).fill(room);
	await page.getByLabel('考场口令').fill('7351');
	await page.getByLabel('监考人员 1').fill('JH0042 王建国');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('考场已添加。')).toBeVisible();
}

/** Chooses the first option of the question, or writes something where there is none. */
async function answer(page: Page) {
	const form = page.locator('form[action^="?/answer"]');
	const option = form.locator('label:has(input[type=radio], input[type=checkbox])').first();
	if (await option.count()) return option.click();
	const text = form.getByRole('textbox').first();
	if (await text.count()) return text.fill('12');
	const select = form.getByRole('combobox').first();
	if (await select.count()) return select.selectOption({ index: 1 });
	await form.getByRole('button', { name: '就按这个顺序作答' }).click();
}
const answered = (page: Page, n: number) => expect(page.getByText(new RegExp(`^已答 ${n} ·`))).toBeVisible();
const secondsLeft = async (page: Page) => {
	const text = await page.getByRole('timer', { name: '剩余时间' }).innerText();
	return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
};

test('a whole exam: the bell, the network cut, a reload, a second window, time given back', async ({
	browser,
	site
}) => {
	test.setTimeout(420_000);
	const office = await browserOf(browser, site, 'JH0007');
	const desk = await office.newPage();
	await addRoom(desk, await announce(desk, { exam, opens: inMinutes(2), minutes: MINUTES }));

	const candidate = await browserOf(browser, site, 'JH0183', { phone: true });
	const page = await candidate.newPage();
	await page.goto('/exams');
	await page.getByRole('link', { name: exam }).click();
	await page.getByRole('button', { name: '报名', exact: true }).click();
	await page.getByRole('button', { name: '进入考试' }).click();
	await expect(page.getByRole('heading', { name: '考前须知' })).toBeVisible();
	expect(await complaintsOf(page)).toEqual([]);
	const begin = page.getByRole('button', { name: '开始考试' });
	await expect(begin).toBeDisabled();
	expect(await page.content()).not.toContain('第 1 题');
	await expect(begin).toBeEnabled({ timeout: 180_000 });
	const loads: string[] = [];
	page.on('request', (request) => loads.push(`${request.method()} ${new URL(request.url()).pathname}`));
	await page.getByLabel('考场口令').fill('1');
	await begin.click();
	await expect(page.getByText('考场口令不对')).toBeVisible();
	await page.getByLabel('考场口令').fill('7351');
	await begin.click();
	await expect(page.getByText(/^第 1 题 \/ 共 6 题/)).toBeVisible();
	expect(await complaintsOf(page)).toEqual([]);
	expect(loads.filter((load) => !/(start|signals|answers|icon.svg)$/.test(load))).toEqual([]);

	await test.step('goes on without a network, and brings what was written', async () => {
		await answer(page);
		await expect(page.getByText(/^已保存 \d/)).toBeVisible();
		await candidate.setOffline(true);
		await page.getByRole('button', { name: '下一题' }).click();
		await answer(page);
		await expect(page.getByText('网络中断，可以继续作答')).toBeVisible();
		await answered(page, 2);
		await candidate.setOffline(false);
		await expect(page.getByText('网络中断，可以继续作答')).toHaveCount(0);
		await expect(page.getByText(/^已保存 \d/)).toBeVisible();
		expect(loads.filter((load) => !/(start|signals|answers|icon.svg)$/.test(load))).toEqual([]);
		await page.reload();
		await answered(page, 2);
	});

	await test.step('one window writes, and the other says so', async () => {
		const second = await candidate.newPage();
		await second.goto(page.url());
		await expect(second.getByRole('heading', { name: '已在另一个窗口作答' })).toBeVisible();
		await second.getByRole('button', { name: '改在此窗口作答' }).click();
		await expect(page.getByRole('heading', { name: '已在另一个窗口作答' })).toBeVisible();
		await second.getByRole('link', { name: /^第 3 题/ }).click();
		await answer(second);
		await expect(second.getByText(/^已保存 \d/)).toBeVisible();
		await answered(second, 3);
		await second.close();
		await page.getByRole('button', { name: '改在此窗口作答' }).click();
		await answered(page, 3);
	});

	await test.step('another device sees nothing', async () => {
		const elsewhere = await browserOf(browser, site, 'JH0183');
		const other = await elsewhere.newPage();
		await other.goto(page.url());
		await expect(other.getByRole('heading', { name: '考试正在另一台设备上进行' })).toBeVisible();
		expect(await other.content()).not.toContain('第 1 题');
		await elsewhere.close();
	});

	await test.step('time that the invigilator gives is there at once, and a pause stops the clock', async () => {
		const desk = await (await browserOf(browser, site, 'JH0042')).newPage();
		await desk.goto('/staff/invigilation');
		await desk.getByRole('link', { name: room }).click();
		await expect(main(desk).getByText('林晓彤').first()).toBeVisible();
		const before = await secondsLeft(page);
		await desk.getByRole('button', { name: '补时', exact: true }).first().click();
		const dialog = desk.getByRole('dialog');
		await dialog.getByLabel('分钟数').fill('7');
		await dialog.getByLabel('原因').fill('机房断电');
		await dialog.getByRole('button', { name: '补时', exact: true }).click();
		await expect(page.getByText('已为您补时 7 分钟')).toBeVisible();
		await expect(page.getByText('机房断电')).toBeVisible();
		expect(await secondsLeft(page)).toBeGreaterThan(before + 6 * 60);
		await desk.getByRole('button', { name: '暂停考场' }).click();
		await desk.getByRole('dialog').getByLabel('原因').fill('演练警报');
		await desk.getByRole('dialog').getByRole('button', { name: '暂停考场' }).click();
		await expect(page.getByRole('heading', { name: '考试已暂停' })).toBeVisible();
		await desk.getByRole('button', { name: '恢复考场' }).click();
		await desk.getByRole('dialog').getByRole('button', { name: '恢复考场' }).click();
		await expect(page.getByRole('heading', { name: '考试已暂停' })).toHaveCount(0);
		await expect(page.getByText(/^第 \d 题 \/ 共 6 题/)).toBeVisible();
	});

	await test.step('hands in with what is open', async () => {
		await page.getByRole('button', { name: '交卷' }).click();
		const dialog = page.getByRole('dialog');
		await expect(dialog.getByText('还有 3 题未作答。')).toBeVisible();
		await dialog.getByRole('button', { name: '确认交卷' }).click();
		await expect(page.getByRole('heading', { level: 1, name: '已交卷' })).toBeVisible();
		await expect(page.getByText('共 6 题，收到作答 3 题。')).toBeVisible();
		expect(await complaintsOf(page)).toEqual([]);
	});
});
