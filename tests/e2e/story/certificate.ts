import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { exam } from './exam';
import { trainee } from './people';
import type { Stage } from './stage';

/** HR asks for the certificate. */
export async function ask(stage: Stage): Promise<void> {
	const { page } = stage;
	await stage.to('证书管理');
	await page.getByRole('link', { name: /^提请签发/ }).click();
	const sitting = stage.card(exam);
	await expect(sitting.getByLabel(trainee.name)).toBeChecked();
	await sitting.getByRole('button', { name: '提请签发 1 张证书' }).click();
	await stage.told('已提请签发，等待批准。');
	await expect(page.getByRole('button', { name: '批准签发' })).toHaveCount(0);
}

/** Another person approves; a job issues. */
export async function approve(stage: Stage): Promise<void> {
	const { page } = stage;
	await stage.to('证书管理');
	await page.getByRole('link', { name: /^签发申请/ }).click();
	await page.getByRole('link', { name: exam }).click();
	await page.getByRole('button', { name: '批准签发' }).click();
	await page.getByRole('dialog').getByRole('button', { name: '批准签发' }).click();
	await expect(page.getByText('已完成').first()).toBeVisible();
}

/** The holder downloads the certificate; its number is returned. */
export async function download(stage: Stage): Promise<string> {
	const { page } = stage;
	await stage.to('我的证书');
	await page.getByRole('link', { name: '查看证书' }).click();
	await expect(page.getByRole('heading', { level: 1, name: '客户经理助理资格证书' })).toBeVisible();
	const downloading = page.waitForEvent('download');
	await page.getByRole('link', { name: '下载 PDF 证书' }).click();
	const bytes = await readFile(await (await downloading).path());
	expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
	const [number] =
		/JH-\w+-\d\d-[0-9A-Z]{7}-[0-9A-Z]{2}/.exec(await stage.card('证书所载内容').innerText()) ?? [];
	expect(number).toBeDefined();
	return number!;
}

/** Somebody who has only the paper looks its number up, once with a slip of the finger. */
export async function verify(stage: Stage, number: string): Promise<void> {
	const { page } = stage;
	const state = page.getByRole('status').filter({ hasText: '查验时间' });
	const slip = number.replace(/(?<=-\d\d-)./, (character) => (character === '4' ? '7' : '4'));
	await stage.go('/verify');
	await page.getByLabel('证书编号').fill(slip);
	await page.getByRole('button', { name: '查验' }).click();
	await expect(state).toContainText('编号有误');
	await expect(page.getByText('沈*遥')).toHaveCount(0);
	await page.getByLabel('证书编号').fill(number.toLowerCase().replaceAll('-', ' '));
	await page.getByRole('button', { name: '查验' }).click();
	await expect(state).toContainText('这张证书由本机构签发，目前有效');
	await expect(stage.card('证书所载内容')).toContainText('沈*遥');
	await expect(stage.card('证书所载内容')).toContainText(exam);
	expect(await page.content()).not.toContain(trainee.name);
}

/** Withdraws it, with a category that everybody may know and a reason that is the holder's. */
export async function revoke(stage: Stage, number: string, reason: string): Promise<void> {
	const { page } = stage;
	await stage.go(`/staff/certificates?q=${number}`);
	await page.locator('tbody').getByRole('link').first().click();
	await expect(page.getByRole('heading', { level: 1, name: trainee.name })).toBeVisible();
	await page.getByRole('button', { name: '撤销证书' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.locator('select[name="category"]').selectOption('issuedInError');
	await dialog.getByLabel('撤销原因（告知持证人）').fill(reason);
	await dialog.getByRole('button', { name: '确认撤销' }).click();
	await expect(page.getByRole('main').getByText('已撤销').first()).toBeVisible();
}

/** The paper's address, opened on a phone by somebody who signs in nowhere: revoked, why in public words, and nothing else. */
export async function verifyRevoked(stage: Stage, number: string, reason: string): Promise<void> {
	const { page } = stage;
	await stage.go(`/verify/${number}`);
	await expect(page.getByRole('status').filter({ hasText: '查验时间' })).toContainText('被撤销（签发有误）');
	const shown = await page.content();
	for (const secret of [trainee.name, reason]) expect(shown).not.toContain(secret);
}
