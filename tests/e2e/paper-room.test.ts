import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/site';
import { announce, browserOf, complaintsOf } from './exam-stage';
import { inMinutes } from './story/stage';

const exam = '县域纸笔统考';
const room = '县支行会议室';

/** A room without a network, which a mentor invigilates. */
async function addRoom(page: Page, sitting: string): Promise<void> {
	await page.goto(`${sitting}/rooms/new`);
	await page.getByText('没有网络的考场').click();
	await page.getByLabel('名称', { exact: true }).fill(room);
	await page.getByLabel('地址').fill('中山路 1 号');
	await page.getByLabel('监考人员 1').fill('JH0042 王建国');
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByText('考场已添加。')).toBeVisible();
}

/** What may stand in a field, by what it says beside it. */
const cellFor = (hint: string) =>
	hint.startsWith('A–') ? 'A' : hint.startsWith('T') ? 'T' : hint.startsWith('数字') ? '12' : '-';

test('an exam on paper: printed, typed by one, scanned by another, settled, marked', async ({
	browser,
	site
}) => {
	test.setTimeout(420_000);
	const opens = inMinutes(2);
	const office = await (await browserOf(browser, site, 'JH0007')).newPage();
	const sitting = await announce(office, { exam, opens, minutes: 60 });
	await addRoom(office, sitting);

	await test.step('the candidate is told to come, and begins nothing here', async () => {
		const phone = await (await browserOf(browser, site, 'JH0183', { phone: true })).newPage();
		await phone.goto('/exams');
		await phone.getByRole('link', { name: exam }).click();
		await phone.getByRole('button', { name: '报名', exact: true }).click();
		await expect(phone.getByRole('heading', { name: '到考场参加纸笔考试' })).toBeVisible();
		await expect(phone.getByText('中山路 1 号')).toBeVisible();
		await expect(phone.getByRole('button', { name: '进入考试' })).toHaveCount(0);
		expect(await complaintsOf(phone)).toEqual([]);
		await phone.context().close();
	});

	await test.step('HR draws and prints', async () => {
		await office.goto(`${sitting}/rooms`);
		await office.getByRole('button', { name: '现在组卷' }).click();
		await office.getByRole('dialog').getByRole('button', { name: '现在组卷' }).click();
		await expect(office.getByText('试卷已组好。')).toBeVisible();
		expect(await complaintsOf(office)).toEqual([]);
		const downloading = office.waitForEvent('download');
		await office.getByRole('button', { name: '打印试卷 · 中文' }).click();
		const file = await readFile(await (await downloading).path());
		expect(file.subarray(0, 5).toString()).toBe('%PDF-');
	});

	const typed: Record<string, string> = {};
	await test.step('the invigilator notes the times and types the sheet, without a script', async () => {
		const desk = await (await browserOf(browser, site, 'JH0042', { scripts: false })).newPage();
		await desk.goto('/staff/invigilation');
		await desk.getByRole('link', { name: room }).click();
		const minute = Date.parse(`${opens}:00+08:00`) + 60_000;
		// Papers cannot be collected before they are.
		await expect(async () => {
			await desk.getByLabel('开考', { exact: true }).fill(opens);
			await desk.getByLabel('收卷', { exact: true }).fill(inMinutes((minute - Date.now()) / 60_000));
			await desk.getByRole('button', { name: '登记时间' }).click();
			await expect(desk.getByText('时间已登记。')).toBeVisible({ timeout: 2_000 });
		}).toPass({ timeout: 300_000, intervals: [5_000] });
		await desk.getByRole('link', { name: /^录入 .* 的答题卡$/ }).click();
		const fields = desk.locator('input[name^="cells."]');
		for (const field of await fields.all()) {
			const value = cellFor((await field.getAttribute('placeholder')) ?? '');
			typed[((await field.getAttribute('name')) ?? '').slice('cells.'.length)] = value;
			await field.fill(value);
		}
		expect(Object.keys(typed)).toHaveLength(6);
		await desk.getByRole('button', { name: '保存并录入下一份' }).click();
		await expect(desk.getByText('录入一次').first()).toBeVisible();
		await desk.context().close();
	});

	await test.step('HR reads a scanner’s file: what is wrong is named, then it is taken', async () => {
		await office.goto('/staff/invigilation');
		await office.getByRole('link', { name: room }).click();
		expect(await complaintsOf(office)).toEqual([]);
		await office.getByRole('link', { name: '读入扫描文件' }).click();
		const downloading = office.waitForEvent('download');
		await office.getByRole('link', { name: '下载本考场模板' }).click();
		const template = await readFile(await (await downloading).path(), 'utf8');
		const [head, line] = template.split('\r\n');
		const bring = async (first: string) => {
			const cells = Object.entries({ ...typed, 1: first }).sort(([a], [b]) => Number(a) - Number(b));
			const row = [...line!.split(',').slice(0, 4), ...cells.map(([, value]) => value)];
			const text = `${head}\r\n${row.join(',')}\r\n`;
			await office
				.getByLabel('扫描文件')
				.setInputFiles({ name: 'scan.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
			await office.getByRole('button', { name: '检查文件' }).click();
		};
		await bring('XYZ');
		await expect(office.getByText(/处问题，全部改正后才能读入/)).toBeVisible();
		await expect(office.getByRole('button', { name: '读入', exact: true })).toHaveCount(0);
		expect(await complaintsOf(office)).toEqual([]);
		await office.getByRole('link', { name: '换一个文件' }).click();
		await bring('?');
		await office.getByRole('button', { name: '读入', exact: true }).click();
		await expect(office.getByText('扫描文件已读入。')).toBeVisible();
	});

	await test.step('what differs is settled with the sheet in hand, and marked like every other', async () => {
		await office.getByRole('link', { name: /^裁定 .* 的答题卡$/ }).click();
		await expect(office.getByText('其余 5 题两次一致')).toBeVisible();
		expect(await complaintsOf(office)).toEqual([]);
		await office.getByLabel('原卡 · 第 1 题').fill(typed['1']!);
		await office.getByRole('button', { name: '核定', exact: true }).click();
		await expect(office.getByText('答题卡已核定。')).toBeVisible();
		await expect(async () => {
			await office.goto(sitting);
			await expect(office.getByRole('cell', { name: '已评分' })).toBeVisible({ timeout: 2_000 });
		}).toPass({ timeout: 60_000 });
		await expect(office.getByText('纸笔收卷')).toBeVisible();
	});
});
