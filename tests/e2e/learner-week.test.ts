import { expect } from '@playwright/test';
import { answerCheck, readModule, readSheet, type Module, type Question, type Words } from './story/modules';
import { phone, test } from './story/on-stage';

const [law, sheet] = [readModule('06-law-rules-and-conduct'), readSheet('06-law-rules-and-conduct')];
const credit = readModule('07-credit-and-risk-accountability');
const [firstLesson, asking, ...others] = law.lessons as [Module['lessons'][0], Module['lessons'][0]];
const [inside] = sheet.lessons[asking.slug] as [Question];

test.use({ viewport: phone });

test('a learner’s week on a phone', async ({ stage, page }) => {
	test.setTimeout(600_000);
	const heading = (title: Words) =>
		expect(page.getByRole('heading', { level: 1, name: title['zh-CN'] })).toBeVisible();
	await stage.signIn('JH0183');

	await test.step('finds a lesson by its words, with the passage', async () => {
		await stage.go('/training');
		await page.getByRole('searchbox', { name: '搜索课程标题和正文' }).fill('贷后检查');
		await expect(page).toHaveURL(/q=/);
		const hits = stage.card('课程内容');
		await expect(hits.getByText('贷后检查', { exact: true }).first()).toBeVisible();
		const hit = hits.getByRole('link').filter({ hasText: credit.title['zh-CN'] }).first();
		await hit.click();
		await heading(credit.title);
	});

	await test.step('is told what comes before, and begins that', async () => {
		await expect(stage.card('前置模块')).toContainText('未完成');
		await expect(page.getByRole('button', { name: '开始学习' })).toHaveCount(0);
		await page.getByRole('link', { name: `去学：${law.title['zh-CN']}` }).click();
		await heading(law.title);
		await page.getByRole('button', { name: '开始学习' }).click();
		await heading(firstLesson.title);
		await page.getByRole('button', { name: /^学完了/ }).click();
	});

	await test.step('a lesson is not finished before its part is opened and its question answered', async () => {
		await heading(asking.title);
		const key = inside.options.find(({ correct }) => correct)!;
		for (const secret of [inside.explanation['zh-CN'], key.feedback!['zh-CN']])
			expect(await page.content()).not.toContain(secret);
		await page.getByRole('button', { name: /^学完了/ }).click();
		await expect(page.getByText(/^这一课还没有学完，还需：打开“.+”、回答第 1 个问题。$/)).toBeVisible();

		const question = page.locator(`#q-${inside.id}`);
		const wrong = inside.options.find(({ correct }) => !correct)!;
		await question.getByText(wrong.text['zh-CN']).click();
		await question.getByRole('button', { name: '提交答案' }).click();
		await expect(question).toContainText(wrong.feedback!['zh-CN']);
		await expect(question).toContainText(inside.explanation['zh-CN']);
		const saved = page.waitForResponse((response) => response.url().endsWith('/progress') && response.ok());
		await page.locator('#part-1 summary').click();
		await saved;
		await page.reload();
		await expect(page.locator('#part-1')).toHaveAttribute('open', '');
		await expect(question).toContainText(inside.explanation['zh-CN']);
		await page.getByRole('button', { name: /^学完了/ }).click();
	});

	for (const lesson of others as Module['lessons']) {
		await heading(lesson.title);
		await page.getByRole('button', { name: /^学完了/ }).click();
	}

	await test.step('fails the check and reads why', async () => {
		await expect(page.getByText('第 1 次，共 3 次')).toBeVisible();
		await answerCheck(page, sheet, false);
		await expect(page.getByText('这次没有通过', { exact: true })).toBeVisible();
		await expect(page.getByRole('main')).toContainText(sheet.questions[0]!.explanation['zh-CN']);
		await expect(page.getByText(/以后可以再次作答/)).toBeVisible();
		await expect(page.getByRole('link', { name: '再做一次' })).toHaveCount(0);
	});

	await test.step('waits, passes and gets the credit', async () => {
		await stage.powerCut({ minutes: law.check.waitMinutes + 1 });
		await page.reload();
		await page.getByRole('link', { name: '再做一次' }).click();
		await expect(page.getByText('第 2 次，共 3 次')).toBeVisible();
		await answerCheck(page, sheet, true);
		await expect(page.getByText('通过了', { exact: true })).toBeVisible();
		await expect(page.getByText(/本模块已完成，计 1 学时/)).toBeVisible();
		await stage.go('/training');
		await expect(page.getByRole('link', { name: new RegExp(`${law.title['zh-CN']} .*完成`) })).toBeVisible();
	});

	await test.step('what came after it is open now', async () => {
		await stage.go(`/training/${credit.code}`);
		await expect(stage.card('前置模块')).toContainText('已完成');
		await page.getByRole('button', { name: '开始学习' }).click();
		await heading(credit.lessons[0]!.title);
	});
});
