import { expect, type Page } from '@playwright/test';
import { test } from '../support/site';

const OFFICER = 'JH0007';
/** Released the results, so has no part in the appeal; and approves what the officer wrote. */
const APPROVER = 'JH0003';
const ADMINISTRATOR = 'JH0001';
/** Of the candidate, from their first day on. */
const PASSWORD = 'kaoshi-2026-shensu';

const told = (page: Page, words: string) =>
	expect(page.getByRole('status').filter({ hasText: words }).first()).toBeVisible();
/** Opens a dialog by its button and confirms in it. */
async function confirm(page: Page, name: string): Promise<void> {
	await page.getByRole('button', { name, exact: true }).first().click();
	await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
}

test('an appeal is upheld, the question is corrected by two people, and the candidate reads it', async ({
	page,
	signInAs
}) => {
	test.setTimeout(300_000);
	let sitting = '';
	let candidate = '';
	let regrade = '';
	let code = '';

	await test.step('somebody lost marks in the exam of last month', async () => {
		await signInAs(OFFICER);
		await page.goto('/staff/sittings?tier=assistant');
		await page.locator('tbody tr', { hasText: '成绩已发布' }).first().getByRole('link').first().click();
		await expect(page.getByRole('heading', { name: '考生' })).toBeVisible();
		sitting = page.url();
		const row = page.locator('tbody tr', { hasText: '合格' }).filter({ hasNotText: '100%' }).first();
		candidate = /JH\d{4}/.exec((await row.textContent())!)![0];
	});

	await test.step('they are given a first password, and make it their own', async () => {
		await signInAs(ADMINISTRATOR);
		await page.goto(`/staff/people?q=${candidate}`);
		await page
			.getByRole('row', { name: new RegExp(candidate) })
			.getByRole('link')
			.first()
			.click();
		await page.getByRole('link', { name: '账户' }).click();
		await page.getByRole('button', { name: '生成首次登录密码' }).click();
		await page.getByRole('dialog').getByRole('button', { name: '重新生成一次性密码' }).click();
		const first = (await page.locator('code').first().textContent())!.trim();
		await signInAs(candidate, first);
		await page.goto('/change-password');
		await page.getByLabel('新密码', { exact: true }).fill(PASSWORD);
		await page.getByLabel('再次输入新密码').fill(PASSWORD);
		await page.getByRole('button', { name: '保存新密码' }).click();
		await expect(page).not.toHaveURL(/change-password/);
	});

	await test.step('they appeal about a question, on a phone', async () => {
		await page.setViewportSize({ width: 390, height: 844 });
		await page.goto(`/exams/${sitting.split('/').at(-1)}/result?show=wrong`);
		await page.getByRole('link', { name: '成绩申诉' }).click();
		await expect(page.getByRole('heading', { level: 1, name: '成绩申诉' })).toBeVisible();
		const about = page.locator('select[name="position"]');
		// What the form begins with, the whole result, may be sent as well.
		expect(await about.evaluate((select: HTMLSelectElement) => select.checkValidity())).toBe(true);
		const wrong = about.locator('option', { hasText: /得 0 分|0\/|0 \// }).first();
		await about.selectOption((await wrong.getAttribute('value'))!);
		await page.locator('textarea[name="reason"]').fill('教材与标准答案不一致，请复核。');
		await page.getByRole('button', { name: '提交申诉' }).click();
		await told(page, '申诉已提交。');
		await expect(page.getByText('教材与标准答案不一致，请复核。')).toBeVisible();
		await expect(page.getByText('待处理')).toBeVisible();
	});

	await page.setViewportSize({ width: 1440, height: 900 });
	await test.step('whoever released the results does not decide on it; the officer does', async () => {
		await signInAs(APPROVER);
		await page.goto('/staff/appeals');
		await page.locator('tbody tr', { hasText: candidate }).getByRole('link').click();
		await expect(page.getByText('发布成绩的人不能处理对该成绩的申诉')).toBeVisible();
		const address = page.url();
		await signInAs(OFFICER);
		await page.goto(address);
		await expect(page.getByText('教材与标准答案不一致，请复核。')).toBeVisible();
		await page.getByRole('radio', { name: '成立', exact: true }).check();
		await page.locator('textarea[name="decision"]').fill('题目表述有歧义，人人得满分。');
		await page.getByRole('button', { name: '提交处理意见' }).click();
		await told(page, '已处理，并已通知考生。');
	});

	await test.step('the officer says how the question is to be marked, and sees whom it concerns', async () => {
		await page.getByRole('link', { name: '去更正这道题' }).click();
		const title = page.getByRole('heading', { level: 1, name: /更正题目/ });
		code = /更正题目 (\S+)/.exec((await title.textContent())!)![1]!;
		await page.getByRole('link', { name: '修改' }).click();
		await page.getByRole('radio', { name: /^人人得满分/ }).check();
		await page.getByRole('button', { name: '保存并试算' }).click();
		await told(page, '已保存并试算。');
		regrade = page.url();
		const table = page.getByRole('table', { name: '成绩有变化的考生' });
		await expect(table.getByRole('row', { name: new RegExp(candidate) })).toBeVisible();
		await expect(page.getByRole('button', { name: '批准并生效' })).toHaveCount(0);
		await confirm(page, '提交审批');
		await told(page, '已提交审批。');
		await expect(page.getByText('须由其他人审批')).toBeVisible();
	});

	await test.step('another person approves it', async () => {
		await signInAs(APPROVER);
		await page.goto(regrade);
		await confirm(page, '批准并生效');
		await told(page, '更正已生效');
		await expect(page.getByRole('heading', { name: '更正的影响' })).toBeVisible();
		await page.getByRole('link', { name: '评分更正' }).click();
		await expect(page.getByRole('row', { name: new RegExp(code) }).first()).toContainText('已生效');
	});

	await test.step('the candidate reads the decision, and the question says that it was corrected', async () => {
		await signInAs(candidate, PASSWORD);
		await page.goto('/inbox');
		await expect(page.getByText(/有一道题的评分已更正，您的成绩由/)).toBeVisible();
		await page.goto(`/exams/${sitting.split('/').at(-1)}/appeal`);
		await expect(page.getByText('题目表述有歧义，人人得满分。')).toBeVisible();
		await page.goto(`/exams/${sitting.split('/').at(-1)}/result`);
		await expect(page.getByText('本题人人得满分。')).toHaveCount(1);
	});
});
