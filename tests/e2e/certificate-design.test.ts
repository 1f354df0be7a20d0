import type { Page } from '@playwright/test';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { axeFaults } from '../support/axe';
import { paint } from '../support/paint';
import { expect, test } from '../support/site';

const APPROVER = 'JH0003';
const PAGE = '/staff/certificates/templates';

/** A red disc on nothing. */
function disc(): Buffer {
	const png = new PNG({ width: 120, height: 120 });
	for (let y = 0; y < 120; y++)
		for (let x = 0; x < 120; x++)
			png.data.set([200, 30, 30, Math.hypot(x - 60, y - 60) < 58 ? 255 : 0], (y * 120 + x) * 4);
	return PNG.sync.write(png);
}
const picture = { name: 'seal.png', mimeType: 'image/png', buffer: disc() };

/** The sample of what is on the page, as it is printed. */
async function sampleOf(page: Page) {
	const href = await page.getByRole('link', { name: '打开 PDF' }).getAttribute('href');
	const painted = await paint(await (await page.request.get(href ?? '')).body());
	return { painted, lines: painted.lines.map((line) => line.map(({ text }) => text).join('')) };
}

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test('a design is saved, refused and kept', async ({ page, signInAs }) => {
		await signInAs(APPROVER);
		await page.goto(PAGE);
		await page.getByLabel('中文附注').fill('由{bank}颁发。');
		await page.getByLabel('英文标题').fill('Certificate of Grade');
		await page.getByRole('button', { name: '保存样式' }).click();
		await expect(page.getByText(/花括号中只能是/).first()).toBeVisible();
		await expect(page.getByLabel('英文标题')).toHaveValue('Certificate of Grade');
		await page.getByLabel('中文附注').fill('由{issuer}颁发。');
		await page.getByLabel('印章图片').setInputFiles(picture);
		await page.getByRole('button', { name: '保存样式' }).click();
		await expect(page.getByText(/\d 保存，尚未启用。/)).toBeVisible();
		// The picture of the page is the server's.
		await expect(page.locator('svg[role=img] image')).toHaveAttribute('href', /\/templates\/\d+\/seal$/);
		const { lines } = await sampleOf(page);
		expect(lines).toContain('Certificate of Grade');
		expect(lines).toContain('由江海银行颁发。');
	});
});

test('HR designs its certificates and sees what it types', async ({ page, signInAs }) => {
	await signInAs(APPROVER);
	await page.goto('/staff/certificates');
	await page.getByRole('link', { name: '证书样式' }).click();
	const shown = page.getByRole('img', { name: '以虚构信息填写的证书' });
	await page.getByText('A4 纵向').click();
	await page.getByLabel('中文标题').fill('任职资格证书');
	await expect(shown.getByText('任职资格证书')).toBeVisible();
	await expect(shown).toHaveAttribute('viewBox', '0 0 595.28 841.89');
	await page.getByLabel('颜色').fill('#ffd54f');
	await page.getByLabel('印章图片').setInputFiles(picture);
	await page.getByLabel('姓名').first().fill('沈国栋');
	await page.getByLabel('中文职务').first().fill('行长');
	await page.getByLabel('英文职务').first().fill('President');
	await expect(shown.getByText('沈国栋')).toBeVisible();
	await expect(shown.locator('image')).toHaveAttribute('href', /^data:image\/png/);
	await page.getByRole('button', { name: '保存样式' }).click();
	await expect(page.getByText('颜色太浅，在白纸上看不清。请选深一些的颜色。')).toBeVisible();
	await page.getByLabel('颜色').fill('#7a1f2b');
	await page.getByRole('button', { name: '保存样式' }).click();
	await expect(page.getByText(/\d 保存，尚未启用。/)).toBeVisible();

	// What is put to use is what was saved.
	await page.getByLabel('英文标题').fill('Certificate of Grade');
	await expect(page.getByText('有未保存的修改，保存后才能启用')).toBeVisible();
	await expect(page.getByRole('button', { name: '启用', exact: true })).toHaveCount(0);
	await page.getByRole('button', { name: '保存样式' }).click();
	await page.getByRole('button', { name: '启用', exact: true }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('理由').fill('换了新标志。');
	await dialog.getByRole('button', { name: '启用' }).click();
	await expect(page.getByText('这是目前印制的样式。')).toBeVisible();
	await expect(page.getByRole('cell', { name: '换了新标志。' })).toBeVisible();

	const { painted, lines } = await sampleOf(page);
	expect(lines).toEqual(expect.arrayContaining(['任职资格证书', '沈国栋', '行长  President']));
	expect(painted.height).toBeGreaterThan(painted.width);
	const { data, width, height } = painted.picture;
	expect(jsQR(data, width, height)?.data).toMatch(/\/verify\/JH-M-26-7XK4M9Q-4R$/);

	for (const [size, theme] of [
		[{ width: 390, height: 844 }, 'light'],
		[{ width: 1440, height: 900 }, 'dark']
	] as const) {
		await page.setViewportSize(size);
		await page.context().addCookies([{ name: 'jinjie_theme', value: theme, url: page.url() }]);
		await page.reload();
		await expect(shown).toBeVisible();
		expect(await axeFaults(page)).toEqual([]);
		const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		expect(wider).toBeLessThanOrEqual(0);
	}
});
