import { expect } from '@playwright/test';
import { trainee } from './people';
import type { Stage } from './stage';

/** HR finds the trainee among the eligible and proposes; the decision's address is returned. */
export async function propose(stage: Stage): Promise<string> {
	const { page } = stage;
	await stage.to('等级评定');
	await page.getByRole('navigation', { name: '筛选范围' }).getByRole('link', { name: '可晋升' }).click();
	await expect(page).toHaveURL(/view=eligible/);
	await page.getByPlaceholder('姓名或工号').fill(trainee.employeeNo);
	await expect(page).toHaveURL(new RegExp(`q=${trainee.employeeNo}`));
	const row = page.getByRole('row', { name: trainee.name });
	await expect(row).toContainText('全部满足');
	await page.getByLabel(`选择${trainee.name}`).check();
	await page.getByLabel('建议理由').fill('入职培训期满，考试合格，建议准入。');
	await page.getByRole('button', { name: '提交 1 人任职建议' }).click();
	await expect(page.getByRole('heading', { level: 1, name: `${trainee.name}：客户经理助理` })).toBeVisible();
	return new URL(page.url()).pathname;
}

/** Nobody approves what they proposed: no button, and no way around it. */
export async function tryAlone(stage: Stage, decision: string): Promise<void> {
	const { page } = stage;
	await expect(page.getByRole('button', { name: '撤回提议' })).toBeVisible();
	await expect(page.getByRole('button', { name: '批准' })).toHaveCount(0);
	const answer = await page.request.post(`${stage.url}${decision}?/approve`, {
		form: { note: '' },
		headers: { origin: stage.url, accept: 'text/html' },
		maxRedirects: 0
	});
	expect(answer.status()).toBe(403);
}

/** The approver finds it among what waits for a decision. */
export async function approve(stage: Stage): Promise<void> {
	const { page } = stage;
	await page.getByRole('link', { name: '审批提议' }).click();
	await expect(page.getByRole('heading', { level: 1, name: '任职决定' })).toBeVisible();
	await page.getByRole('link', { name: trainee.name }).click();
	await expect(page.getByText(/条件仍全部满足/)).toBeVisible();
	await page.getByRole('button', { name: '批准', exact: true }).click();
	const dialog = page.getByRole('dialog', { name: '批准这项任职？' });
	await dialog.getByLabel('办理意见').fill('同意。');
	await dialog.getByRole('button', { name: '批准任职' }).click();
	await stage.told('已批准。');
	await readDecision(stage);
}

/** What the decision rests on is kept with it, and computes to the same again. */
async function readDecision(stage: Stage): Promise<void> {
	const { page } = stage;
	await expect(page.getByRole('main').getByText('已生效', { exact: true }).first()).toBeVisible();
	const proposal = stage.card('提议内容');
	for (const words of [
		'周敏',
		'郑海燕',
		'同意。',
		'入职培训期满，考试合格，建议准入。',
		'四级客户经理标准'
	]) {
		await expect(proposal).toContainText(words);
	}
	await expect(stage.card('提议时的评估').getByRole('listitem').filter({ hasText: '已满足' })).toHaveCount(4);
	await expect(stage.card('所依据的证据')).toContainText('征信查询良好');
	await expect(stage.card('复算')).toContainText('结果与存档逐字节一致');
}
