import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/site';
import { announce, browserOf, complaintsOf } from './exam-stage';
import { inMinutes } from './story/stage';

const exam = '键盘统考';
const QUESTIONS = 6;
/** More stops than any page of the exam has. */
const MOST_STOPS = 150;

/** Presses Tab until the focus is there. */
async function reach(page: Page, target: Locator): Promise<void> {
	await expect(target).toBeVisible();
	for (let stops = 0; stops < MOST_STOPS; stops++) {
		if (await target.evaluate((element) => element === document.activeElement)) return;
		await page.keyboard.press('Tab');
	}
	throw new Error(`No key leads to ${target}`);
}

async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
	await reach(page, target);
	await page.keyboard.press(key);
}

/** Answers the question by whatever its kind is answered with. Returns what that was. */
async function answer(page: Page): Promise<string> {
	const form = page.locator('form[action^="?/answer"]');
	const [radios, boxes] = [form.getByRole('radio'), form.getByRole('checkbox')];
	const [lists, fields] = [form.getByRole('combobox'), form.getByRole('textbox')];
	if (await radios.count()) {
		// By the key of an option, and then by the arrows within the group.
		await page.keyboard.press('1');
		await expect(radios.first()).toBeChecked();
		await reach(page, radios.first());
		await page.keyboard.press('ArrowDown');
		await expect(radios.nth(1)).toBeChecked();
		return 'radio';
	}
	if (await boxes.count()) {
		await page.keyboard.press('b');
		await expect(boxes.nth(1)).toBeChecked();
		await press(page, boxes.first(), 'Space');
		await expect(boxes.first()).toBeChecked();
		return 'checkbox';
	}
	if (await lists.count()) {
		await press(page, lists.first(), 'ArrowDown');
		await expect(lists.first()).not.toHaveValue('');
		return 'list';
	}
	if (await fields.count()) {
		await reach(page, fields.first());
		await page.keyboard.type('12');
		return 'field';
	}
	await press(page, form.getByRole('button', { name: '就按这个顺序作答' }));
	return 'order';
}

test('a whole exam by keyboard only', async ({ browser, site }) => {
	test.setTimeout(240_000);
	const office = await browserOf(browser, site, 'JH0007');
	await announce(await office.newPage(), {
		...{ exam, opens: inMinutes(-1), until: inMinutes(60), minutes: 60 }
	});
	await office.close();

	const candidate = await browserOf(browser, site, 'JH0183');
	const page = await candidate.newPage();
	await page.goto('/exams');
	await press(page, page.getByRole('link', { name: exam }));
	await press(page, page.getByRole('button', { name: '报名', exact: true }));
	await press(page, page.getByRole('button', { name: '进入考试' }));
	await expect(page.getByRole('heading', { name: '考前须知' })).toBeVisible();
	const begin = page.getByRole('button', { name: '开始考试' });
	await expect(begin).toBeEnabled();
	await press(page, begin);

	const kinds = new Set<string>();
	for (let n = 1; n <= QUESTIONS; n++) {
		await expect(page.getByText(new RegExp(`^第 ${n} 题 / 共 ${QUESTIONS} 题`))).toBeVisible();
		kinds.add(await answer(page));
		await expect(page.getByText(new RegExp(`^已答 ${n} ·`))).toBeVisible();
		expect(await complaintsOf(page)).toEqual([]);
		// On by the button: where text is written no key is for the room.
		if (n < QUESTIONS) await press(page, page.getByRole('button', { name: '下一题' }));
	}
	expect(kinds.size).toBeGreaterThan(1);

	await test.step('back by the keys and by the overview, and marks for later', async () => {
		await press(page, page.getByRole('link', { name: /^第 2 题/ }));
		await expect(page.getByText(/^第 2 题 \/ /)).toBeVisible();
		await page.keyboard.press('p');
		await expect(page.getByText(/^第 1 题 \/ /)).toBeVisible();
		await page.keyboard.press('f');
		await expect(page.getByRole('button', { name: '取消标记' })).toHaveAttribute('aria-pressed', 'true');
		await page.keyboard.press('ArrowRight');
		await expect(page.getByText(/^第 2 题 \/ /)).toBeVisible();
	});

	await test.step('hands in', async () => {
		await press(page, page.getByRole('button', { name: '交卷' }));
		const dialog = page.getByRole('dialog');
		await expect(dialog.getByText('有 1 题做了标记。')).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
		await press(page, page.getByRole('button', { name: '交卷' }));
		await press(page, dialog.getByRole('button', { name: '确认交卷' }));
		await expect(page.getByRole('heading', { level: 1, name: '已交卷' })).toBeVisible();
		await expect(page.getByText(`共 ${QUESTIONS} 题，收到作答 ${QUESTIONS} 题。`)).toBeVisible();
	});
});
