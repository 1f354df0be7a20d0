import { cast } from '../../drizzle/seed/demo/cast';
import { RENEWING } from '../../drizzle/seed/demo/certificates-plan';
import { expect, takenOver, test } from '../support/site';
import { answerCheck, readModule, readSheet, type Module } from './story/modules';

const [OFFICER, APPROVER] = ['JH0007', 'JH0003'];
const NAME = '合规与行为规范';
const holder = cast.find(({ employeeNo }) => employeeNo === RENEWING.employeeNo)!;
const [law, sheet] = [readModule('06-law-rules-and-conduct'), readSheet('06-law-rules-and-conduct')];

test('a holder takes the module again to renew its certificate, and HR issues the new one', async ({
	page,
	context,
	browser,
	site,
	signInAs
}) => {
	test.setTimeout(300_000);
	const heading = (title: Module['title']) =>
		expect(page.getByRole('heading', { level: 1, name: title['zh-CN'] })).toBeVisible();
	const ours = page.getByRole('article').filter({ hasText: `${NAME}证书` });

	await test.step('the wallet leads to the module, which is begun again without a script', async () => {
		await signInAs(holder.employeeNo);
		await page.goto('/certificates');
		await expect(ours).toHaveCount(1);
		await ours.getByRole('link', { name: '重新学习培训模块' }).click();
		await heading(law.title);
		await expect(page.getByText('以往的学习记录、测验成绩和学时保持不变')).toBeVisible();
		const plain = await browser.newContext({
			...{ javaScriptEnabled: false, baseURL: site, storageState: await context.storageState() }
		});
		const quiet = await plain.newPage();
		await quiet.goto(`/training/${law.code}`);
		await quiet.getByRole('button', { name: '重新学习' }).click();
		const [first] = law.lessons;
		await expect(quiet.getByRole('heading', { level: 1, name: first!.title['zh-CN'] })).toBeVisible();
		await plain.close();
	});

	await test.step('a second click from a page of before is refused in words', async () => {
		await page.getByRole('button', { name: '重新学习' }).click();
		await expect(page.getByText('您正在学习这个模块，请接着学。')).toBeVisible();
		await page.reload();
		await expect(page.getByText('您正在重新学习本模块。')).toBeVisible();
		await expect(page.getByRole('button', { name: '重新学习' })).toHaveCount(0);
		await expect(page.getByRole('region', { name: '以往完成记录' })).toContainText('学时');
	});

	await test.step('every lesson and the check are taken anew', async () => {
		await page.getByRole('link', { name: '继续学习' }).click();
		for (const { slug, title } of law.lessons) {
			await heading(title);
			for (const { id, options } of sheet.lessons[slug] ?? []) {
				const question = page.locator(`#q-${id}`);
				const key = options.find(({ correct }) => correct)!;
				await question.getByText(key.text['zh-CN']).click();
				await question.getByRole('button', { name: '提交答案' }).click();
				await expect(question.getByRole('button', { name: '提交答案' })).toHaveCount(0);
				const saved = page.waitForResponse((one) => one.url().endsWith('/progress') && one.ok());
				await page.locator('#part-1 summary').click();
				await saved;
			}
			await page.getByRole('button', { name: /^学完了/ }).click();
		}
		await answerCheck(page, sheet, true);
		await expect(page.getByText('通过了', { exact: true })).toBeVisible();
		await page.goto(`/training/${law.code}`);
		await expect(page.getByText('新证书由人力资源部签发')).toBeVisible();
		await page.goto('/certificates');
		await expect(ours).toContainText('重新完成该培训模块');
		await expect(ours.getByRole('link', { name: '重新学习培训模块' })).toHaveCount(0);
	});

	await test.step('HR asks for the new certificate and approves it', async () => {
		await signInAs(OFFICER);
		await page.goto('/staff/certificates/issue');
		// Whoever unticks all before the page is taken over unticks each of them only then.
		await takenOver(page);
		const card = page.locator('section', {
			has: page.getByRole('heading', { name: law.title['zh-CN'] })
		});
		await card.getByLabel('全选').uncheck();
		await card.getByLabel(holder.name).check();
		await card.getByRole('button', { name: '提请签发 1 张证书' }).click();
		await expect(page.getByText('已提请签发，等待批准。')).toBeVisible();
		await signInAs(APPROVER);
		await page.goto('/staff/certificates/requests');
		await page.getByRole('link', { name: NAME }).first().click();
		await page.getByRole('button', { name: '批准签发' }).click();
		await page.getByRole('dialog').getByRole('button', { name: '批准签发' }).click();
		await expect(page.getByText('已完成').first()).toBeVisible();
	});

	await test.step('the holder has both, and the next renewal opens in a year', async () => {
		await signInAs(holder.employeeNo);
		await page.goto('/certificates');
		await expect(ours).toHaveCount(2);
		await expect(ours.first()).toContainText('续证窗口自');
		await page.goto(`/training/${law.code}`);
		await expect(page.getByText('续证须重新学习本模块，自')).toBeVisible();
	});
});
