import type { Page } from '@playwright/test';
import { expect, takenOver, test } from '../support/site';

test('a form sent after the session has ended keeps what was typed, and can be sent again', async ({
	page,
	context,
	signInAs
}) => {
	await signInAs('JH0007');
	await page.goto('/staff/people/new');
	const fields = { employeeNo: 'JH9101', name: '孙一鸣', post: '客户经理', hiredOn: '2026-01-05' };
	for (const [name, value] of Object.entries(fields)) await page.locator(`[name="${name}"]`).fill(value);
	await page.locator('[name="unitId"]').selectOption({ index: 2 });
	await context.clearCookies({ name: 'jinjie_session' });
	const submit = page.locator('main form button[type="submit"]');
	await submit.click();
	await expect(page.getByRole('alert')).toContainText('登录已失效');
	await expect(page.getByRole('link', { name: '在新窗口登录' })).toBeVisible();
	for (const [name, value] of Object.entries(fields)) {
		await expect(page.locator(`[name="${name}"]`)).toHaveValue(value);
	}
	await signInAs('JH0007');
	await submit.click();
	await expect(page).toHaveURL(/evidence$/);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('孙一鸣');
});

test('pointing at links asks for nothing where looks are recorded', async ({ page, signInAs }) => {
	await signInAs('JH0011');
	const asked: string[] = [];
	page.on('request', (request) => {
		if (request.url().includes('__data.json')) asked.push(request.url());
	});
	for (const path of ['/staff/tiers', '/path']) {
		await page.goto(path);
		const links = page.locator('nav a:visible, tbody a:visible');
		expect(await links.count()).toBeGreaterThan(5);
		for (const link of await links.all()) await link.hover();
		// An intention is taken a moment after the pointer rests: what says whether it leads to a question is looked at.
		const eager = await links.evaluateAll((all) =>
			all
				.filter(
					(link) =>
						link.closest('[data-sveltekit-preload-data]')?.getAttribute('data-sveltekit-preload-data') !==
						'off'
				)
				.map((link) => link.getAttribute('href'))
		);
		expect(eager).toEqual([]);
	}
	expect(asked).toEqual([]);
});

/** Keeps a page's scripts from coming until what this gives is called. */
async function holdScripts(page: Page): Promise<() => void> {
	let release = () => {};
	const held = new Promise<void>((done) => (release = done));
	await page.route('**/_app/**/*.js', async (route) => {
		await held;
		await route.continue();
	});
	return release;
}

test('what was opened before the page’s script came stays open', async ({ page, signInAs }) => {
	await signInAs('JH0003');
	const release = await holdScripts(page);
	await page.goto('/staff/certificates/kinds', { waitUntil: 'commit' });
	const rules = page.locator('main details', { has: page.locator('form') }).first();
	await rules.locator(':scope > summary').click();
	await expect(rules).toHaveAttribute('open');
	release();
	await takenOver(page);
	await expect(rules).toHaveAttribute('open');
});

test('what was typed into a search before the page’s script came is looked for', async ({
	page,
	signInAs
}) => {
	await signInAs('JH0183');
	const release = await holdScripts(page);
	await page.goto('/training', { waitUntil: 'commit' });
	await page.getByRole('searchbox').fill('贷后检查');
	release();
	await expect(page).toHaveURL(/\?q=/);
	await expect(page.getByRole('heading', { name: '课程内容' })).toBeVisible();
});

test('a page that fails while it is shown says so, and the next one works', async ({ page, signInAs }) => {
	await signInAs('JH0183');
	// Taken over by the script: what fails is the next page, not this one.
	await page.goto('/path', { waitUntil: 'networkidle' });
	await page.evaluate(() => {
		Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
			get: () => {
				throw new Error('broken on purpose');
			}
		});
	});
	await page.locator('nav a[href="/certificates"]:visible').click();
	await expect(page.getByRole('alert').getByRole('heading')).toHaveText('页面没能显示出来');
	await page.getByRole('link', { name: '重新载入' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('我的证书');
});
