import { and, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
	commentOnPaper,
	getPaper,
	getSwap,
	papersAwaiting,
	reviewItems,
	reviewPaper,
	sealPaper,
	submitPaper,
	swapItem,
	withdrawPaper
} from '$lib/features/bank/index.server';
import { loadQuestions } from '$lib/features/bank/paper-load.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { ANNOUNCED } from '../exams/given';
import { givenApproved, givenPapers, paperOf, replaceable, seen } from './given-papers';

onEveryDatabase('papers', (world) => {
	it('have items swapped: first those that break nothing, and what the others would break', async () => {
		const { crew, ids } = await givenPapers(world, 1);
		const paperId = ids[0]!;
		const ctx = world.ctx(crew.author, ANNOUNCED);
		const position = await replaceable(world, paperId);
		const first = await getSwap(ctx, paperId, position, {});
		expect(first.candidates.length).toBeGreaterThan(0);
		for (const { area, broken } of first.candidates)
			expect({ area, broken }).toEqual({ area: first.out.area, broken: 0 });
		await swapItem(ctx, { ...(await seen(world, paperId)), position, itemId: first.candidates[0]!.id });
		const questions = await loadQuestions(world.db, [paperId]);
		expect(questions.map(({ code }) => code)).toContain(first.candidates[0]!.code);
		expect(questions.map(({ code }) => code)).not.toContain(first.out.code);
		expect((await paperOf(world, paperId)).editorIds).toEqual([crew.author.id]);

		const place = await replaceable(world, paperId, 'law');
		const search = await getSwap(ctx, paperId, place, { q: 'ETHICS' });
		const into = search.candidates[0]!;
		expect(into.broken).toBe(2);
		const look = await getSwap(ctx, paperId, place, { with: into.id });
		expect(look.chosen!.changes.filter(({ verdict }) => !verdict.met)).toHaveLength(2);
		await swapItem(ctx, { ...(await seen(world, paperId)), position: place, itemId: into.id });
		const paper = await getPaper(ctx, paperId);
		expect(
			paper.proof.verdicts
				.filter(({ met }) => !met)
				.map(({ cell }) => cell?.area)
				.sort()
		).toEqual(['ethics', 'law']);
		await expect(submitPaper(ctx, { ...(await seen(world, paperId)), comment: null })).rejects.toMatchObject({
			...{ code: 'bank.paper.broken', params: { count: 2 } }
		});
		await expect(
			swapItem(ctx, { ...(await seen(world, paperId)), position: 2, itemId: into.id })
		).rejects.toMatchObject({ code: 'bank.paper.twice' });
		await expect(
			swapItem(ctx, { ...(await seen(world, paperId)), position: 99, itemId: into.id })
		).rejects.toMatchObject({ kind: 'not_found' });
	});

	it('are changed by one editor at a time', async () => {
		const { crew, ids } = await givenPapers(world, 1);
		const paperId = ids[0]!;
		const ctx = world.ctx(crew.author, ANNOUNCED);
		const position = await replaceable(world, paperId);
		const { candidates } = await getSwap(ctx, paperId, position, {});
		const both = await Promise.allSettled(
			[0, 1].map(async (i) =>
				swapItem(ctx, { paperId, revision: 1, position, itemId: candidates[i % candidates.length]!.id })
			)
		);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { code: 'bank.paper.changed' }
		});
	});

	it('are reviewed by another person, who gives back with a reason or approves', async () => {
		const { crew, ids } = await givenPapers(world, 1);
		const paperId = ids[0]!;
		const author = world.ctx(crew.author, ANNOUNCED);
		const reviewer = world.ctx(crew.reviewer, ANNOUNCED);
		await submitPaper(author, { ...(await seen(world, paperId)), comment: '请审' });
		const approve = async () => ({ ...(await seen(world, paperId)), to: 'approved' as const, comment: null });
		await expect(reviewPaper(author, await approve())).rejects.toMatchObject({ kind: 'forbidden' });
		const both = await givenPerson(world, { roles: ['author', 'itemReviewer'] });
		await commentOnPaper(reviewer, { paperId, body: '第三题偏难' });
		await reviewPaper(reviewer, { ...(await seen(world, paperId)), to: 'draft', comment: '换掉第三题' });
		// Whoever changes it does not review it, even if somebody else asked for it.
		const position = await replaceable(world, paperId);
		const { candidates } = await getSwap(world.ctx(both, ANNOUNCED), paperId, position, {});
		await swapItem(world.ctx(both, ANNOUNCED), {
			...(await seen(world, paperId)),
			...{ position, itemId: candidates[0]!.id }
		});
		await submitPaper(author, { ...(await seen(world, paperId)), comment: null });
		await expect(reviewPaper(world.ctx(both, ANNOUNCED), await approve())).rejects.toMatchObject({
			code: 'access.separation.setter'
		});
		expect((await getPaper(world.ctx(both, ANNOUNCED), paperId)).own).toBe(true);
		await reviewPaper(reviewer, await approve());
		const paper = await getPaper(author, paperId);
		expect(paper).toMatchObject({ status: 'approved', reviewer: crew.reviewer.name });
		expect(paper.comments.map(({ body }) => body).sort()).toEqual(['换掉第三题', '第三题偏难', '请审']);
		await expect(reviewPaper(reviewer, await approve())).rejects.toMatchObject({ code: 'bank.paper.status' });
	});

	it('tell those who may take the next step, and stand on their desks', async () => {
		const { crew, ids } = await givenPapers(world, 1);
		const paperId = ids[0]!;
		const [author, reviewer, officer] = [crew.author, crew.reviewer, crew.officer].map((one) =>
			world.ctx(one, ANNOUNCED)
		);
		const both = await givenPerson(world, { roles: ['author', 'itemReviewer'] });
		const position = await replaceable(world, paperId);
		const { candidates } = await getSwap(world.ctx(both, ANNOUNCED), paperId, position, {});
		await swapItem(world.ctx(both, ANNOUNCED), {
			...(await seen(world, paperId)),
			...{ position, itemId: candidates[0]!.id }
		});
		const waiting = async (ctx: typeof author) => {
			const { review, seal, own } = await papersAwaiting(ctx!);
			const has = (list: { id: string }[]) => list.some(({ id }) => id === paperId);
			return { review: has(review), seal: has(seal), own: has(own) };
		};
		const told = async (person: { id: string }) => {
			const rows = await world.db
				.select({ kind: notifications.kind })
				.from(notifications)
				.where(
					and(eq(notifications.personId, person.id), eq(notifications.href, `/staff/papers/${paperId}`))
				);
			return rows.map(({ kind }) => kind);
		};
		expect(await waiting(author)).toEqual({ review: false, seal: false, own: true });
		await submitPaper(author!, { ...(await seen(world, paperId)), comment: null });
		expect(await waiting(reviewer)).toMatchObject({ review: true, seal: false });
		expect(await waiting(world.ctx(both, ANNOUNCED))).toMatchObject({ review: false });
		expect(await told(crew.reviewer)).toContain('bank.paper.submitted');
		expect(await told(both)).not.toContain('bank.paper.submitted');
		await reviewPaper(reviewer!, { ...(await seen(world, paperId)), to: 'approved', comment: null });
		expect(await waiting(officer)).toMatchObject({ seal: true });
		expect(await told(crew.officer)).toContain('bank.paper.to_seal');
		expect(await waiting(author)).toEqual({ review: false, seal: false, own: false });
	});

	it('are not approved or sealed once an item of theirs is no longer ready', async () => {
		const { crew, paperId } = await givenApproved(world);
		const [question] = await loadQuestions(world.db, [paperId]);
		const reviewer = world.ctx(crew.reviewer, ANNOUNCED);
		await reviewItems(reviewer, { itemIds: [question!.itemId], to: 'quarantined', comment: '存疑' });
		const seal = async () =>
			sealPaper(world.ctx(crew.officer, ANNOUNCED), {
				...(await seen(world, paperId)),
				openers: [crew.approver.employeeNo]
			});
		await expect(seal()).rejects.toMatchObject({ code: 'bank.paper.broken' });
		const paper = await getPaper(world.ctx(crew.author, ANNOUNCED), paperId);
		expect(paper.proof.verdicts.filter(({ met }) => !met).map(({ what }) => what)).toContain('unknown');
		await reviewItems(reviewer, { itemIds: [question!.itemId], to: 'ready' });
		await seal();
		expect((await paperOf(world, paperId)).status).toBe('sealed');
	});

	it('are withdrawn for good with a reason', async () => {
		const { crew, ids } = await givenPapers(world, 1);
		const paperId = ids[0]!;
		const input = { ...(await seen(world, paperId)), comment: '不用了' };
		await expect(withdrawPaper(world.ctx(crew.reviewer, ANNOUNCED), input)).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await withdrawPaper(world.ctx(crew.author, ANNOUNCED), input);
		expect((await paperOf(world, paperId)).status).toBe('withdrawn');
		await expect(
			submitPaper(world.ctx(crew.author, ANNOUNCED), { ...(await seen(world, paperId)), comment: null })
		).rejects.toMatchObject({ code: 'bank.paper.status' });
	});

	it('show their matrix to those who read papers, and their questions only to those who read the bank', async () => {
		const { crew, ids } = await givenPapers(world, 1);
		const officer = await getPaper(world.ctx(crew.officer, ANNOUNCED), ids[0]!);
		expect(officer.questions).toBeNull();
		expect(officer.proof.rows.length).toBeGreaterThan(0);
		expect(JSON.stringify(officer)).not.toContain('题干');
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		expect((await getPaper(world.ctx(auditor, ANNOUNCED), ids[0]!)).questions).toHaveLength(12);
		const trainee = await givenPerson(world);
		await expect(getPaper(world.ctx(trainee, ANNOUNCED), ids[0]!)).rejects.toMatchObject({
			kind: 'not_found'
		});
	});
});
