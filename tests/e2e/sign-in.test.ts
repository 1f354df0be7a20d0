import type { Page } from '@playwright/test';
import { expect, test } from '../support/site';

/** The form of names and passwords; in the demo a panel of ready sign-ins stands beside it. */
function signInForm(page: Page) {
	const form = page.locator('form').filter({ has: page.locator('input[autocomplete="username"]') });
	return {
		name: form.locator('input[autocomplete="username"]'),
		password: form.locator('input[type="password"]'),
		submit: form.locator('button[type="submit"]')
	};
}

test('a person signs in by the form and is on their own page', async ({ page }) => {
	await page.goto('/sign-in');
	const form = signInForm(page);
	await form.name.fill('JH0183');
	await form.password.fill('jinjie-demo');
	await form.submit.click();
	await expect(page).not.toHaveURL(/sign-in/);
	await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

test('a wrong password is refused with words, and the name that was typed is kept', async ({ page }) => {
	await page.goto('/sign-in');
	const form = signInForm(page);
	await form.name.fill('JH0042');
	await form.password.fill('not-the-password');
	await form.password.press('Enter');
	await expect(page.getByText('工号（或邮箱）与密码不符').first()).toBeVisible();
	await expect(form.name).toHaveValue('JH0042');
	await expect(page).toHaveURL(/sign-in/);
});

test('a page that needs signing in leads back to itself afterwards', async ({ page }) => {
	await page.goto('/training');
	await expect(page).toHaveURL(/\/sign-in\?next=%2Ftraining/);
	const form = signInForm(page);
	await form.name.fill('JH0183');
	await form.password.fill('jinjie-demo');
	await form.submit.click();
	await expect(page).toHaveURL(/\/training$/);
});

test.describe('in English', () => {
	test.use({ locale: 'en' });
	test('the browser’s language is taken up', async ({ page, signInAs }) => {
		await page.goto('/');
		await expect(page.locator('html')).toHaveAttribute('lang', 'en');
		await signInAs('JH0042');
		await page.goto('/');
		await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	});
});
