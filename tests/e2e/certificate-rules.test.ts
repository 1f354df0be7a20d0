import { expect, test } from '../support/site';

test('HR changes the rules of a kind with a reason; who is certified already keeps theirs', async ({
	page,
	signInAs
}) => {
	await signInAs('JH0042');
	await page.goto('/certificates');
	const wallet = page.getByRole('article').filter({ hasText: '资深客户经理' });
	await expect(wallet).toContainText('续证窗口自');
	const before = await wallet.innerText();

	await signInAs('JH0003');
	await page.goto('/staff/certificates');
	await page.getByRole('link', { name: '证书规则' }).click();
	const form = page.locator('form', { has: page.locator('[value="bank.principal"]') });
	await form.locator('xpath=ancestor::details/summary').click();
	await form.locator('[name="months"]').fill('12');
	await form.locator('[name="windowDays"]').fill('400');
	await form.locator('[name="yearlyHours"]').fill('20');
	await form.locator('[name="employment"]').check();
	await form.locator('[name="reason"]').fill('每年续证一次。');
	await form.getByRole('button', { name: '保存为新版本' }).click();
	await expect(form.getByRole('alert')).toContainText('续证窗口至少为一天');
	await expect(form.locator('[name="yearlyHours"]')).toHaveValue('20');
	await expect(form.locator('[name="employment"]')).toBeChecked();
	await form.locator('[name="windowDays"]').fill('60');
	await form.getByRole('button', { name: '保存为新版本' }).click();
	await expect(page.getByText('规则已保存为新版本。')).toBeVisible();
	await expect(page.getByText('每年培训 20 学时')).toBeVisible();
	await expect(page.getByText('每年续证一次。').first()).toBeVisible();

	await signInAs('JH0042');
	await page.goto('/certificates');
	expect(await page.getByRole('article').filter({ hasText: '资深客户经理' }).innerText()).toBe(before);
});

test('HR lets a breach pass that the daily look had found; the certificate counts again', async ({
	page,
	signInAs
}) => {
	await signInAs('JH0003');
	await page.goto('/staff/certificates?status=suspended');
	await page.locator('tbody a').first().click();
	await expect(page.getByText('处分期内，处分结束后恢复有效。')).toBeVisible();
	await expect(page.getByText('无生效中的严重处分')).toBeVisible();
	const check = new URL((await page.getByRole('link', { name: '公开查验页面' }).getAttribute('href'))!);
	await page.getByRole('button', { name: '恢复', exact: true }).click();
	const dialog = page.getByRole('dialog');
	await dialog.locator('[name="reason"]').fill('处分已提前解除。');
	await dialog.getByRole('button', { name: /恢复/ }).last().click();
	await expect(page.getByText('处分期内，处分结束后恢复有效。')).toHaveCount(0);
	await page.goto(check.pathname);
	await expect(page.getByRole('status').first()).toContainText('有效');
});
