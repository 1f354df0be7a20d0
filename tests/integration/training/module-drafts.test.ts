import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { notifications } from '$lib/features/notifications/tables.server';
import {
	acceptModuleDraft,
	addLesson,
	addQuestion,
	arrangeLessons,
	arrangeQuestions,
	discardModuleDraft,
	getDraftAbout,
	getDraftLesson,
	importLesson,
	listModuleDrafts,
	previewDraftLesson,
	publishModuleDraft,
	publishModules,
	restoreModule,
	retireModule,
	returnModuleDraft,
	saveDraftAbout,
	saveDraftCheck,
	saveDraftLesson,
	saveDraftQuestion,
	startModule,
	startModuleDraft,
	submitModuleDraft
} from '$lib/features/training/index.server';
import { checkOf } from '$lib/features/training/commands/save-draft-check.server';
import { markOf } from '$lib/features/training/drafts/load.server';
import { enrolments, moduleVersions } from '$lib/features/training/tables.server';
import type { Context } from '$lib/server/context';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import * as given from './draft';
import { changed, CODE, content, published } from './given';

const both = (zh: string, en = zh) => ({ 'zh-CN': zh, en });

describe('writing a module', () => {
	onEveryDatabase('module drafts', (world) => {
		let author: Context;
		let other: Context;
		let trainee: Context;
		beforeAll(async () => {
			await published(world);
			author = world.ctx(await givenPerson(world, { roles: ['author'], name: '甲' }));
			other = world.ctx(await givenPerson(world, { roles: ['trainingOfficer'], name: '乙' }));
			trainee = world.ctx(await givenPerson(world));
		});

		it('begins a new module and a next version, one draft at a time', async () => {
			const { draftId } = await startModuleDraft(author, { module: CODE });
			const draft = await given.contentOf(world, draftId);
			expect(draft.lessons.map(({ slug }) => slug)).toEqual(content.lessons.map(({ slug }) => slug));
			await expect(startModuleDraft(other, { module: CODE })).rejects.toMatchObject({
				code: 'training.draft.open'
			});
			await discardModuleDraft(author, { draftId });
			const race = await Promise.allSettled([
				startModuleDraft(author, { module: CODE }),
				startModuleDraft(other, { module: CODE })
			]);
			expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
			await expect(startModuleDraft(author, { module: 'nothing' })).rejects.toMatchObject({
				kind: 'not_found'
			});
			await expect(startModuleDraft(author, { code: CODE, title: both('x') })).rejects.toMatchObject({
				code: 'training.draft.code_taken'
			});
			for (const role of ['trainee', 'hrOfficer', 'auditor', 'administrator'] as const) {
				const ctx = world.ctx(await givenPerson(world, { roles: [role] }));
				await expect(startModuleDraft(ctx, { module: CODE })).rejects.toMatchObject({ kind: 'forbidden' });
			}
		});

		it('keeps what is typed with its problems, which stop submission alone', async () => {
			const { draftId } = await startModuleDraft(author, { code: 'half', title: both('半成品', '') });
			await addLesson(author, { draftId, slug: 'a', title: both('课', 'Lesson') });
			await expect(addLesson(author, { draftId, slug: 'a', title: both('课') })).rejects.toMatchObject({
				fields: { slug: 'training.draft.lesson_twice' }
			});
			const body = both('# 大标题\n\n![x](files/no.png)\n\n::question q1', '');
			await saveDraftLesson(author, await given.lessonForm(world, draftId, 'a', { body }));
			const { head } = await getDraftAbout(author, draftId);
			expect(head.problems.map(({ code }) => code)).toEqual(
				expect.arrayContaining([
					'missing.title',
					'missing.summary',
					'text.heading1',
					'text.file_unknown',
					'text.question_unknown',
					'text.empty',
					'missing.questions'
				])
			);
			await expect(given.submit(world, author, draftId)).rejects.toMatchObject({
				code: 'training.draft.has_problems'
			});
			await discardModuleDraft(author, { draftId });
			await expect(discardModuleDraft(author, { draftId })).rejects.toMatchObject({
				code: 'training.draft.moved'
			});
		});

		it('lets two write in different parts, and tells the second in the same part', async () => {
			const draftId = await given.givenDraft(world, author, 'together');
			const [about, first, second] = [
				await given.aboutForm(world, draftId, { creditMinutes: 45 }),
				await given.lessonForm(world, draftId, 'one', { body: both('甲的', 'of one') }),
				await given.lessonForm(world, draftId, 'one', { body: both('乙的', 'of the other') })
			];
			await saveDraftAbout(other, about);
			await saveDraftLesson(author, first);
			await expect(saveDraftLesson(other, second)).rejects.toMatchObject({ code: 'training.draft.changed' });
			const page = await getDraftLesson(other, draftId, 'one');
			expect(page.head.saved.by).toBe('甲');
			expect(page.lesson.body['zh-CN']).toBe('甲的');
			await saveDraftLesson(other, { ...second, over: page.seen });
			const row = await given.rowOf(world, draftId);
			expect(row.content.lessons[0]?.body['zh-CN']).toBe('乙的');
			expect(row.authors).toHaveLength(2);
			const fresh = await given.lessonForm(world, draftId, 'one');
			const race = await Promise.allSettled([
				saveDraftLesson(author, { ...fresh, body: both('一') }),
				saveDraftLesson(other, { ...fresh, body: both('二') })
			]);
			expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		});

		it('takes Markdown with front matter, pasted or as a file, and refuses broken front matter by line', async () => {
			const draftId = await given.givenDraft(world, author, 'pasted');
			const form = await given.lessonForm(world, draftId, 'one', {
				body: both('---\ntitle: 新标题\nminutes: 12\n---\n正文', 'Text')
			});
			await saveDraftLesson(author, form);
			expect((await given.contentOf(world, draftId)).lessons[0]).toMatchObject({
				...{ title: both('新标题', 'One'), minutes: 12, body: both('正文', 'Text') }
			});
			const bytes = Buffer.from('---\ntitle: x\nmood: good\n---\ntext');
			const seen = (await given.lessonForm(world, draftId, 'one')).seen;
			const file = { name: 'one.md', bytes };
			const bad = { draftId, seen, lesson: 'one', locale: 'en' as const, file };
			await expect(importLesson(author, bad)).rejects.toMatchObject({
				...{ code: 'training.draft.front_field', params: { line: 3, about: 'mood' } },
				fields: { file: 'training.draft.front_field' }
			});
			await importLesson(author, { ...bad, file: { name: 'one.md', bytes: Buffer.from('New text') } });
			expect((await given.contentOf(world, draftId)).lessons[0]?.body.en).toBe('New text');
			await expect(
				importLesson(author, {
					...bad,
					seen: (await given.lessonForm(world, draftId, 'one')).seen,
					file: { name: 'x.md', bytes: Buffer.from([0, 1, 2]) }
				})
			).rejects.toMatchObject({ kind: 'invalid' });
		});

		it('shows a text as learners would see it, with scripts gone, while it is typed', async () => {
			const draftId = await given.givenDraft(world, author, 'typed');
			const text = '<script>alert(1)</script>\n\n**strong** <img src=x onerror=alert(1)>\n\n::end';
			const { look, problems } = await previewDraftLesson(other, draftId, 'one', { locale: 'en', text });
			expect(JSON.stringify(look)).not.toMatch(/script|onerror|<img/);
			expect(JSON.stringify(look)).toContain('<strong>strong</strong>');
			expect(problems).toMatchObject([{ code: 'text.end_alone', line: 5, locale: 'en' }]);
			const ask = previewDraftLesson(trainee, draftId, 'one', { locale: 'en', text });
			await expect(ask).rejects.toMatchObject({ kind: 'forbidden' });
		});

		it('moves lessons and questions, and keeps the rules of the check', async () => {
			const draftId = await given.givenDraft(world, author, 'moved');
			await addLesson(author, { draftId, slug: 'two', title: both('二') });
			await arrangeLessons(author, { draftId, lesson: 'two', act: 'up' });
			await addQuestion(author, { draftId, place: 'check' });
			await arrangeQuestions(author, { draftId, place: 'check', question: 'q2', act: 'up' });
			const before = await given.contentOf(world, draftId);
			const rules = { passMark: 70, tries: 3, waitMinutes: 0 };
			await saveDraftCheck(author, { draftId, seen: markOf(checkOf(before)), ...rules });
			const draft = await given.contentOf(world, draftId);
			expect(draft.lessons.map(({ slug }) => slug)).toEqual(['two', 'one']);
			expect(draft.questions.map(({ id }) => id)).toEqual(['q2', 'q1']);
			expect([draft.passMark, draft.check]).toEqual([70, { tries: 3, waitMinutes: 0 }]);
			await arrangeLessons(author, { draftId, lesson: 'two', act: 'remove' });
			await arrangeQuestions(author, { draftId, place: 'check', question: 'q2', act: 'remove' });
			const form = await given.questionForm(world, draftId, 'check', 'q1');
			await expect(saveDraftQuestion(author, { ...form, seen: 'old' })).rejects.toMatchObject({
				code: 'training.draft.changed'
			});
			for (const refused of [
				() => arrangeLessons(author, { draftId, lesson: 'two', act: 'up' }),
				() => addQuestion(author, { draftId, place: 'two' }),
				() => arrangeQuestions(author, { draftId, place: 'check', question: 'q9', act: 'up' })
			])
				await expect(refused()).rejects.toMatchObject({ kind: 'not_found' });
		});

		it('is reviewed by somebody who did not write in it, and published as it was accepted', async () => {
			const draftId = await given.givenDraft(world, author, 'reviewed');
			const early = acceptModuleDraft(other, { ...(await given.revisionOf(world, draftId)), note: null });
			await expect(early).rejects.toMatchObject({ code: 'training.draft.moved' });
			await given.submit(world, author, draftId);
			const now = { ...(await given.revisionOf(world, draftId)), note: null };
			await expect(acceptModuleDraft(author, now)).rejects.toMatchObject({
				code: 'access.separation.author'
			});
			await expect(acceptModuleDraft(trainee, now)).rejects.toMatchObject({ kind: 'forbidden' });
			await expect(addLesson(author, { draftId, slug: 'late', title: both('x') })).rejects.toMatchObject({
				code: 'training.draft.not_open'
			});
			await returnModuleDraft(other, { draftId, note: '请补例子' });
			expect(await given.rowOf(world, draftId)).toMatchObject({ state: 'writing', reviewNote: '请补例子' });
			await given.submit(world, author, draftId);
			const stale = { draftId, revision: now.revision + 7, note: null };
			await expect(acceptModuleDraft(other, stale)).rejects.toMatchObject({ code: 'training.draft.newer' });
			const race = await Promise.allSettled([
				acceptModuleDraft(other, now),
				returnModuleDraft(author, { draftId, note: '收回' })
			]);
			expect(race.some(({ status }) => status === 'fulfilled')).toBe(true);
			if ((await given.rowOf(world, draftId)).state === 'writing') await given.submit(world, author, draftId);
			if ((await given.rowOf(world, draftId)).state === 'submitted') await acceptModuleDraft(other, now);
			await expect(publishModuleDraft(trainee, now)).rejects.toMatchObject({ kind: 'forbidden' });
			const both2 = await Promise.allSettled([
				publishModuleDraft(author, now),
				publishModuleDraft(other, now)
			]);
			expect(both2.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
			const [version] = await world.db
				.select()
				.from(moduleVersions)
				.where(eq(moduleVersions.id, (await given.rowOf(world, draftId)).versionId!));
			expect(version).toMatchObject({
				...{ version: 1, authorId: author.actor.kind === 'person' && author.actor.personId },
				reviewerId: other.actor.kind === 'person' && other.actor.personId
			});
			const told = await world.db.select({ kind: notifications.kind }).from(notifications);
			expect(told.map(({ kind }) => kind)).toEqual(
				expect.arrayContaining(['module.submitted', 'module.returned', 'module.accepted'])
			);
			expect((await listModuleDrafts(author)).map(({ code }) => code)).not.toContain('reviewed');
		});

		it('gives people the version that they began when a newer one is published', async () => {
			const first = await given.givenDraft(world, author, 'twice');
			await given.publish(world, author, other, first);
			const { enrolmentId } = await startModule(trainee, { module: 'twice' });
			const { draftId } = await startModuleDraft(author, { module: 'twice' });
			await saveDraftLesson(
				author,
				await given.lessonForm(world, draftId, 'one', { body: both('第二版', 'Second') })
			);
			expect(await given.publish(world, author, other, draftId)).toMatchObject({ version: 2 });
			expect((await startModule(trainee, { module: 'twice' })).enrolmentId).toBe(enrolmentId);
			const [mine] = await world.db.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
			expect(mine?.moduleVersionId).toBe((await given.rowOf(world, first)).versionId);
			await expect(
				world.db
					.update(moduleVersions)
					.set({ version: 9 })
					.where(eq(moduleVersions.id, mine!.moduleVersionId))
			).rejects.toThrow();
		});

		it('refuses modules that require each other, by name, also when the circle closes between two drafts', async () => {
			const [a, b] = [
				await given.givenDraft(world, author, 'ring-a'),
				await given.givenDraft(world, author, 'ring-b')
			];
			for (const id of [a, b]) await given.publish(world, author, other, id);
			const next = async (module: string, requires: string) => {
				const { draftId } = await startModuleDraft(author, { module });
				await saveDraftAbout(author, await given.aboutForm(world, draftId, { requires: [requires] }));
				await given.submit(world, author, draftId);
				await acceptModuleDraft(other, { ...(await given.revisionOf(world, draftId)), note: null });
				return draftId;
			};
			const drafts = [await next('ring-a', 'ring-b'), await next('ring-b', 'ring-a')];
			const revisions = await Promise.all(drafts.map((id) => given.revisionOf(world, id)));
			const race = await Promise.allSettled(revisions.map((one) => publishModuleDraft(other, one)));
			expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
			const late = drafts[race.findIndex(({ status }) => status === 'rejected')]!;
			const { head } = await getDraftAbout(author, late);
			expect(head.problems).toMatchObject([{ code: 'requires.cycle' }]);
			expect(head.problems[0]?.params['modules']).toMatch(/模块 ring-a → 模块 ring-b → 模块 ring-a/);
			await expect(publishModules(world.ctx(), [changed({ version: 7, requires: [CODE] })])).rejects.toThrow(
				`a cycle of prerequisites: ${CODE} -> ${CODE}`
			);
		});

		it('retires a module and brings it back', async () => {
			const draftId = await given.givenDraft(world, author, 'resting');
			await given.publish(world, author, other, draftId);
			await expect(retireModule(trainee, { module: 'resting' })).rejects.toMatchObject({ kind: 'forbidden' });
			const race = await Promise.allSettled([
				retireModule(author, { module: 'resting' }),
				retireModule(other, { module: 'resting' })
			]);
			expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
			await expect(startModule(trainee, { module: 'resting' })).rejects.toMatchObject({ kind: 'conflict' });
			await restoreModule(author, { module: 'resting' });
			await expect(restoreModule(author, { module: 'resting' })).rejects.toMatchObject({ kind: 'conflict' });
			await startModule(trainee, { module: 'resting' });
			await expect(submitModuleDraft(author, { draftId, revision: 1 })).rejects.toMatchObject({
				kind: 'conflict'
			});
		});
	});
});
