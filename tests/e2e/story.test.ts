import { expect } from '@playwright/test';
import * as certificate from './story/certificate';
import * as exam from './story/exam';
import * as mentoring from './story/mentoring';
import { desk, phone, test } from './story/on-stage';
import { bringIn, takeOver, trainee } from './story/people';
import * as tier from './story/tier';
import { study } from './story/training';

test.use({ viewport: desk });

test('from the first day to the first appointment', async ({ stage, page }) => {
	test.setTimeout(900_000);
	let password = '';
	let path = '';
	let number = '';

	await test.step('HR brings a person in, with evidence', async () => {
		await stage.signIn('JH0007');
		password = await bringIn(stage);
		await stage.signOut();
	});

	await test.step('the new person makes the password their own and sees their path', async () => {
		await takeOver(stage, password);
		for (const met of ['入职培训', '处分', '征信']) {
			await expect(
				page.getByRole('listitem').filter({ hasText: met }).filter({ hasText: '已满足' })
			).not.toHaveCount(0);
		}
	});

	await test.step('they study the first module and get credit hours', async () => {
		await study(stage);
		await stage.signOut();
	});

	await test.step('HR pairs them with a mentor and announces an exam', async () => {
		await stage.signIn('JH0007');
		await mentoring.pair(stage);
		await exam.announce(stage);
		await stage.signOut();
	});

	await test.step('both read the agreement of the pairing and sign it', async () => {
		await stage.signIn(trainee.employeeNo, trainee.password);
		await mentoring.sign(stage, 'trainee');
		await stage.signOut();
	});

	await test.step('the mentor logs two sessions on a phone', async () => {
		await page.setViewportSize(phone);
		await stage.signIn('JH0042');
		await mentoring.sign(stage, 'mentor');
		await mentoring.log(stage, {
			length: '2 小时',
			at: '09:00',
			steps: ['客户档案与信息', '客户关怀计划'],
			note: '一起拜访两家老客户，先看结算数据再谈需求。'
		});
		await mentoring.log(stage, {
			...{ length: '1 小时', at: '14:00', steps: ['售后与技术支持'], note: '电话回访。' }
		});
		await stage.signOut();
		await page.setViewportSize(desk);
	});

	await test.step('the trainee countersigns one of them and disputes the other', async () => {
		await stage.signIn(trainee.employeeNo, trainee.password);
		await mentoring.countersign(stage, '2 小时');
		await mentoring.dispute(stage, '1 小时');
		await stage.to('师徒跟班');
		await expect(stage.card('七步工作覆盖')).toContainText('已会签 2 小时');
		await expect(stage.card('跟班记录').getByRole('link', { name: '1 小时' })).toContainText('有异议');
	});

	await test.step('the trainee sits the exam, reloading in the middle', async () => {
		await exam.sit(stage);
	});

	await test.step('the power fails; hours later the trainee is still signed in and knows no result', async () => {
		await stage.powerCut({ minutes: exam.WINDOW_MINUTES + 30 });
		await page.reload();
		await page.getByRole('link', { name: exam.exam }).click();
		await expect(page.getByText('已交卷').first()).toBeVisible();
		await expect(page.getByRole('link', { name: '查看成绩' })).toHaveCount(0);
		await stage.to('我的进阶');
		await stage.signOut();
	});

	await test.step('HR reviews the results, which the trainee does not know yet', async () => {
		await stage.signIn('JH0007');
		await exam.review(stage);
		await stage.signOut();
	});

	await test.step('the approver releases the results', async () => {
		await stage.signIn('JH0003');
		await exam.release(stage);
		await stage.signOut();
	});

	await test.step('HR asks for the certificate', async () => {
		await stage.signIn('JH0007');
		await certificate.ask(stage);
		await stage.signOut();
	});

	await test.step('another person approves, and it is issued', async () => {
		await stage.signIn('JH0003');
		await certificate.approve(stage);
		await stage.signOut();
	});

	await test.step('the trainee sees the result, downloads the certificate and is eligible', async () => {
		await stage.signIn(trainee.employeeNo, trainee.password);
		await exam.seeResult(stage);
		number = await certificate.download(stage);
		await stage.to('我的进阶');
		await expect(page.getByRole('heading', { level: 1, name: '客户经理助理的条件已全部满足' })).toBeVisible();
		await stage.signOut();
		await certificate.verify(stage, number);
	});

	await test.step('HR proposes the appointment and cannot approve it', async () => {
		await stage.signIn('JH0007');
		const decision = await tier.propose(stage);
		path = (await page.getByRole('link', { name: '查看当前进阶' }).getAttribute('href')) ?? '';
		await tier.tryAlone(stage, decision);
		await stage.signOut();
	});

	await test.step('a colleague of the same outlet sees nothing of it', async () => {
		await stage.signIn('JH0183');
		await stage.go(path);
		await expect(page.getByRole('heading', { level: 1, name: /没有找到|没有权限/ })).toBeVisible();
		await expect(page.getByText(trainee.name)).toHaveCount(0);
		await stage.signOut();
	});

	await test.step('another person approves it', async () => {
		await stage.signIn('JH0003');
		await tier.approve(stage);
		await stage.signOut();
	});

	await test.step('the trainee’s path shows the appointment', async () => {
		await stage.signIn(trainee.employeeNo, trainee.password);
		await expect(page.getByRole('heading', { level: 1, name: /^距离客户经理，还差 \d 项$/ })).toBeVisible();
		await expect(
			page.getByRole('listitem').filter({ hasText: '客户经理助理' }).filter({ hasText: '现任' })
		).toBeVisible();
		await stage.to('消息');
		await expect(page.getByRole('main')).toContainText('客户经理助理');
		await stage.signOut();
	});

	await test.step('the auditor finds all of it, in a chain that is intact', async () => {
		await stage.signIn('JH0011');
		await page.getByLabel('相关员工姓名或工号').fill(trainee.employeeNo);
		await expect(page).toHaveURL(new RegExp(`person=${trainee.employeeNo}`));
		const read = new Set<string>();
		const older = page.getByRole('link', { name: '更早的记录' });
		for (;;) {
			await expect(page.getByRole('main').locator('summary').filter({ hasText: '#' }).first()).toBeVisible();
			for (const line of await page.getByRole('main').locator('summary').allInnerTexts()) read.add(line);
			if (!(await older.isVisible())) break;
			const address = page.url();
			await older.click();
			await expect(page).not.toHaveURL(address);
		}
		const all = [...read].join('\n');
		for (const deed of [
			...[
				'新增员工',
				'登记资格依据',
				'重置密码',
				'修改本人密码',
				'完成课程',
				'师徒结对',
				'登记跟班',
				'确认跟班'
			],
			...['对跟班提出异议', '报名考试', '交卷', '评分', '签发证书', '提出任职决定', '批准任职决定']
		]) {
			expect.soft(all, deed).toContain(deed);
		}
		await page.getByRole('button', { name: '立即校验' }).click();
		await expect(page.getByText('日志完整，未被改动')).toBeVisible();
		await stage.signOut();
	});

	await test.step('the certificate is revoked: a phone that checks it is told, and so is its holder', async () => {
		const reason = '报名材料与档案不符。';
		await stage.signIn('JH0003');
		await certificate.revoke(stage, number, reason);
		await stage.signOut();
		await page.setViewportSize(phone);
		await certificate.verifyRevoked(stage, number, reason);
		await stage.signIn(trainee.employeeNo, trainee.password);
		await stage.go('/certificates');
		await page.getByRole('main').locator('a[href^="/certificates/"]').first().click();
		await expect(page.getByText(reason)).toBeVisible();
	});
});
