import { expect, test } from '../support/site';

test('a person signs in by the form and is on their own page', async ({ page }) => {
	await page.goto('/sign-in');
	await page.locator('input[name="name"]').fill('JH0183');
	await page.locator('input[name="password"]').fill('jinjie-demo');
	await page.locator('form:has(input[name="password"]) button[type="submit"], form:has(input[name="password"]) button:not([type])').first().click();
	await expect(page).not.toHaveURL(/sign-in/);
	expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
});

test('a wrong password is refused with words and what was typed is kept', async ({ page }) => {
	await page.goto('/sign-in');
	await page.locator('input[name="name"]').fill('JH0042');
	await page.locator('input[name="password"]').fill('not-the-password');
	await page.locator('input[name="password"]').press('Enter');
	await expect(page.locator('input[name="name"]')).toHaveValue('JH0042');
	await expect(page).toHaveURL(/sign-in/);
});

test.describe('in English', () => {
	test.use({ locale: 'en' });
	test('the browser’s language is taken up', async ({ page, signInAs }) => {
		await page.goto('/');
		expect(await page.locator('html').getAttribute('lang')).toBe('en');
		await signInAs('JH0042');
		await page.goto('/');
		expect(await page.locator('html').getAttribute('lang')).toBe('en');
	});
});
