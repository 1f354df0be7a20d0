import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../../drizzle/seed/demo/cast';
import { serve, type RunningSite } from './serve';

export { expect };

interface SiteFixtures {
	/** Address of the site, which relative addresses are taken from. */
	site: string;
	/** Signs the page's browser in by the sign-in form's own POST, in place of whoever was. */
	signInAs: (employeeNo: string, password?: string) => Promise<void>;
	attachLog: void;
}

/** Waits until a page's scripts have taken it over: the framework adds its announcer then. One without scripts is what it is. */
export const takenOver = async (page: Page): Promise<void> =>
	void (await page.waitForFunction(
		() =>
			document.querySelector('#svelte-announcer') ||
			![...document.scripts].some(({ text }) => text.includes('kit.start('))
	));

/**
 * Playwright's `test` with the built site behind it: one server and one copy of the seeded demo per worker; a
 * worker that saw a failure is replaced, and its data with it. `test.use({ locale: 'en' })` asks for English.
 */
export const test = base.extend<SiteFixtures, { server: RunningSite }>({
	server: [
		async ({}, use) => {
			const folder = await mkdtemp(join(tmpdir(), 'jinjie-worker-'));
			await cp(process.env['JINJIE_SEEDED'] ?? '', folder, { recursive: true });
			const site = await serve({ DATA_DIR: folder, JINJIE_DEMO: 'on' });
			await use(site);
			await site.stop();
			await rm(folder, { recursive: true, force: true });
		},
		{ scope: 'worker', timeout: 180_000 }
	],
	site: async ({ server }, use) => use(server.url),
	baseURL: async ({ server }, use) => use(server.url),
	signInAs: async ({ context, site }, use) => {
		await use(async (employeeNo, password = DEMO_PASSWORD) => {
			await context.clearCookies({ name: 'jinjie_session' });
			const answer = await context.request.post(`${site}/sign-in`, {
				form: { name: employeeNo, password },
				// As a browser without scripts asks: the answer is the redirect itself.
				headers: { origin: site, accept: 'text/html' },
				maxRedirects: 0
			});
			expect(answer.status(), `signing in as ${employeeNo}`).toBe(303);
		});
	},
	attachLog: [
		async ({ server }, use, info) => {
			await use();
			if (info.status !== info.expectedStatus) {
				await info.attach('server.log', { body: server.log(), contentType: 'text/plain' });
			}
		},
		{ auto: true }
	]
});
