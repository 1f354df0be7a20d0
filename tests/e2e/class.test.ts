import { expect } from '@playwright/test';
import { axeFaults } from '../support/axe';
import * as training from './story/class';
import { learners, title } from './story/class';
import { desk, phone, test } from './story/on-stage';

test.use({ viewport: desk });

test('a class with two places and three people, attendance by code, results', async ({
	stage,
	page,
	browser
}) => {
	test.setTimeout(900_000);
	const complaints: string[] = [];
	const look = async (at = page) => complaints.push(...(await axeFaults(at)));
	const began = new Date();
	let classId = '';

	await test.step('the officer prepares and opens it', async () => {
		await stage.signIn('JH0019');
		await stage.go('/staff/classes/new');
		await look();
		classId = await training.prepare(stage);
		await stage.signOut();
	});

	await test.step('three people ask on their phones, for two places', async () => {
		await page.setViewportSize(phone);
		for (const learner of [learners.comes, learners.withdraws, learners.absent]) {
			await stage.signIn(learner);
			await training.ask(stage, classId);
			if (learner === learners.comes) await look();
			await stage.signOut();
		}
		await page.setViewportSize(desk);
	});

	await test.step('the officer agrees to all; the third waits', async () => {
		await stage.signIn('JH0019');
		await stage.go(`/staff/classes/${classId}`);
		await look();
		await training.approveAll(stage, classId);
		await stage.go(`/staff/classes/${classId}/edit`);
		await look();
		await stage.signOut();
	});

	await test.step('one withdraws, and who waited moves up and is told', async () => {
		await stage.signIn(learners.withdraws);
		await training.withdraw(stage, classId);
		await stage.signOut();
		await stage.signIn(learners.absent);
		await training.findPlace(stage, classId);
		await look();
		await stage.signOut();
	});

	const minutesTo = (at: Date) => Math.ceil((at.getTime() - Date.now()) / 60_000);
	await test.step('at the session a phone checks in and the teacher’s screen shows it', async () => {
		await stage.powerCut({ minutes: minutesTo(training.startOf(began)) + 2 });
		await stage.signIn('JH0042');
		await training.showCodes(stage, classId);
		await look();
		const pocket = await browser.newContext({ viewport: phone, locale: 'zh-CN' });
		const mobile = await pocket.newPage();
		await mobile.goto(`${stage.url}/sign-in`);
		await mobile.getByLabel('工号或邮箱').fill(learners.comes);
		await mobile.getByLabel('密码', { exact: true }).fill('jinjie-demo');
		await mobile.getByRole('button', { name: '登录', exact: true }).click();
		await expect(mobile).not.toHaveURL(/sign-in/);
		await training.useOldCode(mobile, page, stage.url);
		await look(mobile);
		await training.checkIn(mobile, page, stage.url);
		await expect(page.locator('[data-came]')).toHaveText('1');
		await expect(page.locator('[data-register] li').filter({ hasText: learners.comes })).toContainText(
			'出勤'
		);
		await pocket.close();
		await stage.signOut();
	});

	await test.step('the officer closes it: who was absent has not completed it', async () => {
		await stage.powerCut({ minutes: minutesTo(training.startOf(began)) + 61 });
		await stage.signIn('JH0019');
		await training.close(stage, classId);
		await stage.signOut();
		await stage.signIn(learners.absent);
		await stage.go(`/classes/${classId}`);
		await expect(page.getByRole('heading', { name: '您没有完成这个班级' })).toBeVisible();
		await stage.signOut();
		await stage.signIn(learners.comes);
		await stage.go(`/classes/${classId}`);
		await expect(page.getByRole('heading', { name: '您已完成这个班级' })).toBeVisible();
		await stage.go('/credit');
		await expect(page.getByText(title).filter({ visible: true }).first()).toBeVisible();
	});
	expect(complaints).toEqual([]);
});
