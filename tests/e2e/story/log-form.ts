import { expect, type Page } from '@playwright/test';

export const onPhone = { viewport: { width: 390, height: 844 }, hasTouch: true };
/** The mentor of the demo, and a trainee of theirs. */
export const MENTOR = 'JH0042';

/** Opens the log form of the mentor's first trainee; the device is ready for having no network. */
export async function openForm(page: Page): Promise<string> {
	await page.goto('/mentoring');
	await page.evaluate(async () => void (await navigator.serviceWorker.ready));
	const log = page.locator('a[href$="/log"]').first();
	const address = (await log.getAttribute('href')) ?? '';
	await page.goto(address, { waitUntil: 'networkidle' });
	await expect(page.getByRole('button', { name: '提交并签名' })).toBeVisible();
	return address.replace(/\/log$/, '');
}

/** A session of half an hour early yesterday, which nothing else clashes with; `note` tells it from others. */
export async function fill(page: Page, note: string): Promise<void> {
	const date = page.locator('[name="occurredOn"]');
	const yesterday = new Date(Date.now() + 8 * 3_600_000 - 86_400_000).toISOString().slice(0, 10);
	await date.fill(yesterday);
	await page.locator('[name="startedAt"]').fill('06:30');
	await page.getByText('30 分钟', { exact: true }).click();
	await page.getByLabel('竞争对手与新业务').check();
	await page.getByText('上门拜访', { exact: true }).click();
	await page.getByText('能读懂客户，灵活沟通，处理常见异议').click();
	await page.getByLabel('备注').fill(note);
}
export const submit = (page: Page) => page.getByRole('button', { name: '提交并签名' }).click();
export const kept = (page: Page) => page.locator('[data-kept] > li');
export const toasts = (page: Page) => page.getByRole('status');

/** How many sessions of the pairing wait for the trainee, by the server. */
export async function written(page: Page, pairing: string): Promise<number> {
	const html = await (await page.request.get(pairing)).text();
	return html.match(/href="\/mentoring\/entries\//g)?.length ?? 0;
}
