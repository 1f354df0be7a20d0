import { expect } from '@playwright/test';
import { goes } from './campaign';
import type { Stage } from './stage';

/** The member who manages one of the two candidates, and those who do not. */
export const recused = { name: '顾文博', employeeNo: 'JH0009' };
export const voters = ['JH0004', 'JH0016', 'JH0012'];

/** The administrator puts a member of the committee at the head of a candidate's outlet. */
export async function nameHead(stage: Stage): Promise<void> {
	const { page } = stage;
	await stage.to('机构');
	const unit = page.getByRole('main').getByRole('listitem').filter({ hasText: goes.code });
	await unit.getByText('指定负责人', { exact: true }).click();
	// Somebody of another department is neither in the outlet nor above it.
	await unit.getByLabel('负责人工号').fill('JH0016');
	await unit.getByRole('button', { name: '保存' }).click();
	await expect(unit.getByText('负责人应在本机构或其上级机构任职。')).toBeVisible();
	await unit.getByLabel('负责人工号').fill(recused.employeeNo);
	await unit.getByRole('button', { name: '保存' }).click();
	await stage.told('负责人已更新。');
	await expect(unit.getByRole('link', { name: recused.name })).toBeVisible();
}

/** Who manages the candidate reads the case and is told why they do not vote; there is no way around it. */
export async function beRecused(stage: Stage, decision: string): Promise<void> {
	const { page } = stage;
	await stage.go(decision);
	await expect(page.getByText('直接负责人不能审议本单位人员的事项。')).toBeVisible();
	await expect(stage.card('考评委员会')).toContainText('1 名委员回避。');
	await expect(page.getByRole('button', { name: '投票' })).toHaveCount(0);
	const answer = await page.request.post(`${stage.url}${decision}?/vote`, {
		form: { vote: 'yes', reason: '' },
		headers: { origin: stage.url, accept: 'text/html' },
		maxRedirects: 0
	});
	expect(answer.status()).toBe(403);
}

/** Votes yes as the member who is signed in; `before`: how many of this round have voted. */
export async function vote(stage: Stage, decision: string, before: number): Promise<void> {
	const { page } = stage;
	const committee = stage.card('考评委员会');
	await stage.go(decision);
	await expect(committee).toContainText(`已有 ${before} 人投票`);
	// The others' votes are shown after one's own.
	await expect(committee.getByText(/^同意 \d/)).toHaveCount(0);
	await committee.getByRole('radio', { name: '同意', exact: true }).check();
	await committee.getByRole('button', { name: '投票' }).click();
	await stage.told('已记录您的投票。');
	await expect(committee).toContainText(`同意 ${before + 1} · 反对 0 · 弃权 0`);
	await expect(committee.getByRole('radio')).toHaveCount(0);
	const state = before + 1 < voters.length ? '待审议' : '公示中';
	await expect(page.getByRole('main').getByText(state, { exact: true })).toBeVisible();
}
