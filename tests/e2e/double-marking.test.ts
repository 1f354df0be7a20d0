import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../../drizzle/seed/demo/cast';
import { root } from '../support/serve';
import { desk, phone } from './story/on-stage';
import { Stage } from './story/stage';

/** What given-essays.ts made. */
interface Given {
	sittingId: string;
	candidate: string;
	name: string;
	markers: { employeeNo: string; name: string }[];
}

const OFFICER = 'JH0007';
const APPROVER = 'JH0003';

test.use({ viewport: desk, locale: 'zh-CN' });

/** Opens a dialog by its button and confirms in it. */
async function confirm(page: Page, name: string): Promise<void> {
	await page.getByRole('button', { name, exact: true }).first().click();
	await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
}

/**
 * Marks whatever waits for somebody: in each row of the rubric the level that `digit` says, by keys alone. Returns what they saw;
 * null where nothing waits for them.
 */
async function mark(
	stage: Stage,
	employeeNo: string,
	digit: (levels: number) => number
): Promise<string | null> {
	const { page } = stage;
	await stage.signIn(employeeNo);
	await expect(page.getByRole('heading', { level: 1, name: '阅卷' })).toBeVisible();
	const begin = page.getByRole('link', { name: '开始阅卷' });
	if (!(await begin.count())) {
		await stage.signOut();
		return null;
	}
	await begin.click();
	await expect(page.getByRole('heading', { level: 1, name: /^答案 / })).toBeVisible();
	await expect(page.getByText('我是■■■（■■■）。')).toBeVisible();
	const seen = await page.content();
	const rows = await page.locator('fieldset[data-row]').all();
	const chosen = async (row: (typeof rows)[number]) => {
		const levels = row.getByRole('radio');
		return levels.nth(digit(await levels.count()) - 1);
	};
	await expect(rows[0]!.locator(':focus')).toHaveCount(1);
	for (const row of rows) {
		await page.keyboard.press(String(digit(await row.getByRole('radio').count())));
		await expect(await chosen(row)).toBeChecked();
	}
	await expect(page.getByText('草稿已自动保存')).toBeVisible();
	await page.reload();
	for (const row of rows) await expect(await chosen(row)).toBeChecked();
	await (await chosen(rows.at(-1)!)).focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { level: 1, name: '阅卷' })).toBeVisible();
	await confirm(page, '提交 1 份');
	await stage.told('评分已提交。');
	await expect(page.getByText('都评完并提交了，谢谢。')).toBeVisible();
	await stage.signOut();
	return seen;
}

/** The same where no script runs, by the second best level of each row. Returns whether something waited for them. */
async function markWithoutScripts(stage: Stage, browser: Browser, employeeNo: string): Promise<boolean> {
	const context = await browser.newContext({ locale: 'zh-CN', viewport: phone, javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(`${stage.url}/sign-in`);
	await page.getByLabel('工号或邮箱').fill(employeeNo);
	await page.getByLabel('密码', { exact: true }).fill(DEMO_PASSWORD);
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1, name: '阅卷' })).toBeVisible();
	const begin = page.getByRole('link', { name: '开始阅卷' });
	const waits = (await begin.count()) > 0;
	if (waits) {
		await begin.click();
		const save = page.getByRole('button', { name: '保存', exact: true });
		await save.click();
		await expect(page.getByText('请为每一项选择等级，或填写得分。')).toBeVisible();
		for (const row of await page.locator('fieldset[data-row]').all())
			await row.getByRole('radio').nth(1).check();
		await save.click();
		await confirm(page, '提交 1 份');
		await expect(page.getByText('都评完并提交了，谢谢。')).toBeVisible();
	}
	await context.close();
	return waits;
}

