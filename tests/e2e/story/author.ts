import { expect, type Page } from '@playwright/test';
import { webmOf } from '../../support/webm';

export const CODE = 'reading-statements';
export const TITLE = '读懂财务报表';

const both = async (page: Page, name: string, zh: string, en: string) => {
	await page.locator(`[name="${name}.zh-CN"]`).fill(zh);
	await page.locator(`[name="${name}.en"]`).fill(en);
};
const save = async (page: Page) => {
	await page.getByRole('button', { name: '保存', exact: true }).click();
	await expect(page.getByText('已保存。').first()).toBeVisible();
};
/** Opens a draft's section by its tab. */
const tab = (page: Page, name: RegExp) =>
	page.getByRole('navigation', { name: '草稿的各部分' }).getByRole('link', { name }).click();

/** A new module with what it is about. */
export async function begin(page: Page): Promise<void> {
	await page.goto('/staff/modules');
	await page.getByRole('link', { name: '新建模块' }).click();
	await both(page, 'title', TITLE, 'Reading statements');
	await page.locator('[name="code"]').fill(CODE);
	await page.getByRole('button', { name: '开始编写' }).click();
	await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
	await both(page, 'summary', '三张报表怎样互相印证。', 'How the three statements confirm each other.');
	await both(page, 'outcomes', '能看出虚增的收入', 'Spot inflated income');
	await page.locator('[name="knowledgeArea"]').selectOption('enterprise');
	await page.locator('[name="creditMinutes"]').fill('30');
	await save(page);
}

/** The pictures of the lesson: one, a video of two seconds made of it, and captions; a film of the wrong kind is refused. */
export async function addFiles(page: Page): Promise<void> {
	await tab(page, /^文件/);
	const [png, webp] = await page.evaluate(() => {
		const canvas = document.createElement('canvas');
		[canvas.width, canvas.height] = [320, 180];
		const pen = canvas.getContext('2d')!;
		for (const [index, colour] of ['#0f766e', '#f59e0b', '#334155'].entries()) {
			pen.fillStyle = colour;
			pen.fillRect(index * 110, 20 + index * 30, 90, 140);
		}
		return ['image/png', 'image/webp'].map((type) => canvas.toDataURL(type).split(',')[1]!);
	});
	// Once scripts run, several files go at once.
	const input = page.locator('input[type="file"][multiple]');
	const captions = 'WEBVTT\n\n00:00.000 --> 00:01.800\n三张报表互相印证\n';
	await input.setInputFiles([
		{ name: '三张报表.png', mimeType: 'image/png', buffer: Buffer.from(png!, 'base64') },
		{ name: 'talk.webm', mimeType: 'video/webm', buffer: webmOf(Buffer.from(webp!, 'base64'), 2) },
		{ name: 'talk.zh-CN.vtt', mimeType: 'text/vtt', buffer: Buffer.from(captions) }
	]);
	for (const name of ['三张报表.png', 'talk.webm', 'talk.zh-CN.vtt'])
		await expect(page.getByRole('link', { name })).toBeVisible();
	const film = Buffer.concat([Buffer.from([0, 0, 0, 20]), Buffer.from('ftypqt  '), Buffer.alloc(200)]);
	await input.setInputFiles([{ name: 'film.mp4', mimeType: 'video/mp4', buffer: film }]);
	await expect(page.getByText('浏览器无法播放这种视频（qt）')).toBeVisible();
	await page.reload();
	await expect(page.getByRole('link', { name: 'film.mp4' })).toHaveCount(0);
}

async function fillQuestion(page: Page, stem: string, right: string, wrong: string): Promise<void> {
	await both(page, 'stem', stem, `EN ${stem.length}`);
	await both(page, 'options.a.text', right, 'Right');
	await both(page, 'options.b.text', wrong, 'Wrong');
	await both(page, 'options.b.feedback', '请再看一遍正文。', 'Please read it once more.');
	await page.locator('input[name="correct[]"][value="a"]').check();
	await both(page, 'explanation', '收入要有现金印证。', 'Income needs cash behind it.');
	await save(page);
}

