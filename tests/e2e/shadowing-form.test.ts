import { expect, test } from '../support/site';
import { fill, kept, MENTOR, onPhone, openForm, submit, toasts } from './story/log-form';

test.use(onPhone);

test('a customer’s number is marked before anything is kept; what the server refuses is kept and mended', async ({
	page,
	signInAs
}) => {
	await signInAs(MENTOR);
	const pairing = await openForm(page);
	await fill(page, '整理客户档案');
	await page.locator('[name="startedAt"]').fill('03:30');
	await submit(page);
	await expect(page).toHaveURL(pairing);
	await page.goto(`${pairing}/log`, { waitUntil: 'networkidle' });
	await fill(page, '客户电话 138 0013 8000，约周三');
	await page.locator('[name="startedAt"]').fill('03:00');
	await submit(page);
	await expect(page.locator('[data-excerpt] mark')).toHaveText('138 0013 8000');
	await expect(kept(page)).toHaveCount(0);
	await page.getByLabel('备注').fill('约好周三再访');
	// More than twelve hours on one day: only the server knows of the rest.
	await page.getByText('其他', { exact: true }).click();
	await page.locator('[name="minutes"]').fill('720');
	await submit(page);
	await expect(page.getByRole('alert')).toContainText('一天合计不能超过 12 小时');
	await page.goto(pairing);
	await expect(kept(page)).toContainText('需要更正');
	await page.getByRole('link', { name: '更正后再提交' }).click();
	await expect(page.getByLabel('备注')).toHaveValue('约好周三再访');
	await page.getByText('30 分钟', { exact: true }).click();
	await submit(page);
	await expect(toasts(page).getByText('已登记并签名')).toBeVisible();
	await expect(kept(page)).toHaveCount(0);
});

test('a phone whose clock is a day ahead is told so, and the session keeps the server’s day', async ({
	page,
	signInAs
}) => {
	await page.addInitScript(() => {
		const now = Date.now.bind(Date);
		Date.now = () => now() + 86_400_000;
	});
	await signInAs(MENTOR);
	await openForm(page);
	await expect(page.getByText('设备的时钟不准')).toBeVisible();
	const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
	await expect(page.locator('[name="occurredOn"]')).toHaveValue(today);
});

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });
	test('the form is a form', async ({ page, signInAs }) => {
		await signInAs(MENTOR);
		await page.goto('/mentoring');
		const log = await page.locator('a[href$="/log"]').first().getAttribute('href');
		await page.goto(log ?? '');
		await fill(page, '客户电话 13800138000');
		await page.locator('[name="startedAt"]').fill('02:00');
		await submit(page);
		await expect(page.locator('[data-excerpt] mark')).toHaveText('13800138000');
		await page.getByLabel('备注').fill('约好下周再访');
		await page.locator('input[type="file"]').setInputFiles({
			name: 'a.jpg',
			mimeType: 'image/jpeg',
			buffer: Buffer.from('no picture')
		});
		await submit(page);
		await expect(page.locator('[data-refusal]').getByText('这不是照片')).toBeVisible();
		await submit(page);
		await expect(page.getByText('已登记并签名')).toBeVisible();
	});
});
