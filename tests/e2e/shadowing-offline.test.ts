import { plainJpeg } from '../support/photos';
import { expect, test } from '../support/site';
import { fill, kept, MENTOR, onPhone, openForm, submit, written } from './story/log-form';

test.use(onPhone);

test('a session logged without a network waits on the phone, and is sent once when it is back', async ({
	page,
	context,
	signInAs
}) => {
	await signInAs(MENTOR);
	const pairing = await openForm(page);
	const before = await written(page, pairing);

	await test.step('the network is cut while the form is open', async () => {
		await context.setOffline(true);
		await fill(page, '走访纺织企业，练习开场');
		await page.locator('input[type="file"]').setInputFiles({
			name: '走访.jpg',
			mimeType: 'image/jpeg',
			buffer: plainJpeg()
		});
		await expect(page.getByRole('img', { name: '照片 1' })).toBeVisible();
		await submit(page);
		await expect(page.getByText('已存在这台设备上')).toBeVisible();
		await expect(kept(page)).toHaveCount(1);
		await expect(kept(page)).toContainText('等待网络');
		expect(await written(page, pairing)).toBe(before);
	});

	await test.step('pages that are opened meanwhile: the form stands in, and another one is kept', async () => {
		await page.goto(`${pairing}/log`);
		await expect(page).toHaveURL(/\/mentoring\/offline\?pairing=/);
		await expect(page.getByText('现在没有网络')).toBeVisible();
		await expect(kept(page)).toHaveCount(1);
		await fill(page, '回访两户老客户');
		await page.locator('[name="startedAt"]').fill('07:30');
		await submit(page);
		await expect(kept(page)).toHaveCount(2);
		await page.reload();
		await expect(kept(page)).toHaveCount(2);
	});

	await test.step('the network is back: both are sent, once, without being asked', async () => {
		await context.setOffline(false);
		await expect(kept(page)).toHaveCount(0);
		await page.goto(pairing);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		expect(await written(page, pairing)).toBe(before + 2);
		await page.goto('/mentoring');
		await page.reload();
		expect(await written(page, pairing)).toBe(before + 2);
	});

	await test.step('the picture came along', async () => {
		await page.goto(pairing);
		const entries = page.locator('a[href^="/mentoring/entries/"]');
		const addresses = await entries.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
		let pictures = 0;
		for (const address of new Set(addresses)) {
			await page.goto(address);
			pictures += await page.locator('img[src*="/pictures/"]').count();
		}
		expect(pictures).toBe(1);
	});
});

test('an answer that got lost on the way does not make a second entry', async ({
	page,
	signInAs,
	context
}) => {
	await signInAs(MENTOR);
	const pairing = await openForm(page);
	const before = await written(page, pairing);
	await fill(page, '整理客户档案');
	await page.locator('[name="startedAt"]').fill('05:00');
	// The server writes it, and the phone never hears of that.
	await page.route('**/log/entries', async (route) => {
		await route.fetch();
		await route.abort('connectionreset');
	});
	await submit(page);
	await expect(page.getByText('已存在这台设备上')).toBeVisible();
	expect(await written(page, pairing)).toBe(before + 1);
	await page.unroute('**/log/entries');
	// The worker or the page sends it again.
	await page.reload();
	await expect(kept(page)).toHaveCount(0);
	expect(await written(page, pairing)).toBe(before + 1);
	await context.close();
});

test('what was written after the session ended is kept, said, and sent after signing in; others see nothing', async ({
	page,
	context,
	signInAs
}) => {
	await signInAs(MENTOR);
	const pairing = await openForm(page);
	const before = await written(page, pairing);
	await fill(page, '一起准备贷后检查');
	await page.locator('[name="startedAt"]').fill('04:00');
	await context.clearCookies({ name: 'jinjie_session' });
	await submit(page);
	await expect(page.getByText('登录已失效，记录已存在这台设备上')).toBeVisible();
	await expect(kept(page)).toContainText('等待登录');

	await test.step('somebody else on the same phone', async () => {
		await page.goto('/sign-in');
		await expect(page.getByText('这台设备上有 1 条跟班记录等待发送')).toBeVisible();
		await signInAs('JH0183');
		await page.goto('/mentoring', { waitUntil: 'networkidle' });
		await expect(kept(page)).toHaveCount(0);
		await signInAs(MENTOR);
		expect(await written(page, pairing)).toBe(before);
	});

	await test.step('its author is back', async () => {
		await page.goto('/path');
		await expect(async () => expect(await written(page, pairing)).toBe(before + 1)).toPass({
			timeout: 30_000
		});
		await page.goto(pairing);
		await expect(kept(page)).toHaveCount(0);
	});
});

test('after signing out nothing of the person is left to read without a network', async ({
	page,
	context,
	signInAs
}) => {
	await signInAs(MENTOR);
	const pairing = await openForm(page);
	const name = (await page.locator('main header a').first().textContent())?.trim() ?? '';
	expect(name.length).toBeGreaterThan(1);
	await page.goto('/sign-out');
	await page.locator('main form button[type="submit"]').click();
	await expect(page).toHaveURL(/sign-in/, { timeout: 60_000 });
	await page.waitForLoadState('networkidle');
	await context.setOffline(true);
	await page.goto(`${pairing}/log`);
	await expect(page.getByText('这台设备上没有可以离线登记的结对')).toBeVisible();
	expect(await page.content()).not.toContain(name);
	const texts = await page.evaluate(async () => {
		const all: string[] = [];
		for (const key of await caches.keys()) {
			const cache = await caches.open(key);
			for (const request of await cache.keys()) {
				if (!request.url.includes('_app')) all.push(await (await cache.match(request))!.text());
			}
		}
		return all;
	});
	expect(texts.length).toBe(1);
	expect(texts.join()).not.toContain(name);
});
