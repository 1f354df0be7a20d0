import { expect, test } from '../support/site';
import { DEMO_PASSWORD } from '../../drizzle/seed/demo/cast';

test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });

test('everything that matters works where no script runs', async ({ page }) => {
	await test.step('signing in', async () => {
		await page.goto('/sign-in');
		await page.getByLabel('工号或邮箱').fill('JH0183');
		await page.getByLabel('密码', { exact: true }).fill('wrong');
		await page.getByRole('button', { name: '登录', exact: true }).click();
		await expect(page.getByText('工号（或邮箱）与密码不符。')).toBeVisible();
		await expect(page.getByLabel('工号或邮箱')).toHaveValue('JH0183');
		await page.getByLabel('密码', { exact: true }).fill(DEMO_PASSWORD);
		await page.getByRole('button', { name: '登录', exact: true }).click();
		await expect(page.getByRole('heading', { level: 1, name: /高级客户经理/ })).toBeVisible();
	});

	await test.step('changing the language and back', async () => {
		await page.locator('summary').filter({ hasText: '更多' }).click();
		await page.getByRole('button', { name: 'English' }).click();
		await expect(page.locator('html')).toHaveAttribute('lang', 'en');
		await page.locator('summary').filter({ hasText: 'More' }).click();
		await page.getByRole('button', { name: '中文' }).click();
		await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
	});

	await test.step('finishing a lesson', async () => {
		await page.getByRole('link', { name: '培训' }).click();
		await page.getByRole('region', { name: '客户经理工作七步' }).getByRole('link').click();
		const start = page.getByRole('button', { name: '开始学习' });
		if (await start.isVisible()) await start.click();
		const lesson = await page.getByRole('heading', { level: 1 }).innerText();
		await page.getByRole('button', { name: /^学完了/ }).click();
		await expect(page.getByText('这一课已记为学完。')).toBeVisible();
		await expect(page.getByRole('heading', { level: 1, name: lesson })).toHaveCount(0);
	});

	await test.step('registering for a sitting and withdrawing', async () => {
		await page.getByRole('link', { name: '考试', exact: true }).click();
		await page.getByRole('link', { name: '去报名' }).first().click();
		await page.getByRole('button', { name: '报名', exact: true }).click();
		await expect(page.getByRole('heading', { name: '报名成功，等待开考' })).toBeVisible();
		await expect(page.getByText('准考证号', { exact: true })).toBeVisible();
		await page.getByRole('button', { name: '取消报名' }).first().click();
		await page.getByRole('dialog').getByRole('button', { name: '取消报名' }).click();
		await expect(page.getByText('已取消报名。')).toBeVisible();
	});

	await test.step('signing out', async () => {
		await page.locator('summary').filter({ hasText: '更多' }).click();
		await page.getByRole('button', { name: '退出登录' }).click();
		await expect(page.getByText('您已退出登录。')).toBeVisible();
	});
});
