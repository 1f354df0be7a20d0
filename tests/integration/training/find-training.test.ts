import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import type { ModuleContent } from '$lib/content/module-format';
import { hashContent, type LoadedModule } from '$lib/content/modules.server';
import { readTrainingFilter } from '$lib/features/training';
import {
	findTraining,
	indexMissingLessons,
	publishModules,
	startModule
} from '$lib/features/training/index.server';
import { lessonTexts } from '$lib/features/training/tables.server';
import type { Locale } from '$lib/i18n/locales';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { content, module } from './given';

const T0 = new Date('2026-01-05T02:00:00Z');

function moduleOf(
	code: string,
	change: Partial<ModuleContent>,
	lessons: [string, string, string, string][]
): LoadedModule {
	const [sample] = content.lessons;
	const next: ModuleContent = {
		...content,
		...{ code, title: { 'zh-CN': `模块${code}`, en: `Module ${code}` }, ...change },
		lessons: lessons.map(([zh, en, bodyZh, bodyEn], i) => ({
			...{ slug: `l${i + 1}`, minutes: sample!.minutes, title: { 'zh-CN': zh, en } },
			body: { 'zh-CN': bodyZh, en: bodyEn }
		}))
	};
	return { ...module, position: 1, content: next, hash: hashContent(next) };
}

const law = moduleOf('law', { knowledgeArea: 'law', creditMinutes: 20, tiers: ['senior'] }, [
	[
		'反洗钱的要点',
		'Money laundering',
		'## 怎样识别\n\n受益所有人要<b>穿透</b>到自然人。\n\n## 报告\n\n可疑交易当天报告，不得泄露。',
		'## Who is it\n\nIdentify the beneficial owners.\n\n## Reports\n\nSuspicious transactions are reported the same day.'
	],
	['客户信息', 'Customer data', '客户，经理都要守住信息。', 'Guard the data of customers.']
]);
const credit = moduleOf('credit', { knowledgeArea: 'products', creditMinutes: 90, requires: [] }, [
	['三查', 'Three checks', '客户经理下户调查，写可疑之处。', 'Managers visit, and note what is suspicious.'],
	[
		'客户经理的报表课',
		'Reading accounts',
		'流动比率是流动资产除以流动负债。',
		'The current ratio is happiness for lenders.'
	]
]);

onEveryDatabase('find training', (world) => {
	let reader: GivenPerson;
	beforeAll(async () => {
		await publishModules(world.ctx(), [law, credit]);
		reader = await givenPerson(world);
		await startModule(world.ctx(reader, T0), { module: 'law' });
	});
	const find = (query: string, locale: Locale = 'zh-CN') =>
		findTraining({ ...world.ctx(reader, T0), locale }, readTrainingFilter(new URLSearchParams(query)));
	const lessons = async (query: string, locale?: Locale) =>
		(await find(query, locale)).hits.map(({ module: { code }, lesson }) => `${code}/${lesson}`);
	const marked = (segments: { text: string; marked: boolean }[]) =>
		segments.filter((one) => one.marked).map((one) => one.text);

	it('finds Chinese of two characters and more as they stand, titles first', async () => {
		expect(await lessons('q=客户经理')).toEqual(['credit/l2', 'credit/l1']);
		expect(await lessons('q=可疑')).toHaveLength(2);
		expect(await lessons('q=可疑交易')).toEqual(['law/l1']);
		expect(await lessons('q=可疑 客户')).toEqual(['credit/l1']);
		expect(await lessons('q=不存在')).toEqual([]);
	});

	it('shows the passage with the words marked and leads to their very place', async () => {
		const { hits } = await find('q=可疑交易');
		expect(hits[0]).toMatchObject({
			place: { id: 's-报告', title: '报告' },
			module: { state: 'inProgress' }
		});
		expect(marked(hits[0]!.passage)).toEqual(['可疑交易']);
		expect(hits[0]!.href).toBe(
			`/training/law/l1#${encodeURIComponent('s-报告')}:~:text=${encodeURIComponent('可疑交易')}`
		);
		// A lesson of a module that was not begun does not open.
		expect((await find('q=流动比率')).hits[0]).toMatchObject({ href: '/training/credit' });
		const bold = (await find('q=穿透')).hits[0]!.passage.map(({ text }) => text).join('');
		expect(bold).toContain('受益所有人要穿透到自然人');
	});

	it('finds English by the stem of its words', async () => {
		expect(await lessons('q=suspicious transaction', 'en')).toEqual(['law/l1']);
		expect(await lessons('q=identifying owner', 'en')).toEqual(['law/l1']);
		const [hit] = (await find('q=manager', 'en')).hits;
		expect(marked(hit!.passage)).toEqual(['Managers']);
		expect(marked((await find('q=happy', 'en')).hits[0]!.passage)).toEqual(['happiness']);
		expect(await lessons('q=the', 'en')).toEqual([]);
	});

	it('answers single characters by titles, and looks in the other language where theirs has nothing', async () => {
		expect(await lessons('q=查')).toEqual(['credit/l1']);
		expect(await lessons('q=表')).toEqual(['credit/l2']);
		expect(await find('q=beneficial')).toMatchObject({ language: 'en', hits: [{ lesson: 'l1' }] });
		expect(await find('q=beneficial', 'en')).toMatchObject({ language: 'en' });
	});

	it('filters by area, method, tier and length, with words and without', async () => {
		const codes = async (query: string) => (await find(query)).modules.map(({ code }) => code);
		expect(await codes('area=law')).toEqual(['law']);
		expect(await codes('length=long')).toEqual(['credit']);
		// A module that names no tier is meant for everybody.
		expect(await codes('tier=manager')).toEqual(['credit']);
		expect((await codes('tier=senior')).sort()).toEqual(['credit', 'law']);
		expect(await codes('method=classroom')).toEqual([]);
		expect(await lessons('q=可疑&area=products')).toEqual(['credit/l1']);
		expect(await lessons('q=可疑&length=short')).toEqual(['law/l1']);
		expect(await codes('q=模块law')).toEqual(['law']);
	});

	it('takes nothing of what is typed as a command', async () => {
		for (const q of ["'", '\\', "a' | 'b", '客户:*', '<script>', '%', '_', '! & |', '𠀀𠀁', 'a'.repeat(500)])
			await expect(find(`q=${encodeURIComponent(q)}`)).resolves.toBeDefined();
	});

	it('knows the latest version alone, and makes anew what is missing or of an older form', async () => {
		const newer = moduleOf('credit', { version: 2 }, [['全新的一课', 'All new', '授信额度。', 'Limits.']]);
		await publishModules(world.ctx(), [newer]);
		expect(await lessons('q=流动比率')).toEqual([]);
		expect(await lessons('q=授信额度')).toEqual(['credit/l1']);
		expect(await indexMissingLessons(world.ctx())).toEqual({ versions: 0 });
		await world.db.update(lessonTexts).set({ form: 0 }).where(eq(lessonTexts.lesson, 'l1'));
		await world.db.delete(lessonTexts).where(eq(lessonTexts.lesson, 'l2'));
		const both = await Promise.all([indexMissingLessons(world.ctx()), indexMissingLessons(world.ctx())]);
		expect(both.map(({ versions }) => versions).sort()).toEqual([0, 2]);
		expect(await lessons('q=守住信息')).toEqual(['law/l2']);
	});
});
