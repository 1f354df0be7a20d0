import { expect } from '@playwright/test';
import { inDays, minutesUntil, type Stage } from './stage';

/** Two managers of one branch who satisfy everything that seniors are asked for. */
export const goes = { name: '范艳', employeeNo: 'JH0228', unit: '保税区支行', code: 'B02O02' };
export const stays = { name: '刘俊杰', employeeNo: 'JH0227', unit: '港口支行', code: 'B02O01' };
const branch = '港口分行';
const campaign = '高级客户经理专项评定';

/** HR opens a campaign that may take effect as soon as its public notices are over. */
export async function open(stage: Stage): Promise<void> {
	const { page } = stage;
	await stage.to('集中评定');
	await page.getByRole('link', { name: '新建评定' }).click();
	await page.getByLabel('名称（中文）').fill(campaign);
	await page.getByLabel('名称（英文）').fill('Review of seniors');
	await stage.choose('序列', '四级客户经理标准');
	await page.getByLabel('开始').fill(inDays(0));
	await page.getByLabel('提议截止').fill(inDays(2));
	await page.getByLabel('审议截止').fill(inDays(6));
	await page.getByLabel('最早生效').fill(inDays(7));
	await page.getByRole('button', { name: '建立' }).click();
	await stage.told('已建立。');
	await expect(page.getByRole('heading', { level: 1, name: campaign })).toBeVisible();
	await expect(page.getByRole('main')).toContainText('0 项中已办结 0 项');
}

/** HR proposes both into it; the branch has one place left, and gets more. The cases' addresses are returned. */
export async function propose(stage: Stage): Promise<{ going: string; staying: string }> {
	const { page } = stage;
	await page.getByRole('link', { name: '提议', exact: true }).click();
	await tickBoth(stage);
	await expect(page.getByRole('main')).toContainText(
		new RegExp(`${branch}的高级客户经理共有 \\d+ 个名额，还剩 1 个，不能再提出 2 人。`)
	);
	await stage.to('等级名额');
	await page.getByRole('link', { name: '四级客户经理标准' }).click();
	await stage.choose('机构', branch, stage.card('设置名额'));
	await stage.choose('等级', '高级客户经理', stage.card('设置名额'));
	await stage.card('设置名额').getByLabel('名额').fill('20');
	await stage.card('设置名额').getByRole('button', { name: '保存' }).click();
	await stage.told('名额已保存。');

	await stage.to('名额与排名');
	await tickBoth(stage);
	await expect(page).toHaveURL(/decisions\?state=proposed/);
	const address = async ({ name }: { name: string }) => {
		const link = page.getByRole('main').getByRole('link', { name, exact: true });
		await expect(link).toBeVisible();
		return (await link.getAttribute('href'))!;
	};
	const cases = { going: await address(goes), staying: await address(stays) };
	await stage.go(cases.going);
	await expect(stage.card('提议内容')).toContainText(campaign);
	await expect(page.getByText('审批', { exact: true })).toHaveCount(0);
	await expect(stage.card('考评委员会')).toContainText('至少 3 人投票，同意票超过半数为通过。');
	return cases;
}

async function tickBoth(stage: Stage): Promise<void> {
	const { page } = stage;
	await page.getByRole('combobox', { name: '等级', exact: true }).selectOption({ label: '高级客户经理' });
	await expect(page).toHaveURL(/tier=senior/);
	for (const { name } of [goes, stays]) await page.getByLabel(`选择${name}`).check();
	await page.getByLabel('建议理由').fill('专项评定：条件均已满足，建议晋级。');
	await stage.choose('所属评定', campaign);
	await page.getByRole('button', { name: '提交所选' }).click();
}

/** When the case in public notice takes effect, in minutes from now. */
export async function minutesToEffect(stage: Stage, decision: string): Promise<number> {
	await stage.go(decision);
	const words = stage.page.getByText(/^正在公示，.* 截止；无异议则 .* 生效。$/);
	await expect(words).toBeVisible();
	return minutesUntil(/无异议则 (.+) 生效/.exec(await words.innerText())![1]!);
}

/** After the notice: one has become senior by itself, the other waits for the committee again. */
export async function seeOutcome(stage: Stage, { going, staying }: { going: string; staying: string }) {
	const { page } = stage;
	const main = page.getByRole('main');
	await stage.go(going);
	await expect(async () => {
		await page.reload();
		await expect(main.getByText('已生效', { exact: true }).first()).toBeVisible({ timeout: 2_000 });
	}).toPass({ timeout: 60_000 });
	for (const step of ['提议', '投票', '审议通过', '开始公示', '收到异议', '异议不成立。', '公示期满', '生效'])
		await expect(stage.card('办理过程')).toContainText(step);
	await expect(stage.card('办理过程')).toContainText('已按当天证据重新核对');
	await expect(stage.card('提议内容')).toContainText('生效日');
	await expect(stage.card('复算')).toContainText('结果与存档逐字节一致');
	// Whoever proposed answers no objection and does not learn who raised it.
	await expect(stage.card('公示异议')).toContainText('提出人仅答复人可见');
	await expect(stage.card('公示异议')).not.toContainText('林晓彤');

	await page.getByRole('link', { name: '查看当前进阶' }).click();
	await expect(page.getByRole('heading', { level: 1, name: new RegExp(`^${goes.name}`) })).toContainText(
		'资深客户经理'
	);
	await expect(
		page.getByRole('listitem').filter({ hasText: '高级客户经理' }).filter({ hasText: '现任' })
	).toBeVisible();

	await stage.go(staying);
	await expect(main.getByText('待审议', { exact: true })).toBeVisible();
	await expect(main.getByText('第 2 轮', { exact: true })).toBeVisible();
	await expect(stage.card('复算')).toContainText('结果与存档逐字节一致');
	await main.getByRole('link', { name: campaign }).click();
	await expect(main).toContainText('2 项中已办结 1 项');
}
