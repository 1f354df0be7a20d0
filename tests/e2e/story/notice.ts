import { expect } from '@playwright/test';
import type { Stage } from './stage';

/** A colleague reads the public notice, which tells nothing of the file, and objects to it. */
export async function object(stage: Stage, name: string, words: string): Promise<void> {
	const { page } = stage;
	await stage.to('任职公示');
	await page.getByRole('main').getByRole('link', { name }).click();
	await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
	await expect(stage.card('任职公示')).toContainText('客户经理 → 高级客户经理');
	for (const secret of ['学历', '征信', '证书', '投票']) {
		await expect(page.getByRole('main')).not.toContainText(secret);
	}
	await page.getByLabel('异议内容').fill(words);
	await page.getByRole('button', { name: '提交异议' }).click();
	await stage.told('异议已提交，答复会发到您的消息。');
	await expect(stage.card('您已提出异议，正在等待答复。')).toContainText(words);
	await expect(page.getByRole('button', { name: '提交异议' })).toHaveCount(0);
}

/** The approver, who alone sees who objected, answers from the case's page. */
export async function answer(
	stage: Stage,
	decision: string,
	{ words, upheld, reply }: { words: string; upheld: boolean; reply: string }
): Promise<void> {
	const { page } = stage;
	await stage.go(decision);
	await expect(page.getByText('有 1 项异议待答复，答复前不会生效。')).toBeVisible();
	await expect(stage.card('公示异议')).toContainText(words);
	await expect(stage.card('公示异议')).toContainText('林晓彤');
	await stage.card('公示异议').getByRole('link', { name: '答复' }).click();
	await expect(stage.card('公示期间他人提出')).toContainText(words);
	await page.getByRole('radio', { name: upheld ? '成立' : '不成立', exact: true }).check();
	await page.getByLabel('答复内容').fill(reply);
	await page.getByRole('button', { name: '发送答复' }).click();
	await stage.told('已答复，本人会收到通知。');
	await stage.go(decision);
	const main = page.getByRole('main');
	await expect(main.getByText('待答复', { exact: true })).toHaveCount(0);
	await expect(main.getByText(upheld ? '待审议' : '公示中', { exact: true })).toBeVisible();
	if (!upheld) return;
	await expect(main.getByText('第 2 轮', { exact: true })).toBeVisible();
	await expect(stage.card('考评委员会')).toContainText('已有 0 人投票');
	await expect(stage.card('办理过程')).toContainText('公示异议成立。');
}

/** The colleague finds both answers; the newest message leads to the one whose notice is over. */
export async function readAnswers(
	stage: Stage,
	{ upheld, refused }: Record<'upheld' | 'refused', { name: string; reply: string }>
): Promise<void> {
	const { page } = stage;
	await stage.to('消息');
	await page.getByRole('button', { name: '您的问题或意见已有答复。' }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: upheld.name })).toBeVisible();
	await expect(stage.card('对您异议的答复')).toContainText('异议成立');
	await expect(stage.card('对您异议的答复')).toContainText(upheld.reply);
	await stage.to('任职公示');
	const list = page.getByRole('main');
	await expect(list.getByRole('link', { name: upheld.name })).toHaveCount(0);
	await list.getByRole('link', { name: refused.name }).click();
	await expect(stage.card('对您异议的答复')).toContainText('异议不成立');
	await expect(stage.card('对您异议的答复')).toContainText(refused.reply);
}
