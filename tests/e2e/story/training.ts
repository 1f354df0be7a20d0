import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { parse } from 'yaml';
import { root } from '../../support/serve';
import type { Stage } from './stage';

interface Words {
	'zh-CN': string;
	en: string;
}
interface Question {
	stem: Words;
	type: 'single' | 'multiple' | 'trueFalse';
	options: { text: Words; correct?: boolean }[];
	explanation: Words;
}

const folder = join(root, 'content/modules/01-knowing-the-customer');
const read = (file: string) => parse(readFileSync(join(folder, file), 'utf8'));
export const module = read('module.yaml') as { title: Words; lessons: { title: Words }[] };
const { questions } = read('check.yaml') as { questions: Question[] };

/** Reads every lesson of the first module, leaving after the second one and coming back, and passes its check. */
export async function study(stage: Stage): Promise<void> {
	const { page } = stage;
	await stage.to('培训学习');
	await page.getByRole('link', { name: module.title['zh-CN'] }).first().click();
	await page.getByRole('button', { name: '开始学习' }).click();
	for (const [index, lesson] of module.lessons.entries()) {
		await expect(page.getByRole('heading', { level: 1, name: lesson.title['zh-CN'] })).toBeVisible();
		if (index === 2) {
			await stage.to('培训学习');
			await page.getByRole('link', { name: '继续学习' }).click();
			await expect(page.getByRole('heading', { level: 1, name: lesson.title['zh-CN'] })).toBeVisible();
		}
		await page.getByRole('button', { name: /^学完了/ }).click();
	}
	await expect(page.getByRole('heading', { level: 1, name: '模块测验' })).toBeVisible();
	for (const { stem, options } of questions) {
		const question = page.getByRole('group', { name: stem['zh-CN'] });
		for (const option of options.filter(({ correct }) => correct)) {
			await question.getByLabel(option.text['zh-CN'], { exact: true }).check();
		}
	}
	await expect(page.getByText(`已答 ${questions.length} / ${questions.length}`)).toBeVisible();
	await page.getByRole('button', { name: '交卷' }).click();
	await expect(page.getByText('通过了', { exact: true })).toBeVisible();
	await expect(page.getByText(/本模块已完成，计 [\d.]+ 学时/)).toBeVisible();
	await page.getByRole('link', { name: '回到我的培训' }).click();
	await expect(page.getByRole('link', { name: new RegExp(`${module.title['zh-CN']} .*完成`) })).toBeVisible();
	await expect(page.getByRole('main')).toContainText(/今年学时\s*[1-9]/);
}
