import { expect, takenOver, test } from '../support/site';

const [OFFICER, APPROVER, HOLDER] = ['JH0007', 'JH0003', 'JH0042'];
const MODULE = '维护客户';
const NAME = '客户维护实务';

test('HR gives a module a certificate, asks for one and approves it; its holder has it, and a stranger checks it', async ({
	page,
	context,
	signInAs
}) => {
	await signInAs(APPROVER);
	await page.goto('/staff/certificates/kinds');
	const form = page.locator('form', { has: page.locator('[name="moduleId"]') });
	await form.locator('xpath=ancestor::details/summary').click();
	await form.locator('[name="moduleId"]').selectOption({ label: MODULE });
	await form.locator('[name="nameZh"]').fill('客户关系𰻝');
	await form.locator('[name="nameEn"]').fill('Keeping Customers');
	await form.locator('[name="months"]').fill('18');
	await form.locator('[name="reason"]').fill('新增培训证书。');
	await form.getByRole('button', { name: '设立证书' }).click();
	await expect(form.getByRole('alert')).toContainText('𰻝');
	await expect(form.locator('[name="months"]')).toHaveValue('18');
	await form.locator('[name="nameZh"]').fill(NAME);
	await form.getByRole('button', { name: '设立证书' }).click();
	await expect(page.getByText('证书种类已添加')).toBeVisible();
	await expect(page.getByRole('heading', { name: `${NAME}证书` })).toBeVisible();
	await expect(page.getByText(`培训模块 · ${MODULE}`)).toBeVisible();

	await signInAs(OFFICER);
	await page.goto('/staff/certificates/issue');
	// Whoever unticks all before the page is taken over unticks each of them only then.
	await takenOver(page);
	const card = page.locator('section', { has: page.getByRole('heading', { name: MODULE }) });
	await card.getByLabel('全选').uncheck();
	await card.getByLabel('王建国').check();
	await card.getByRole('button', { name: '提请签发 1 张证书' }).click();
	await expect(page.getByText('已提请签发，等待批准。')).toBeVisible();

	await signInAs(APPROVER);
	await page.goto('/staff/certificates/requests');
	await page.getByRole('link', { name: NAME }).click();
	await page.getByRole('button', { name: '批准签发' }).click();
	await page.getByRole('dialog').getByRole('button', { name: '批准签发' }).click();
	await expect(page.getByText('已完成').first()).toBeVisible();
	await page.goto('/staff/certificates');
	await page.getByLabel('证书种类').selectOption({ label: NAME });
	await expect(page.locator('tbody tr')).toHaveCount(1);

	await signInAs(HOLDER);
	await page.goto('/certificates');
	await expect(page.getByRole('heading', { name: '客户经理导师证书' })).toBeVisible();
	const ours = page.getByRole('article').filter({ hasText: `${NAME}证书` });
	await expect(ours).toContainText(MODULE);
	const number = /JH-T-\d\d-[0-9A-Z]{7}-[0-9A-Z]{2}/.exec(await ours.innerText())?.[0] ?? '';
	await ours.getByRole('link', { name: '查看证书' }).click();
	await expect(page.getByText('培训模块', { exact: true }).first()).toBeVisible();
	await expect(page.getByText('续证窗口开放')).toBeVisible();

	await context.clearCookies();
	await page.goto(`/verify/${number}`);
	await expect(page.getByRole('status').first()).toContainText('这张证书由本机构签发，目前有效');
	await expect(page.getByText(MODULE).first()).toBeVisible();
	await expect(page.getByText('完成了本机构的上述培训模块')).toBeVisible();
	const answer = (await (await page.request.get(`/api/v1/certificates/${number}`)).json()) as object;
	expect(answer).toMatchObject({ exam: null, module: { 'zh-CN': MODULE } });
});
