import { expect, type Page } from '@playwright/test';
import { test } from '../support/site';

test.use({ viewport: { width: 1440, height: 900 } });

const AUTHOR = 'JH0021';
const REVIEWER = 'JH0022';
/** Nobody else's words, so that only what is written here is nearly the same. */
const STEM = '某企业年末速动资产为六百万元，流动负债为四百万元。关于它的速动比率，下列说法正确的有哪些？';

const field = (page: Page, name: string) => page.locator(`[name="${name}"]`);
const told = (page: Page, words: string) =>
	expect(page.getByRole('status').filter({ hasText: words }).first()).toBeVisible();

/** Fills in a multiple choice whose options A and C are right. */
async function write(page: Page, stem: string): Promise<void> {
	await page.goto('/staff/items/new?type=multiple');
	await expect(page.getByRole('heading', { level: 1, name: '新建题目' })).toBeVisible();
	// Once the preview stands there, scripts have taken the form over.
	await expect(page.getByText('填写题干后，这里显示考生看到的样子和答案。')).toBeVisible();
	await field(page, 'stem.zh-CN').fill(stem);
	const options = ['速动比率等于 $\\frac{600}{400}$', '速动比率低于 1', '短期偿债能力尚可', '存货已计入'];
	for (const [place, words] of options.entries()) await field(page, `rows.${place}.text.zh-CN`).fill(words);
	for (const letter of ['a', 'c']) await page.locator(`[name="correct[]"][value="${letter}"]`).check();
	await field(page, 'area').selectOption('economics');
	await field(page, 'level').selectOption('apply');
	await field(page, 'difficulty').fill('35');
}
const save = (page: Page) => page.getByRole('button', { name: '保存为草稿' }).last().click();
const open = async (page: Page, code: string) => {
	await page.goto(`/staff/items?q=${code}`);
	await page.getByRole('link', { name: code, exact: true }).click();
	await expect(page.getByRole('heading', { level: 1, name: code })).toBeVisible();
};

test('a question is written, found to be like another, handed in, given back, changed and made ready', async ({
	page,
	signInAs
}) => {
	test.setTimeout(240_000);
	let code = '';

	await test.step('the author writes it with a formula; what is missing is told where it is mended', async () => {
		await signInAs(AUTHOR);
		await write(page, STEM);
		await expect(page.locator('math mfrac').first()).toBeVisible();
		await field(page, 'difficulty').fill('');
		await field(page, 'rows.1.text.zh-CN').fill('短期偿债能力尚可');
		await field(page, 'difficulty').evaluate((input: HTMLInputElement) => (input.required = false));
		await save(page);
		await expect(page.getByText('请填写。').first()).toBeVisible();
		await expect(field(page, 'stem.zh-CN')).toHaveValue(STEM);
		await field(page, 'difficulty').fill('35');
		await save(page);
		await expect(page.getByText('有两项内容相同。').first()).toBeVisible();
		await field(page, 'rows.1.text.zh-CN').fill('速动比率低于 1');
		await save(page);
		await told(page, '已保存为草稿。');
		code = (await page.getByRole('heading', { level: 1 }).textContent())!.trim();
		expect(code).toMatch(/^economics-\d+$/);
		await page.getByRole('button', { name: '提交审核' }).click();
		await told(page, '已提交审核。');
		await expect(page.getByRole('button', { name: '审定通过' })).toHaveCount(0);
	});

	await test.step('another one that says nearly the same is shown it, before and on saving', async () => {
		await write(page, STEM.replace('六百', '七百'));
		const alike = page.getByText('题库里有内容几乎相同的题目');
		await expect(alike.first()).toBeVisible();
		await expect(page.getByRole('link', { name: code }).first()).toBeVisible();
		await save(page);
		await expect(page.getByRole('checkbox', { name: '我已查看，这道题仍要保存' })).toBeVisible();
	});

	await test.step('the reviewer says something and gives it back', async () => {
		await signInAs(REVIEWER);
		await open(page, code);
		await field(page, 'body').fill('请说明是年末数。');
		await page.getByRole('button', { name: '发表意见' }).click();
		await told(page, '意见已发表。');
		await page.getByRole('button', { name: '退回修改' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByLabel('原因').fill('解析还没有写。');
		await dialog.getByRole('button', { name: '退回修改' }).click();
		await told(page, '已处理。');
		await expect(page.getByText('解析还没有写。')).toBeVisible();
	});

	await test.step('the author reads why, and writes the second version', async () => {
		await signInAs(AUTHOR);
		await open(page, code);
		await expect(page.getByText('请说明是年末数。')).toBeVisible();
		await page.getByRole('link', { name: '编辑', exact: true }).click();
		await expect(page.getByRole('heading', { level: 1, name: `编辑 ${code}` })).toBeVisible();
		await expect(page.locator('math mfrac').first()).toBeVisible();
		await field(page, 'explanation.zh-CN').fill('速动比率 $= 600 \\div 400 = 1.5$，存货不计入速动资产。');
		await save(page);
		await told(page, '已保存为草稿。');
		await expect(page.getByText('修改：解析 · 中文')).toBeVisible();
		await page.getByRole('link', { name: '第 1 版' }).first().click();
		await expect(page.getByText('这是第 1 版，最新为第 2 版。')).toBeVisible();
		await page.getByRole('link', { name: '查看最新版' }).click();
		await page.getByRole('button', { name: '提交审核' }).click();
		await told(page, '已提交审核。');
	});

	await test.step('the reviewer makes it ready', async () => {
		await signInAs(REVIEWER);
		await open(page, code);
		await page.getByRole('button', { name: '审定通过' }).click();
		await told(page, '已处理。');
		await expect(page.getByText('可用', { exact: true }).first()).toBeVisible();
		await expect(page.getByRole('link', { name: '编辑', exact: true })).toHaveCount(0);
	});
});
