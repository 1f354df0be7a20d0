import { expect } from '@playwright/test';
import { trainee } from './people';
import type { Stage } from './stage';

export async function pair(stage: Stage): Promise<void> {
	const { page } = stage;
	await stage.to('师徒结对');
	await page.getByRole('link', { name: '新建结对' }).click();
	for (const [side, employeeNo] of [
		['学员', trainee.employeeNo],
		['导师', 'JH0042']
	] as const) {
		const picker = page.getByRole('group', { name: side, exact: true });
		await picker.getByLabel('按姓名或工号查找').fill(employeeNo);
		const found = picker.getByRole('radio');
		await expect(found).toHaveCount(1);
		await found.check();
	}
	// The two met before the papers were made: sessions of the last days can be logged at any hour of the day.
	await page.getByLabel('开始', { exact: true }).fill(dayAgo(7));
	await page.getByLabel('带教目标').fill('能独立完成一次客户拜访，并写出合格的拜访记录。');
	await page.getByRole('button', { name: '结对', exact: true }).click();
	await expect(page.getByRole('heading', { level: 1, name: `${trainee.name} 与 王建国` })).toBeVisible();
}

/** A day before today in the organisation's zone. */
const dayAgo = (days: number): string =>
	new Date(Date.now() - days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

/** One side reads the agreement and signs it. */
export async function sign(stage: Stage, side: 'trainee' | 'mentor'): Promise<void> {
	const { page } = stage;
	await stage.to(side === 'mentor' ? '跟班' : '师徒跟班');
	const name = side === 'mentor' ? `查看并签署与${trainee.name}的协议` : '查看并签署协议';
	await page.getByRole('link', { name }).click();
	await page.getByRole('button', { name: '签署协议' }).click();
	await expect(page.getByText('已签署。')).toBeVisible();
}

/** The mentor logs a session; the page is a phone's. */
export async function log(
	stage: Stage,
	session: { length: string; at: string; steps: string[]; note: string }
): Promise<void> {
	const { page } = stage;
	await stage.to('跟班');
	await page.getByRole('link', { name: `为${trainee.name}登记跟班` }).click();
	await page.getByLabel('日期').fill(dayAgo(1));
	await page.getByLabel('开始时间').fill(session.at);
	await page.getByText(session.length, { exact: true }).click();
	for (const step of session.steps) await page.getByLabel(step).check();
	await page.getByText('能读懂客户，灵活沟通').click();
	await page.getByLabel('备注').fill(session.note);
	await page.getByRole('button', { name: '提交并签名' }).click();
	await expect(page.getByRole('heading', { level: 1, name: trainee.name, exact: true })).toBeVisible();
}

export async function countersign(stage: Stage, length: string): Promise<void> {
	const { page } = stage;
	await stage.to('师徒跟班');
	await stage.card('等您会签').getByRole('link', { name: length }).click();
	await page.getByLabel('我的收获').fill('拜访前先把结算数据看一遍，问题就能问到点子上。');
	await page.getByRole('button', { name: '会签', exact: true }).click();
	await expect(page.getByText('已会签，计入跟班学时。')).toBeVisible();
}

export async function dispute(stage: Stage, length: string): Promise<void> {
	const { page } = stage;
	await stage.to('师徒跟班');
	await stage.card('等您会签').getByRole('link', { name: length }).click();
	await page.locator('summary', { hasText: '与事实不符？' }).click();
	await page.getByLabel('哪里不符').fill('当天只有半小时，不是一小时。');
	await page.getByRole('button', { name: '提出异议' }).click();
	await expect(page.getByText('您已提出异议，等 王建国 更正。')).toBeVisible();
}
