import { test as base } from '@playwright/test';
import { Stage } from './stage';

export const phone = { width: 390, height: 844 };
export const desk = { width: 1440, height: 900 };

/** Playwright's `test` with a stage of its own, whose server's words are kept with a failure. */
export const test = base.extend<{ stage: Stage }>({
	stage: async ({ page }, use, info) => {
		const stage = await Stage.open(page);
		await use(stage);
		if (info.status !== info.expectedStatus) {
			await info.attach('server.log', { body: stage.log(), contentType: 'text/plain' });
		}
		await stage.close();
	}
});
