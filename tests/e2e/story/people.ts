import { expect } from '@playwright/test';
import { inDays, type Stage } from './stage';

export const trainee = {
	name: '沈知遥',
	employeeNo: 'JH0951',
	unit: '滨江支行',
	password: 'qingshan-lvshui-26'
};

/** Creates the trainee with evidence and a one-time password, which is returned. */
export async function bringIn(stage: Stage): Promise<string> {
	const { page } = stage;
	await stage.to('员工档案');
	await page.getByRole('link', { name: '新增员工' }).click();
	await page.getByLabel('姓名', { exact: true }).fill(trainee.name);
	await page.getByLabel('工号', { exact: true }).fill(trainee.employeeNo);
	await stage.choose('所在机构', trainee.unit);
	await page.getByLabel('岗位').fill('见习客户经理');
	await page.getByLabel('入职日期').fill(inDays(-120));
	await page.getByLabel('出生日期').fill('2000-05-17');
	await expect(page.getByLabel('作为学员加入')).toBeChecked();
	await page.getByRole('button', { name: '保存并登记资格依据' }).click();
	await expect(page.getByRole('heading', { level: 1, name: trainee.name })).toBeVisible();

	await record(stage, '学历', '登记学历', async (form) => {
		await stage.choose('学历层次', '本科', form);
		await form.getByLabel('毕业院校').fill('江海大学');
		await form.getByLabel('专业').fill('金融学');
		await form.getByLabel('毕业日期').fill('2022-06-30');
	});
	await expect(stage.card('学历')).toContainText('江海大学');
	await record(stage, '工作经历', '登记工作经历', async (form) => {
		await stage.choose('工作类别', '信贷工作', form);
		await form.getByLabel('单位').fill('海宁村镇银行');
		await form.getByLabel('岗位').fill('信贷员');
		await form.getByLabel('开始日期').fill('2022-08-01');
		await form.getByLabel('结束日期').fill(inDays(-130));
	});
	await expect(stage.card('工作经历')).toContainText('海宁村镇银行');
	await record(stage, '入职培训与见习', '登记入职培训或试用期', async (form) => {
		await stage.choose('阶段', '入职培训期满', form);
		await form.getByLabel('完成日期').fill(inDays(-30));
	});
	await expect(stage.card('入职培训与见习')).toContainText('入职培训期满');

	await page.getByRole('link', { name: '信用、处分与品行' }).click();
	await record(stage, '征信核查', '登记征信核查', async (form) => {
		await stage.choose('核查结果', '个人征信良好', form);
		await form.getByLabel('依据').fill('人民银行征信报告');
		await form.getByLabel('核查日期').fill(inDays(-7));
	});
	await expect(stage.card('征信核查')).toContainText('人民银行征信报告');

	const tabs = page.getByRole('navigation', { name: '员工档案的各部分' });
	await tabs.getByRole('link', { name: '角色' }).click();
	await expect(page.getByRole('row', { name: /学员.*生效中/ })).toBeVisible();
	await tabs.getByRole('link', { name: '账户' }).click();
	await page.getByRole('button', { name: '生成首次登录密码' }).click();
	await page.getByRole('dialog').getByRole('button', { name: '重新生成一次性密码' }).click();
	await expect(page.getByText(`${trainee.name}的一次性密码`)).toBeVisible();
	return (await page.locator('code').first().textContent())!.trim();
}

/** Fills one of the forms under a kind of evidence. */
async function record(
	stage: Stage,
	card: string,
	open: string,
	fill: (form: ReturnType<Stage['card']>) => Promise<void>
): Promise<void> {
	const section = stage.card(card);
	await section.locator('summary', { hasText: open }).click();
	await fill(section);
	await section.getByRole('button', { name: '登记', exact: true }).click();
	await expect(section.getByText(/登记于/)).toBeVisible();
}

/** The first sign-in: nothing else can be done before the password is one's own. */
export async function takeOver(stage: Stage, oneTimePassword: string): Promise<void> {
	const { page } = stage;
	await stage.signIn(trainee.employeeNo, oneTimePassword);
	await expect(page.getByText('您的密码由他人设置')).toBeVisible();
	await stage.go('/path');
	await expect(page).toHaveURL(/change-password/);
	await page.getByLabel('新密码', { exact: true }).fill(trainee.password);
	await page.getByLabel('再次输入新密码').fill(trainee.password);
	await page.getByRole('button', { name: '保存新密码' }).click();
	await expect(page.getByRole('heading', { level: 1, name: '距离客户经理助理，还差 1 项' })).toBeVisible();
}
