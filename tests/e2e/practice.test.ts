import type { Page } from '@playwright/test';
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/site';

/** Two practice questions of law, by their content files. */
const single = {
	stem: '一位小企业主说，朋友想借他公司的对公账户',
	right: '任何人都不得出租、出借账户',
	explanation: '法律禁止非法买卖、出租、出借银行账户'
};
const truth = { stem: '征信机构对个人不良信息的保存期限为五年', explanation: '起算点是不良行为或事件' };

const complaintsOf = (page: Page) => axeFaults(page, { practices: true });
const main = (page: Page) => page.getByRole('main');

async function startLaw(page: Page) {
	await page.goto('/training');
	await main(page).getByRole('link', { name: '练习', exact: true }).click();
	await main(page).locator('label').filter({ hasText: '法律法规' }).click();
	await main(page).locator('label').filter({ hasText: '20 题' }).click();
	await page.getByRole('button', { name: '开始', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1, name: '练习：法律法规' })).toBeVisible();
}

/** Answers every question of the set: one rightly, one wrongly, the others not at all. */
async function answerAll(page: Page) {
	for (;;) {
		const text = await main(page).innerText();
		// Nothing tells what is right before the question is answered.
		expect(await page.content()).not.toMatch(new RegExp(`${single.explanation}|${truth.explanation}`));
		if (text.includes(single.stem)) {
			await page.getByText(single.right).click();
			await page.getByRole('button', { name: '提交答案' }).click();
			await expect(main(page).getByText('答对', { exact: true }).last()).toBeVisible();
			await expect(page.getByText(single.explanation)).toBeVisible();
		} else if (text.includes(truth.stem)) {
			await main(page).locator('label').filter({ hasText: '错误' }).click();
			await page.getByRole('button', { name: '提交答案' }).click();
			await expect(main(page).getByText('答错', { exact: true }).last()).toBeVisible();
			await expect(page.getByText(truth.explanation)).toBeVisible();
		} else await page.getByRole('button', { name: '不会，看答案' }).click();
		const next = page.getByRole('link', { name: /^(下一题|看结果)$/ });
		const isLast = (await next.innerText()) === '看结果';
		await next.click();
		if (isLast) return;
		await expect(page.getByRole('button', { name: '提交答案' })).toBeVisible();
	}
}

test.describe('on a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, contextOptions: { reducedMotion: 'reduce' } });

	test('practising: what is right at once, the result, the wrong ones again', async ({ page, signInAs }) => {
		await signInAs('JH0183');
		await startLaw(page);
		expect(await complaintsOf(page)).toEqual([]);
		await answerAll(page);
		await expect(page.getByRole('heading', { level: 1, name: '练习结果' })).toBeVisible();
		expect(await complaintsOf(page)).toEqual([]);
		await page.getByRole('button', { name: /^再练错题/ }).click();
		await expect(page.getByRole('button', { name: '提交答案' })).toBeVisible();
		// Left and come back to.
		await page.getByRole('button', { name: '不会，看答案' }).click();
		await page.getByRole('link', { name: '全部练习' }).click();
		await page.getByRole('link', { name: /法律法规.*已答 1 \/ / }).click();
		await expect(page.getByText(/^第 2 题，共/)).toBeVisible();
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
	});
});

test.describe('without scripts', () => {
	test.use({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });

	test('practising works as well', async ({ page, signInAs }) => {
		await signInAs('JH0042');
		await startLaw(page);
		await page.getByRole('button', { name: '提交答案' }).click();
		await answerAll(page);
		await expect(page.getByRole('heading', { level: 1, name: '练习结果' })).toBeVisible();
	});
});
