import { chromium } from 'playwright';
import { findBrowser } from '../support/browser.js';

/**
 * Bytes of script, compressed as sent, that a browser with an empty cache gets for a page.
 * @param {string} site @param {string} path @param {string} cookie `name=value`
 * @param {'networkidle' | 'load'} [until] `load` for a page that goes on listening to the server
 */
export async function scriptBytes(site, path, cookie, until = 'networkidle') {
	const browser = await chromium.launch({ executablePath: await findBrowser() });
	try {
		const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } });
		const [name = '', value = ''] = cookie.split('=');
		await context.addCookies([{ name, value, url: site }]);
		const page = await context.newPage();
		/** @type {Promise<number>[]} */
		const sizes = [];
		page.on('requestfinished', (request) => {
			if (request.resourceType() === 'script')
				sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
		});
		await page.goto(site + path, { waitUntil: until });
		return { files: sizes.length, bytes: (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) };
	} finally {
		await browser.close();
	}
}