test('an essay is marked by two who know nothing of each other, then by a third; its rubric is corrected later', async ({
	page,
	browser
}, info) => {
	test.setTimeout(420_000);
	let given = {} as Given;
	const stage = await Stage.open(page, async (folder) => {
		const script = join(root, 'tests/e2e/story/given-essays.ts');
		const run = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, folder], {
			cwd: root
		});
		given = JSON.parse(run.stdout) as Given;
	});
	const { sittingId, candidate, name, markers } = given;

	try {
		await test.step('HR names three markers, collects the answers and shares them out', async () => {
			await stage.signIn(OFFICER);
			await stage.go(`/staff/sittings/${sittingId}`);
			await page.getByRole('main').getByRole('link', { name: '阅卷', exact: true }).click();
			await expect(page.getByRole('heading', { level: 1, name: '阅卷' })).toBeVisible();
			for (const marker of markers) await page.getByRole('checkbox', { name: marker.name }).check();
			await page.getByRole('radio', { name: /^按整份试卷/ }).check();
			await page.getByLabel('复核抽样（%）').fill('0');
			await page.getByRole('button', { name: '保存方案' }).click();
			await stage.told('方案已保存。');
			await confirm(page, '收集答案');
			await stage.told('答案已收集。');
			await confirm(page, '分配答案');
			await stage.told('答案已分配');
			await expect(page.getByRole('table', { name: '按阅卷人' })).toBeVisible();
			await stage.signOut();
		});

		/** Asks the markers in turn until one has something to mark. */
		async function next(run: (employeeNo: string) => Promise<boolean>): Promise<void> {
			for (const { employeeNo } of markers) if (await run(employeeNo)) return;
			throw new Error('Nobody has anything to mark.');
		}
		await test.step('two mark it far apart, by keyboard, each as if they were the only one', async () => {
			for (const digit of [() => 1, (levels: number) => levels])
				await next(async (employeeNo) => {
					const seen = await mark(stage, employeeNo, digit);
					const others = markers.filter((one) => one.employeeNo !== employeeNo).map((one) => one.name);
					for (const tell of [name, candidate, ...others])
						expect(seen?.includes(tell) ?? false, tell).toBe(false);
					return seen !== null;
				});
		});

		await test.step('a third marks it, where no script runs', () =>
			next((employeeNo) => markWithoutScripts(stage, browser, employeeNo)));

		await test.step('HR sees that the third was asked, and finds the result in order', async () => {
			await stage.signIn(OFFICER);
			await stage.go(`/staff/sittings/${sittingId}/marking`);
			await expect(page.getByText('答案全部评定，试卷随即计分。')).toBeVisible();
			await expect(page.getByText('送第三评').locator('..')).toContainText('1');
			const checks = page.getByRole('group', { name: '核对清单' }).getByRole('checkbox');
			await expect(async () => {
				await stage.go(`/staff/sittings/${sittingId}/release`);
				expect(await checks.count()).toBeGreaterThan(0);
			}).toPass({ timeout: 60_000 });
			for (const check of await checks.all()) await check.check();
			await page.getByRole('button', { name: '核对无误' }).click();
			await expect(page.getByText(/核对无误。$/)).toBeVisible();
			await stage.signOut();
		});

		let first = 0;
		const scored = async () =>
			Number(/得分 (1\d(?:\.\d+)?) \/ 20/.exec((await page.getByRole('main').textContent())!)![1]);
		await test.step('another person releases it; the candidate reads the middle one of the three marks', async () => {
			await stage.signIn(APPROVER);
			await stage.go(`/staff/sittings/${sittingId}/release`);
			await confirm(page, '发布成绩');
			await expect(page.getByText(/于 .* 发布。$/).first()).toBeVisible();
			await stage.signOut();
			await stage.signIn(candidate);
			await stage.go(`/exams/${sittingId}/result`);
			// Ten for the other question, and of ten, nothing and what lies in between the last: the average would be another.
			await expect(page.getByText(/得分 1\d(\.\d+)? \/ 20/)).toBeVisible();
			first = await scored();
			await stage.signOut();
		});

		let regrade = '';
		await test.step('HR finds the rubric too hard on second levels, and sees who gains by correcting it', async () => {
			await stage.signIn(OFFICER);
			await stage.go(`/staff/sittings/${sittingId}/regrades`);
			const rubric = page.getByRole('group', { name: '权重与各档得分（%）' });
			for (const link of await page.getByRole('link', { name: /^更正题目 / }).all()) {
				await stage.go((await link.getAttribute('href'))!);
				if (await rubric.count()) break;
				await stage.go(`/staff/sittings/${sittingId}/regrades`);
			}
			await page.getByRole('radio', { name: /^更正评分标准/ }).check();
			const second = rubric.locator('input[name$=".levels.1.share"]');
			// The best level is worth everything.
			await second.first().fill('120');
			await page.getByRole('textbox', { name: '理由', exact: true }).fill('第二档写得太严。');
			await page.getByRole('button', { name: '保存并试算' }).click();
			await expect(second.first()).toHaveValue('120');
			await expect(page.getByRole('alert').first()).toBeVisible();
			for (const share of await second.all()) await share.fill('95');
			await page.getByRole('button', { name: '保存并试算' }).click();
			await stage.told('已保存并试算。');
			const gains = page.getByRole('table', { name: '成绩有变化的考生' });
			await expect(gains.getByRole('row', { name: new RegExp(candidate) })).toBeVisible();
			await confirm(page, '提交审批');
			await stage.told('已提交审批。');
			regrade = new URL(page.url()).pathname;
			await stage.signOut();
		});

		await test.step('another person approves, and the mark follows from the levels that were chosen', async () => {
			await stage.signIn(APPROVER);
			await stage.go(regrade);
			await confirm(page, '批准并生效');
			await stage.told('更正已生效');
			await stage.signOut();
			await stage.signIn(candidate);
			await stage.go(`/exams/${sittingId}/result`);
			await expect(page.getByText('得分 19.5 / 20')).toBeVisible();
			expect(first).toBeLessThan(19.5);
		});
	} finally {
		if (info.errors.length) await info.attach('server.log', { body: stage.log(), contentType: 'text/plain' });
		await stage.close();
	}
});