/** A lesson with everything in it; Markdown that would run does nothing. */
export async function writeLesson(page: Page): Promise<void> {
	await tab(page, /^课程内容/);
	await expect(page.getByRole('heading', { name: '添加一课' })).toBeVisible();
	await both(page, 'title', '三张报表', 'Three statements');
	await page.locator('[name="slug"]').fill('three-statements');
	await page.getByRole('button', { name: '添加一课' }).click();
	await page.getByRole('button', { name: '添加题目' }).click();
	await fillQuestion(page, '利润大增而经营现金流为负，先看什么？', '应收账款', '员工人数');
	await page.getByRole('link', { name: '三张报表', exact: true }).click();
	await expect(page.getByRole('heading', { name: '文中题目' })).toBeVisible();
	await page.locator('[name="minutes"]').fill('5');
	await page.getByRole('checkbox', { name: '看完视频，不能跳过' }).check();
	await page.getByRole('checkbox', { name: '回答文中的题目' }).check();
	const video = '::video files/talk.webm captions=files/talk.zh-CN.vtt';
	await page
		.locator('[name="body.zh-CN"]')
		.fill(
			`## 从现金看起\n\n<script>window.ran = 1</script><img src=x onerror="window.ran = 1">\n\n![三根柱子](files/三张报表.png "示意")\n\n${video} 三张报表\n\n::question q1\n\n::question q9`
		);
	const preview = page.getByRole('region', { name: '预览：中文' });
	await expect(preview.getByRole('heading', { name: '从现金看起' })).toBeVisible();
	await expect(page.getByText('这一课没有题目 q9。')).toBeVisible();
	await expect(preview.locator('img')).toHaveCount(1);
	expect(await page.evaluate(() => (window as { ran?: number }).ran)).toBeUndefined();
	const text = `## 从现金看起\n\n![三根柱子](files/三张报表.png "示意")\n\n${video} 三张报表\n\n::question q1`;
	await page.locator('[name="body.zh-CN"]').fill(text);
	await page
		.locator('[name="body.en"]')
		.fill(`## Cash first\n\n![Three bars](files/三张报表.png)\n\n${video} Three statements\n\n::question q1`);
	await save(page);
}

/** The check, and then the whole draft goes to a reviewer; its author cannot accept it. */
export async function submit(page: Page): Promise<void> {
	await tab(page, /^测验/);
	await expect(page.getByRole('heading', { name: '测验规则' })).toBeVisible();
	await page.getByRole('button', { name: '添加题目' }).click();
	await fillQuestion(page, '三张报表里，利润由哪一张说明？', '利润表', '现金流量表');
	await tab(page, /^概况/);
	await expect(page.getByRole('heading', { name: '概况' })).toBeVisible();
	await expect(page.getByText('两种语言都完整，可以提交审核。')).toBeVisible();
	await page.getByRole('button', { name: '提交审核' }).click();
	await expect(page.getByText('待审核').first()).toBeVisible();
	await expect(page.getByRole('button', { name: '通过审核' })).toHaveCount(0);
}

/** Another person accepts and publishes it. */
export async function acceptAndPublish(page: Page): Promise<void> {
	await page.goto('/staff/modules?show=review');
	await page.getByRole('link', { name: TITLE }).click();
	await page.getByRole('button', { name: '通过审核' }).first().click();
	await page.getByRole('dialog').getByRole('button', { name: '通过审核' }).click();
	await expect(page.getByText('已通过审核').first()).toBeVisible();
	await page.getByRole('button', { name: '发布', exact: true }).first().click();
	await page.getByRole('dialog').getByRole('button', { name: '发布', exact: true }).click();
	await page.waitForURL(`**/staff/modules/${CODE}?version=1`);
}

/** A learner reads it, watches, answers, and passes the check. */
export async function complete(page: Page): Promise<void> {
	await page.goto(`/training/${CODE}`);
	await page.getByRole('button', { name: /开始/ }).first().click();
	await expect(page.getByRole('heading', { name: '从现金看起' })).toBeVisible();
	const picture = page.locator('figure img');
	await picture.scrollIntoViewIfNeeded();
	await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(320);
	const film = page.locator('video');
	await film.evaluate((video: HTMLVideoElement) => {
		video.muted = true;
		void video.play();
	});
	await expect
		.poll(() => film.evaluate((video: HTMLVideoElement) => video.ended), { timeout: 60_000 })
		.toBe(true);
	expect(await film.evaluate((video: HTMLVideoElement) => video.textTracks[0]?.cues?.length)).toBe(1);
	await page.getByText('应收账款').click();
	await page
		.getByRole('button', { name: /提交|作答|回答/ })
		.first()
		.click();
	await expect(page.getByText('收入要有现金印证。')).toBeVisible();
	await page.getByRole('button', { name: /学完/ }).click();
	await page.waitForURL(`**/training/${CODE}/check`);
	await page.getByText('利润表', { exact: true }).click();
	await page.getByRole('button', { name: /交卷|提交/ }).click();
	await expect(page.getByText('本模块已完成，计 0.5 学时。')).toBeVisible();
}
