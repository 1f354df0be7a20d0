import type { Page } from '@playwright/test';
import { expect, test } from '../support/site';
import { announce, complaintsOf } from './exam-stage';
import { inDays, inMinutes } from './story/stage';

const OFFICER = 'JH0007';
/** None of them mentors or manages whom they examine: an author, a reviewer and a training officer, and one more in reserve. */
const EXAMINERS = ['JH0021', 'JH0022', 'JH0019', 'JH0011'];
const CANDIDATE = 'JH0183';
const EXAM = '含面谈的助理考试';

const told = (page: Page, words: string) =>
	expect(page.getByRole('status').filter({ hasText: words }).first()).toBeVisible();
const phone = (page: Page) => page.setViewportSize({ width: 390, height: 844 });
const desk = (page: Page) => page.setViewportSize({ width: 1440, height: 900 });
test('a practical part is set up, three examiners score blindly on their phones, and its result is one', async ({
	page,
	signInAs
}) => {
	test.setTimeout(600_000);
	let practical = '';
	let sitting = '';

	await test.step('an officer says what is judged', async () => {
		await desk(page);
		await signInAs(OFFICER);
		await announce(page, { exam: EXAM, opens: inMinutes(90), minutes: 30 });
		await page.getByRole('link', { name: '实操与口试' }).click();
		await expect(page.getByText('这场考试没有实操部分')).toBeVisible();
		practical = page.url();
		sitting = /sittings\/([^/]+)/.exec(practical)![1]!;
		await page.getByRole('link', { name: '设置实操部分' }).click();
		await page.getByLabel('名称（中文）').first().fill('客户面谈');
		await page.getByLabel('名称（英文）').first().fill('Customer conversation');
		const rows = [
			['沟通与倾听', 'Talking and listening', '60'],
			['服务方案', 'Proposal', '50']
		];
		for (const [i, [zh, en, weight]] of rows.entries()) {
			const row = page.getByRole('group', { name: `评分项 ${i + 1}`, exact: true });
			await row.getByLabel('名称（中文）').fill(zh!);
			await row.getByLabel('名称（英文）').fill(en!);
			await row.getByLabel('权重（%）').fill(weight!);
			for (const [n, [share, words]] of [
				['100', '主动了解需求，回应准确'],
				['75', '基本了解需求，个别回应不到位'],
				['50', '需要提示才能说清'],
				['0', '没有做到']
			].entries()) {
				const level = row.getByRole('group', { name: `等级 ${n + 1}`, exact: true });
				await level.getByLabel('得分（%）').fill(share!);
				await level.getByLabel('表现（中文）').fill(words!);
				await level.getByLabel('表现（英文）').fill(`Level ${n + 1}`);
			}
		}
		await page.getByRole('button', { name: '保存' }).click();
		// The weights are 110 in a hundred: said at the rubric, and nothing of it is lost.
		await expect(page.getByText('权重合计要等于 100%。')).toBeVisible();
		await page.getByRole('group', { name: '评分项 2', exact: true }).getByLabel('权重（%）').fill('40');
		await page.getByRole('button', { name: '保存' }).click();
		await told(page, '已保存。');
	});

	await test.step('a candidate registers', async () => {
		await signInAs(CANDIDATE);
		await page.goto(`/exams/${sitting}`);
		await page.getByRole('button', { name: '报名', exact: true }).click();
		await expect(page.getByRole('heading', { name: '报名成功，等待开考' })).toBeVisible();
	});

	await test.step('the officer names examiners and slots, and has the candidate seated', async () => {
		await signInAs(OFFICER);
		await page.goto(practical);
		await page.getByRole('link', { name: '时段与考官' }).click();
		await page.getByRole('button', { name: '再加一位' }).click();
		for (const [i, number] of EXAMINERS.entries())
			await page.getByRole('combobox', { name: `考官 ${i + 1}`, exact: true }).fill(number);
		await page.getByRole('button', { name: '保存' }).click();
		await told(page, '考官名单已保存。');
		// Scored from the slot's day on: not over midnight.
		await expect.poll(() => inMinutes(2).slice(0, 10), { timeout: 180_000 }).toBe(inDays(0));
		const [day, time] = inMinutes(2).split('T') as [string, string];
		await page.getByLabel('日期').fill(day);
		await page.getByLabel('开始').fill(time);
		await page.getByLabel('地点').fill('总行三楼会议室');
		await page.getByLabel('时段数').fill('3');
		await page.getByRole('button', { name: '增加时段' }).click();
		await told(page, '时段已增加。');
		await page.goto(practical);
		await page.getByRole('button', { name: '安排考生和考官' }).click();
		await page.getByRole('dialog').getByRole('button', { name: '安排考生和考官' }).click();
		await told(page, '已安排，有关人员已收到通知。');
		const seated = page.locator('tbody tr', { hasText: '总行三楼会议室' });
		await expect(seated).toHaveCount(1);
		await expect(seated).toContainText(CANDIDATE);
		expect(await complaintsOf(page)).toEqual([]);
	});

	await test.step('the candidate reads when and where, and by what; not by whom', async () => {
		await phone(page);
		await signInAs(CANDIDATE);
		await page.goto(`/exams/${sitting}`);
		const card = page.getByRole('region', { name: '实操部分：客户面谈' });
		await expect(card.getByText('总行三楼会议室')).toBeVisible();
		await expect(card.getByText('沟通与倾听（60%）')).toBeVisible();
	});

	const panel: string[] = [];
	await test.step('each examiner scores on a phone, drafts kept, and sees nothing of the others', async () => {
		for (const examiner of EXAMINERS) {
			await signInAs(examiner);
			await page.goto('/examinations');
			const mine = page.getByRole('link', { name: new RegExp(CANDIDATE) });
			if (!(await mine.count())) continue;
			panel.push(examiner);
			await mine.click();
			await page.getByRole('radio', { name: '基本了解需求' }).first().check();
			await expect(page.getByText(/\d 已保存/)).toBeVisible();
			await page.reload();
			await expect(page.getByRole('radio', { name: '基本了解需求' }).first()).toBeChecked();
			await page.getByRole('button', { name: '提交' }).click();
			await expect(page.getByText('还有评分项没有选等级。')).toBeVisible();
			await page.getByRole('radio', { name: '需要提示' }).last().check();
			await page.getByLabel(/^记录/).fill('表达清楚');
			await page.getByRole('button', { name: '提交' }).click();
			const dialog = page.getByRole('dialog', { name: '提交评分表？' });
			await expect(dialog.getByText('65 / 100')).toBeVisible();
			await expect(dialog.getByText('需要提示才能说清')).toBeVisible();
			await dialog.getByRole('button', { name: '提交' }).click();
			await told(page, '评分表已提交。');
			const all = page.getByRole('region', { name: '三位考官的结果' });
			await expect(all).toHaveCount(panel.length === 3 ? 1 : 0);
		}
		expect(panel).toHaveLength(3);
	});

	await test.step('the officer reads one result', async () => {
		await desk(page);
		await signInAs(OFFICER);
		await page.goto(practical);
		const row = page.locator('tbody tr', { hasText: CANDIDATE });
		await expect(row.getByText('合格', { exact: true })).toBeVisible();
		await expect(row.getByText('65 分')).toHaveCount(4);
	});
});
