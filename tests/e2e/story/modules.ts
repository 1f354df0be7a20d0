import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { parse } from 'yaml';
import { root } from '../../support/serve';

export interface Words {
	'zh-CN': string;
	en: string;
}
export interface Question {
	id: string;
	stem: Words;
	options: { text: Words; correct?: boolean; feedback?: Words }[];
	explanation: Words;
}
export interface Module {
	code: string;
	title: Words;
	check: { waitMinutes: number };
	lessons: { slug: string; title: Words }[];
}
/** The questions of a module's check, and those inside its lessons. */
export interface Sheet {
	questions: Question[];
	lessons: Record<string, Question[]>;
}

const read = <T>(path: string) => parse(readFileSync(join(root, 'content/modules', path), 'utf8')) as T;
/** A module of the content, by its folder. */
export const readModule = (folder: string): Module => read(`${folder}/module.yaml`);
export const readSheet = (folder: string): Sheet => read(`${folder}/check.yaml`);

/** Answers every question of the check, rightly or not, and hands in. */
export async function answerCheck(page: Page, { questions }: Sheet, rightly: boolean): Promise<void> {
	for (const { stem, options } of questions) {
		const question = page.getByRole('group', { name: stem['zh-CN'] });
		const chosen = options.filter(({ correct }) => Boolean(correct) === rightly);
		for (const option of rightly ? chosen : chosen.slice(0, 1))
			await question.getByLabel(option.text['zh-CN'], { exact: true }).check();
	}
	await page.getByRole('button', { name: '交卷' }).click();
}
