import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../../drizzle/seed/demo/cast';
import { axeFaults } from '../support/axe';
import { takenOver } from '../support/site';
import { inMinutes } from './story/stage';

/** What axe finds on a page that has come to rest. */
export async function complaintsOf(page: Page): Promise<string[]> {
	await expect(page.getByRole('progressbar', { name: '正在加载' })).toHaveCount(0);
	return axeFaults(page, { practices: true });
}

/** A browser of its own, in which somebody is signed in. */
export async function browserOf(
	browser: Browser,
	site: string,
	name: string,
	{ phone = false, scripts = true } = {}
): Promise<BrowserContext> {
	const context = await browser.newContext({
		...{ baseURL: site, locale: 'zh-CN', javaScriptEnabled: scripts },
		viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 }
	});
	await context.request.post(`${site}/sign-in`, {
		form: { name, password: DEMO_PASSWORD },
		headers: { origin: site, accept: 'text/html' },
		maxRedirects: 0
	});
	return context;
}

/**
 * HR announces a sitting that opens at a time, as a form has it; one can register until then, or later. Returns its address.
 */
export async function announce(
	page: Page,
	{ exam, opens, minutes, until = opens }: { exam: string; opens: string; minutes: number; until?: string }
): Promise<string> {
	await page.goto('/staff/sittings/new');
	// Choosing a blueprint fills in what it says.
	await takenOver(page);
	await page.getByLabel('中文名称').fill(exam);
	await page.getByLabel('英文名称').fill('Branch exam');
	await page.getByRole('combobox', { name: '对应等级' }).selectOption({ label: '客户经理助理' });
	const blueprint = page.getByRole('combobox', { name: '命题蓝图' });
	const value = await blueprint
		.locator('option', { hasText: '随堂小测（2026）' })
		.first()
		.getAttribute('value');
	await blueprint.selectOption(value);
	await page.getByLabel('报名开始').fill(inMinutes(-10));
	await page.getByLabel('报名截止').fill(until);
	await page.getByLabel('考试开始').fill(opens);
	await page.getByLabel('考试结束').fill(inMinutes(180));
	await page.getByLabel('作答时长（分钟）').fill(String(minutes));
	await page.getByRole('button', { name: '公布考试' }).click();
	await expect(page.getByRole('heading', { level: 1, name: exam })).toBeVisible();
	return page.url();
}
