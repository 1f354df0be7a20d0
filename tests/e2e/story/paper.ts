import { expect, type Page } from '@playwright/test';

const notice = (page: Page, text: string) => expect(page.getByText(text).first()).toBeVisible();
const dialog = (page: Page) => page.getByRole('dialog');

/** The next version of a blueprint: counts follow what is typed, and an impossible one is not published. */
export async function writeBlueprint(page: Page): Promise<void> {
	await page.goto('/staff/blueprints');
	await page.getByRole('link', { name: '随堂小测（2026）' }).click();
	await page.getByRole('button', { name: '修改（下一版）' }).click();
	await notice(page, '下一版草稿已打开。');
	await expect(page.getByText('草稿', { exact: true }).first()).toBeVisible();

	const from = page.getByRole('textbox', { name: '要求 1: 至少' });
	const to = page.getByRole('textbox', { name: '要求 1: 至多' });
	await to.fill('400');
	await from.fill('400');
	await notice(page, '1 行不够');
	await expect(page.getByText(/^缺 \d+ 题$/)).toBeVisible();
	await page.getByLabel('每份试卷题数').fill('405');
	await page.getByRole('button', { name: '保存草稿' }).click();
	await expect(page.getByText(/处缺题$/)).toBeVisible();
	await page.getByRole('button', { name: '发布', exact: true }).click();
	await dialog(page).getByRole('button', { name: '发布', exact: true }).click();
	await expect(dialog(page).getByText(/处要求题库满足不了/)).toBeVisible();
	await page.keyboard.press('Escape');

	await page.getByRole('textbox', { name: '要求 1: 至多' }).fill('2');
	await page.getByRole('textbox', { name: '要求 1: 至少' }).fill('2');
	await page.getByLabel('每份试卷题数').fill('7');
	await notice(page, '每一行都够');
	await page.getByRole('button', { name: '保存草稿' }).click();
	await expect(page.getByText(/处缺题$/)).toHaveCount(0);
	await page.getByRole('button', { name: '发布', exact: true }).click();
	await dialog(page).getByRole('button', { name: '发布', exact: true }).click();
	await notice(page, '蓝图已发布，可以组卷。');
}

/** Two parallel forms, and the matrix of each beside what was asked. */
export async function assemble(page: Page): Promise<void> {
	await page.getByLabel('套数').fill('2');
	await page.getByLabel('随机种子').fill('e2e');
	await page.getByRole('button', { name: '开始组卷' }).click();
	await expect(page.getByText('已组成')).toBeVisible({ timeout: 120_000 });
	const forms = page.getByRole('group', { name: '各套试卷' });
	await expect(forms.getByRole('link', { name: 'B 卷' })).toBeVisible();
	await expect(forms.getByRole('row', { name: /^题数 7 7/ })).toBeVisible();
	await expect(forms.getByText('不符合')).toHaveCount(0);
	await expect(page.getByRole('table', { name: '覆盖情况: A 卷' })).toBeVisible();
	await forms.getByRole('link', { name: 'A 卷' }).click();
	await expect(page.getByRole('heading', { level: 1, name: /A 卷/ })).toBeVisible();
}

/** An item of another area shows what it breaks; one that fits takes the place. */
export async function swap(page: Page): Promise<void> {
	const first = page.getByRole('article', { name: '第 1 题' });
	const code = (await first.getByRole('link').first().textContent())!;
	const [area] = code.split('-');
	await first.getByRole('link', { name: '更换第 1 题' }).click();
	await page.getByRole('searchbox').fill(area === 'ethics' ? 'products' : 'ethics');
	await page.getByRole('searchbox').press('Enter');
	await expect(page.getByRole('heading', { name: '按代码查到的题' })).toBeVisible();
	await page
		.getByRole('link', { name: /^看换入/ })
		.first()
		.click();
	await expect(page.getByText('换入后有 2 项不符合蓝图')).toBeVisible();
	await expect(page.getByRole('button', { name: '仍要换题' })).toBeVisible();
	await page.getByRole('link', { name: '返回试卷' }).click();
	await page.getByRole('link', { name: '更换第 1 题' }).click();
	await page
		.getByRole('link', { name: /^看换入/ })
		.first()
		.click();
	await page.getByRole('button', { name: '确认换题' }).click();
	await notice(page, '题目已更换。');
	await expect(page.getByRole('link', { name: code, exact: true })).toHaveCount(0);
	await expect(page.getByText(/^全部 \d+ 项要求都符合。$/)).toBeVisible();
}

export async function submit(page: Page): Promise<string> {
	await page.getByRole('button', { name: '提交审定' }).click();
	await dialog(page).getByLabel('意见').fill('第 1 题已换');
	await dialog(page).getByRole('button', { name: '提交审定' }).click();
	await notice(page, '已提交审定。');
	return new URL(page.url()).pathname;
}

export async function approve(page: Page, paper: string): Promise<void> {
	await page.goto(paper);
	await expect(page.getByText('第 1 题已换')).toBeVisible();
	await page.getByRole('button', { name: '审定通过' }).click();
	await dialog(page).getByRole('button', { name: '审定通过' }).click();
	await notice(page, '已记录审定结果。');
}

export async function seal(page: Page, paper: string, opener: string): Promise<void> {
	await page.goto(paper);
	await expect(page.getByText('试题不在此显示')).toBeVisible();
	await page.getByRole('button', { name: '封存', exact: true }).click();
	await dialog(page).getByLabel('启封人工号').fill(opener);
	await dialog(page).getByRole('button', { name: '封存', exact: true }).click();
	await notice(page, '试卷已封存。');
	await expect(page.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
}

/** Whoever set a sealed paper sees no question of it any more. */
export async function seeNothing(page: Page, paper: string): Promise<void> {
	await page.goto(paper);
	await expect(page.getByText('试题不在此显示')).toBeVisible();
	await expect(page.getByRole('article')).toHaveCount(0);
	await expect(page.getByRole('button', { name: '启封阅题' })).toHaveCount(0);
}

/** An opener reads and prints, each time on record. */
export async function open(page: Page, paper: string): Promise<void> {
	await page.goto(paper);
	await expect(page.getByRole('article')).toHaveCount(0);
	await page.getByRole('button', { name: '启封阅题' }).click();
	await dialog(page).getByRole('button', { name: '启封阅题' }).click();
	await expect(page.getByRole('article')).toHaveCount(7);
	for (const [name, file] of [
		['试卷', 'paper'],
		['答题卡', 'sheet'],
		['答案', 'key']
	] as const) {
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('button', { name, exact: true }).click()
		]);
		expect(download.suggestedFilename()).toBe(`short-2026-A-${file}.pdf`);
		const pieces: Buffer[] = [];
		for await (const piece of await download.createReadStream()) pieces.push(Buffer.from(piece));
		const bytes = Buffer.concat(pieces);
		expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
		expect(bytes.length).toBeGreaterThan(10_000);
	}
}

export async function audit(page: Page, paper: string): Promise<void> {
	await page.goto(paper);
	await expect(page.getByRole('table', { name: '覆盖情况' })).toBeVisible();
	await expect(page.getByText(/ · 阅题$/)).toHaveCount(1);
	await expect(page.getByText(/ · 打印$/)).toHaveCount(2);
	await expect(page.getByText(/ · 打印答案$/)).toHaveCount(1);
	await expect(page.getByRole('article')).toHaveCount(0);
}
