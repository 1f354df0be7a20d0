import { expect, type Page } from '@playwright/test';
import type { Stage } from './stage';

export const title = '客户谈判工作坊';
export const learners = { comes: 'JH0183', withdraws: 'JH0007', absent: 'JH0011' } as const;

/** The day of the session: three days on, in the evening, when nobody of the demo has anything else. */
const dayOf = (now: Date) =>
	new Date(now.getTime() + 3 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
export const startOf = (now: Date): Date => new Date(`${dayOf(now)}T19:00:00+08:00`);

/** The officer prepares a class with two places, after a form that said what was wrong, and opens it. */
export async function prepare(stage: Stage): Promise<string> {
	const { page } = stage;
	await stage.go('/staff/classes/new');
	await page.getByLabel('名称（中文）').fill(title);
	await page.getByLabel('名称（英文）').fill('Negotiating with customers');
	await page.getByLabel('简介（中文）').fill('两人一组，轮流扮演客户，录像复盘。');
	await page.getByLabel('简介（英文）').fill('In pairs, one plays the customer; recorded and discussed.');
	await page.getByLabel('课题代码').fill('negotiation');
	await stage.choose('培训方式', '实务操作');
	await stage.choose('知识领域', '市场营销');
	const first = page.getByRole('group', { name: '第 1 次' });
	await first.getByLabel('日期').fill('2020-01-06');
	await first.getByLabel('开始').fill('19:00');
	await first.getByLabel('结束').fill('20:00');
	await first.getByLabel('地点').fill('培训中心 302');
	await page.getByRole('combobox', { name: '授课人' }).fill('JH0042');
	await page.getByLabel('报名截止', { exact: true }).fill(`${dayOf(new Date())}T18:00`);
	await page.getByRole('spinbutton', { name: '名额' }).fill('2');
	await page.getByRole('spinbutton', { name: '最低人数' }).fill('1');
	await page.getByRole('spinbutton', { name: '学时' }).fill('3');
	await page.getByRole('radio', { name: '由培训专员审批' }).check();
	await page.getByRole('button', { name: '保存草稿' }).click();
	await expect(first.getByText('不能安排在过去的时间。')).toBeVisible();
	await expect(page.getByLabel('名称（中文）')).toHaveValue(title);
	await first.getByLabel('日期').fill(dayOf(new Date()));
	await page.getByRole('button', { name: '保存草稿' }).click();
	await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
	await page.getByRole('button', { name: '开放报名' }).click();
	await page.getByRole('dialog').getByRole('button', { name: '开放报名' }).click();
	await stage.told('已开放报名。');
	return new URL(page.url()).pathname.split('/').at(-1)!;
}

export async function ask(stage: Stage, classId: string): Promise<void> {
	await stage.go('/classes');
	await stage.page.getByRole('link', { name: title }).click();
	await expect(stage.page).toHaveURL(new RegExp(classId));
	await stage.page.getByRole('button', { name: '申请报名' }).click();
	await expect(stage.page.getByRole('heading', { name: '等待审批' })).toBeVisible();
}

/** The officer agrees to all three, in the order in which they asked: the third waits. */
export async function approveAll(stage: Stage, classId: string): Promise<void> {
	const { page } = stage;
	await stage.go(`/staff/classes/${classId}`);
	for (const left of [2, 1, 0]) {
		await page.getByRole('button', { name: '同意' }).first().click();
		await expect(page.getByRole('button', { name: '同意' })).toHaveCount(left);
	}
	await expect(page.getByRole('heading', { name: '学员（2）' })).toBeVisible();
	await expect(page.getByRole('heading', { name: '候补名单（1）' })).toBeVisible();
}

export async function withdraw(stage: Stage, classId: string): Promise<void> {
	const { page } = stage;
	await stage.go(`/classes/${classId}`);
	await expect(page.getByRole('heading', { name: '您已报名' })).toBeVisible();
	await page.getByRole('button', { name: '退出', exact: true }).click();
	await page.getByRole('dialog').getByRole('button', { name: '退出', exact: true }).click();
	await stage.told('已退出这个班级。');
}

/** Who waited is told that they have a place, and finds it in their calendar. */
export async function findPlace(stage: Stage, classId: string): Promise<void> {
	await stage.go('/inbox');
	await stage.page.getByRole('button', { name: `《${title}》有空位，您已从候补转为正式学员` }).click();
	await expect(stage.page).toHaveURL(new RegExp(`/classes/${classId}`));
	await expect(stage.page.getByRole('heading', { name: '您已报名' })).toBeVisible();
	await stage.go('/calendar');
	await expect(stage.page.getByRole('link', { name: title })).toContainText('培训中心 302');
}

/** The teacher begins to show codes. */
export async function showCodes(stage: Stage, classId: string): Promise<void> {
	await stage.go(`/classes/${classId}/teach`);
	await stage.page.getByRole('button', { name: '开始签到' }).click();
	await expect(stage.page.locator('[data-code]')).toBeVisible();
	await expect(stage.page.locator('[data-came]')).toHaveText('0');
}

export const shownCode = async (teacher: Page): Promise<string> =>
	(await teacher.locator('[data-code]').getAttribute('data-code'))!;

/** A learner types what they see; the half minute may end meanwhile, then the next code is typed. */
export async function checkIn(learner: Page, teacher: Page, url: string): Promise<void> {
	for (let tries = 0; tries < 3; tries++) {
		await learner.goto(`${url}/classes/check-in`);
		await learner.getByLabel('签到码').fill(await shownCode(teacher));
		await learner.getByRole('button', { name: '我到了' }).click();
		const done = learner.getByText('签到成功。');
		const late = learner.getByText('这个签到码已经过期').first();
		await expect(done.or(late)).toBeVisible();
		if (await done.isVisible()) return;
	}
	throw new Error('no code lasted long enough');
}

/** A code that was photographed: once the screen shows another, its address does nothing. */
export async function useOldCode(learner: Page, teacher: Page, url: string): Promise<void> {
	const photographed = await shownCode(teacher);
	await expect(teacher.locator(`[data-code="${photographed}"]`)).toHaveCount(0, { timeout: 45_000 });
	await learner.goto(`${url}/classes/check-in?code=${photographed}`);
	await expect(learner.getByText('这个签到码已经过期').first()).toBeVisible();
}

/** After the session the officer closes the class. */
export async function close(stage: Stage, classId: string): Promise<void> {
	const { page } = stage;
	await stage.go(`/staff/classes/${classId}`);
	await page.getByRole('button', { name: '结班' }).click();
	await page.getByRole('dialog').getByRole('button', { name: '结班' }).click();
	await stage.told('已结班，学时已计入台账。');
}
