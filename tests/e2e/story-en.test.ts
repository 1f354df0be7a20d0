import type { Page } from '@playwright/test';
import { expect, test } from '../support/site';

test.use({ locale: 'en', viewport: { width: 1440, height: 900 } });

/** Presses Tab until the element with these words has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, words: RegExp): Promise<void> {
	for (let presses = 0; presses < 80; presses++) {
		await page.keyboard.press('Tab');
		const focused = page.locator(':focus');
		if ((await focused.count()) && words.test((await focused.innerText()).trim())) return;
	}
	throw new Error(`No way by keyboard to ${words}`);
}

async function to(page: Page, place: string): Promise<void> {
	const link = page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: place });
	await link.click();
	await expect(link).toHaveAttribute('aria-current', 'page');
}

test('a manager on the way to senior, in English', async ({ page }) => {
	await test.step('signs in from the demo panel and sees the path', async () => {
		await page.goto('/');
		await page.getByRole('link', { name: 'Sign in' }).first().click();
		await page.getByRole('button', { name: /^Sign in as 林晓彤/ }).click();
		await expect(page.getByRole('heading', { level: 1, name: /more things? until Senior/ })).toBeVisible();
		await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	});

	await test.step('reads a lesson to its end', async () => {
		await to(page, 'Training');
		const goOn = page.getByRole('region', { name: 'The work in seven steps' });
		await goOn.getByRole('link').click();
		const start = page.getByRole('button', { name: 'Start', exact: true });
		const finish = page.getByRole('button', { name: /^Finish and/ });
		await expect(start.or(finish)).toBeVisible();
		if (await start.isVisible()) await start.click();
		await expect(page.getByText(/^Lesson \d of \d/)).toBeVisible();
		const lesson = await page.getByRole('heading', { level: 1 }).innerText();
		await finish.click();
		await expect(page.getByRole('heading', { level: 1, name: lesson })).toHaveCount(0);
		await expect(page.getByRole('status').filter({ hasText: 'Lesson finished.' })).toBeVisible();
	});

	await test.step('enters the exam room and answers by keyboard alone', async () => {
		await to(page, 'Exams');
		await page.locator('body').focus();
		await tabTo(page, /^Go to the exam$/);
		await page.keyboard.press('Enter');
		await expect(page.getByRole('button', { name: 'Go to the exam' })).toBeVisible();
		await tabTo(page, /^Go to the exam$/);
		await page.keyboard.press('Enter');
		await expect(page.getByRole('button', { name: 'Start the exam' })).toBeVisible();
		await tabTo(page, /^Start the exam$/);
		await page.keyboard.press('Enter');
		const meta = page.getByText(/^Question 1 of \d+/);
		await expect(meta).toBeVisible();
		await expect(page.getByText('Answers save by themselves')).toBeVisible();
		await page.keyboard.press('2');
		await expect(page.getByRole('link', { name: 'Question 1, answered', exact: true })).toBeVisible();
		await page.keyboard.press('f');
		await expect(page.getByRole('link', { name: 'Question 1, answered, flagged' })).toBeVisible();
		await page.keyboard.press('n');
		await expect(page.getByText(/^Question 2 of \d+/)).toBeVisible();
		await page.keyboard.press('a');
		await expect(page.getByRole('link', { name: 'Question 2, answered' })).toBeVisible();
		await expect(page.getByText(/^Saved \d/)).toBeVisible();
		await page.keyboard.press('ArrowLeft');
		await expect(meta).toBeVisible();
		await page.reload();
		await expect(page.getByRole('link', { name: 'Question 1, answered, flagged' })).toBeVisible();
		await expect(page.getByRole('link', { name: 'Question 2, answered' })).toBeVisible();
	});

	await test.step('changes the language and signs out', async () => {
		await page.goto('/path');
		await page.locator('summary').filter({ hasText: 'Account' }).click();
		await page.getByRole('button', { name: '中文' }).click();
		await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
		await expect(page.getByRole('heading', { level: 1, name: /^距离高级客户经理/ })).toBeVisible();
		// The choice is the person's and stays: they sign out in Chinese.
		await page.locator('summary').filter({ hasText: '账户' }).click();
		await page.getByRole('button', { name: '退出登录' }).click();
		await expect(page.getByRole('heading', { level: 1, name: '登录' })).toBeVisible();
		await page.goto('/path');
		await expect(page).toHaveURL(/sign-in/);
	});
});
