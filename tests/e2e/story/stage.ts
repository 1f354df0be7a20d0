import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../../../drizzle/seed/demo/cast';
import { serve, type RunningSite } from '../../support/serve';

/** A browser and a server of its own, on a copy of the seeded demo; what the people of a story do is done through it. */
export class Stage {
	private constructor(
		readonly page: Page,
		private readonly folder: string,
		private site: RunningSite
	) {}

	/** `prepare` may put more into the folder of its data before a server opens it. */
	static async open(page: Page, prepare: (folder: string) => Promise<void> = async () => {}): Promise<Stage> {
		const folder = await mkdtemp(join(tmpdir(), 'jinjie-story-'));
		await cp(process.env['JINJIE_SEEDED'] ?? '', folder, { recursive: true });
		await prepare(folder);
		return new Stage(page, folder, await serve({ DATA_DIR: folder, JINJIE_DEMO: 'on' }));
	}

	get url(): string {
		return this.site.url;
	}

	log(): string {
		return this.site.log();
	}

	async close(): Promise<void> {
		await this.site.stop();
		await rm(this.folder, { recursive: true, force: true });
	}

	async go(path: string): Promise<void> {
		await this.page.goto(this.url + path);
	}

	async signIn(employeeNo: string, password = DEMO_PASSWORD): Promise<void> {
		await this.go('/sign-in');
		await this.page.getByLabel('工号或邮箱').fill(employeeNo);
		await this.page.getByLabel('密码', { exact: true }).fill(password);
		await this.page.getByRole('button', { name: '登录', exact: true }).click();
		await expect(this.page).not.toHaveURL(/sign-in/);
	}

	async signOut(): Promise<void> {
		const menu = this.page.locator('summary').filter({ hasText: /账户|更多/ });
		await menu.filter({ visible: true }).click();
		await this.page.getByRole('button', { name: '退出登录' }).click();
		await expect(this.page.getByRole('heading', { level: 1, name: '登录' })).toBeVisible();
	}

	/** A place of the main navigation, by its name. */
	async to(place: string): Promise<void> {
		const navigation = this.page.getByRole('navigation', { name: '主导航' });
		const link = navigation.getByRole('link', { name: place });
		await link.click();
		await expect(link).toHaveAttribute('aria-current', 'page');
	}

	/** A card of the page, by its title. */
	card(title: string) {
		return this.page.getByRole('region', { name: title, exact: true });
	}

	/** The words that the last action left. */
	async told(words: string): Promise<void> {
		await expect(this.page.getByRole('status').filter({ hasText: words })).toBeVisible();
	}

	/** Chooses by words inside an option's own, which may be indented. */
	async choose(
		label: string,
		option: string,
		within: Page | ReturnType<Page['locator']> = this.page
	): Promise<void> {
		const select = within.getByRole('combobox', { name: label });
		const value = await select.locator('option', { hasText: option }).first().getAttribute('value');
		await select.selectOption(value);
	}

	/** Kills the server as a power cut does and starts it on what it left, at the same address, that much later. */
	async powerCut(later: { minutes: number }): Promise<void> {
		const port = new URL(this.url).port;
		await this.site.kill();
		this.site = await serve({
			DATA_DIR: this.folder,
			JINJIE_DEMO: 'on',
			PORT: port,
			JINJIE_CLOCK_AHEAD_MINUTES: String(later.minutes)
		});
	}
}

const parts = new Intl.DateTimeFormat('sv-SE', {
	timeZone: 'Asia/Shanghai',
	dateStyle: 'short',
	timeStyle: 'short'
});
/** A moment so many minutes from now, as a Chinese clock shows it: `2026-03-01T14:05`. */
export const inMinutes = (minutes: number): string =>
	parts.format(new Date(Date.now() + minutes * 60_000)).replace(' ', 'T');
/** The day so many days from now: `2026-03-01`. */
export const inDays = (days: number): string => inMinutes(days * 1440).slice(0, 10);
/** Minutes from now to the first hour of a day that a page names in Chinese: `2026年3月1日`. */
export function minutesUntil(day: string): number {
	const [year, month, date] = day.split(/\D+/).map(Number) as [number, number, number];
	const midnight = Date.UTC(year, month - 1, date) - 8 * 3_600_000;
	return Math.ceil((midnight - Date.now()) / 60_000) + 60;
}
