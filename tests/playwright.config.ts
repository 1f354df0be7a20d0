import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

/** Browser tests against the production build; see support/site.ts for the server that each worker has. */
export default defineConfig({
	testDir: './e2e',
	outputDir: '../test-results/e2e',
	globalSetup: './support/seed-site.ts',
	// Each worker has a server, a database and a browser: two cores carry one of them well.
	workers: availableParallelism() >= 4 ? 2 : 1,
	forbidOnly: Boolean(process.env['CI']),
	retries: 0,
	// A limit for what hangs, not a measure of speed: a loaded machine may be slow.
	timeout: 600_000,
	expect: { timeout: 20_000 },
	reporter: [
		['list'],
		...(process.env['JINJIE_REPORT'] ? [['json', { outputFile: process.env['JINJIE_REPORT'] }] as const] : [])
	] as never,
	use: {
		// What is not there is missed after this, not after the whole test's limit.
		actionTimeout: 120_000,
		locale: 'zh-CN',
		timezoneId: 'Asia/Shanghai',
		screenshot: 'only-on-failure',
		trace: 'retain-on-failure',
		launchOptions: process.env['JINJIE_CHROMIUM'] ? { executablePath: process.env['JINJIE_CHROMIUM'] } : {}
	}
});
