import { expect } from '@playwright/test';
import { inDays, type Stage } from './stage';

/** What is changed: easier to become a manager, out of reach to become a senior. */
const changes = [
	[/^effectiveFrom: .*$/m, () => `effectiveFrom: "${inDays(60)}"`],
	[
		/- certificate: \{ tier: manager \}\n\s+- shadowing: \{ minutes: 2160 \}/,
		() => '- shadowing: { minutes: 60 }'
	],
	[
		/- creditHours: \{ minutes: 240, withinMonths: 24 \}/,
		() => '- creditHours: { minutes: 6000, withinMonths: 24 }'
	]
] as const;

/** HR drafts the bank's standard anew and sees whom it would move; `loser` is eligible for senior today. */
export async function draft(stage: Stage, loser: string): Promise<void> {
	const { page } = stage;
	await stage.to('等级标准');
	await page.getByRole('link', { name: '起草标准' }).click();
	await stage.choose('版本', '四级客户经理标准');
	await page.getByRole('button', { name: '以此版本起草' }).click();
	const editor = page.getByLabel('标准文本（YAML）');
	await expect(editor).toHaveValue(/^ladder: bank$/m);
	// The date of the version that it was taken from cannot be had twice.
	await expect(stage.card('问题')).toContainText(/\d 个问题/);
	let text = await editor.inputValue();
	for (const [words, instead] of changes) {
		expect(text).toMatch(words);
		text = text.replace(words, instead);
	}
	await editor.fill(text);
	await expect(stage.card('问题')).toContainText('没有问题，可以提交。');
	await page.getByRole('button', { name: '保存', exact: true }).click();
	await stage.told('草稿已保存。');

	const tabs = page.getByRole('navigation', { name: '草稿', exact: true });
	await tabs.getByRole('link', { name: '变更' }).click();
	await expect(page.getByRole('main')).toContainText('creditHours: { minutes: 6000');
	await tabs.getByRole('link', { name: '影响' }).click();
	await simulate(stage, loser);

	await stage.to('等级标准');
	const drafts = page.getByRole('table', { name: '正在起草或等待发布的标准' });
	await expect(drafts.getByRole('row', { name: '四级客户经理标准' })).toContainText('起草中');
}

/** Figures of everybody on the ladder, and behind each figure the people. */
async function simulate(stage: Stage, loser: string): Promise<void> {
	const { page } = stage;
	await expect(page.getByText('尚未模拟')).toBeVisible();
	await page.getByRole('button', { name: '对全体人员模拟' }).click();
	await stage.told('模拟已开始。');
	await expect(async () => {
		await page.reload();
		await expect(stage.card('按等级')).toBeVisible({ timeout: 2_000 });
	}).toPass({ timeout: 120_000 });
	await expect(page.getByText(/^截至 .*，序列内 \d+ 人$/)).toBeVisible();
	const people = page.getByRole('table', { name: '受草稿影响的人员' });
	for (const [effect, tier] of [
		['新符合', '客户经理'],
		['不再符合', '高级客户经理']
	] as const) {
		const figure = page.getByRole('link', { name: new RegExp(`^${effect}\\s*[1-9]\\d*\\s*可定级`) });
		await expect(figure).toBeVisible();
		const count = Number(/\d+/.exec(await figure.innerText())![0]);
		await figure.click();
		await expect(page).toHaveURL(/effect=/);
		const rows = people.getByRole('row').filter({ hasText: /JH\d{4}/ });
		await expect(rows.filter({ hasText: effect })).toHaveCount(Math.min(count, 25));
		await expect(rows).toHaveCount(Math.min(count, 25));
		await expect(rows.first()).toContainText(tier);
	}
	await expect(people.getByRole('row', { name: loser })).toContainText('不再符合');
}
