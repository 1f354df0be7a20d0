import type { Page, Request } from '@playwright/test';
import { cast } from '../../drizzle/seed/demo/cast';
import { axeFaults } from '../support/axe';
import { expect, takenOver, test } from '../support/site';

/** Who works on a phone; the others sit at a desk. */
const onPhones: readonly unknown[] = ['trainee', 'mentor', 'hrApprover', 'committeeMember'];
const passes = [
	{
		name: 'a phone, light, Chinese',
		...{ locale: 'zh-CN', theme: 'light', viewport: { width: 390, height: 844 }, onPhone: true }
	},
	// Each kind of page once: what roles make of it does not depend on the width or the language.
	{
		name: 'a desk, dark, English',
		...{ locale: 'en', theme: 'dark', viewport: { width: 1440, height: 900 }, onPhone: false }
	}
] as const;

/** A key of the words in place of the words. */
const KEY = /\b[a-z][A-Za-z]+\.[a-z_]+\.[a-z_.]+\b/g;
/** What frames the pages of somebody: the same on all of them. */
const FRAME = '[data-shell="chrome"]';

for (const pass of passes) {
	/** Pages that a role before has been through: they are looked at again, but not by axe. */
	const checked = new Set<string>();

	test.describe(pass.name, () => {
		test.use({ viewport: pass.viewport, locale: pass.locale, contextOptions: { reducedMotion: 'reduce' } });

		for (const member of cast.filter(
			({ shownAs: role }) => role && (!pass.onPhone || onPhones.includes(role))
		)) {
			test(`every place of the ${member.shownAs}`, async ({ page, context, site, signInAs }) => {
				test.setTimeout(600_000);
				await context.addCookies([
					{ name: 'jinjie_locale', value: pass.locale, url: site },
					{ name: 'jinjie_theme', value: pass.theme, url: site }
				]);
				const complaints: string[] = [];
				page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
				page.on('console', (message) => {
					if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
				});
				const settled = settling(page);
				await signInAs(member.employeeNo);
				await page.goto('/');
				let isFrameChecked = false;
				const places = await linksOf(page, 'nav[data-shell], [data-shell] nav');
				expect(places.length).toBeGreaterThan(2);
				const seen = new Set<string>();
				for (const place of places) {
					await look(place);
					if (!seen.has(place) || !page.url().endsWith(place)) continue;
					// The first thing that a list leads to stands for all of its kind.
					const [inside] = (await linksOf(page, 'main')).filter(
						(link) => link.startsWith(`${place}/`) && !seen.has(link)
					);
					if (inside && !/\/(pdf|export|file)$/.test(inside)) await look(inside);
				}
				expect(complaints).toEqual([]);

				async function look(path: string): Promise<void> {
					seen.add(path);
					const kind = path.replace(/[0-9a-f-]{36}/g, 'id');
					if (checked.has(kind) && !pass.onPhone) return;
					const response = await page.goto(path);
					expect.soft(response?.status(), path).toBe(200);
					await settled();
					complaints.push(...(await faultsOf(page)).map((fault) => `${path}: ${fault}`));
					if (checked.has(kind)) return;
					checked.add(kind);
					complaints.push(...(await axeFaults(page, isFrameChecked ? { without: FRAME } : {})));
					isFrameChecked = true;
				}
			});
		}
	});
}

/** The paths that links inside some element lead to, without their queries. */
const linksOf = (page: Page, selector: string): Promise<string[]> =>
	page.evaluate(
		(inside) => [
			...new Set(
				[...document.querySelectorAll(inside)]
					.flatMap((element) => [...element.querySelectorAll<HTMLAnchorElement>('a[href]')])
					.map((link) => new URL(link.href))
					.filter(({ origin }) => origin === location.origin)
					.map(({ pathname }) => pathname)
			)
		],
		selector
	);

/** Gives what waits until the page's scripts have taken it over and all that they asked for has come. */
function settling(page: Page): () => Promise<void> {
	const underWay = new Set<Request>();
	// A stream of events lasts as long as the page.
	page.on('request', (request) => request.resourceType() !== 'eventsource' && underWay.add(request));
	for (const end of ['requestfinished', 'requestfailed'] as const)
		page.on(end as 'requestfinished', (request) => underWay.delete(request));
	return async () => {
		await takenOver(page);
		await expect.poll(() => underWay.size).toBe(0);
	};
}

/** What anybody would see to be wrong: words missing, a page wider than the screen, or longer than what it holds. */
async function faultsOf(page: Page): Promise<string[]> {
	const text = await page.locator('body').innerText();
	const { wide, empty } = await page.evaluate(() => {
		const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
		const bottom = Math.ceil(document.body.getBoundingClientRect().bottom + scrollY);
		return { wide: scrollWidth - clientWidth, empty: scrollHeight - Math.max(clientHeight, bottom) };
	});
	return [
		...(text.match(KEY) ?? []).map((key) => `no words for ${key}`),
		...(wide > 0 ? [`${wide} px too wide`] : []),
		...(empty > 1 ? [`${empty} px of nothing below`] : [])
	];
}
