import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Aliases, Question } from '$lib/features/bank';
import { reviewItems } from '$lib/features/bank/index.server';
import { itemExposures, itemKeys, items, itemVersions } from '$lib/features/bank/tables.server';
import {
	createSitting,
	exportPlan,
	exportTickets,
	getOwnPlace,
	getResult,
	getSitting,
	examFacts,
	findOpenSittings,
	handInAttempt,
	listShownTo,
	measureItems,
	passedAttempts,
	registerForSitting,
	renderOwnTicket,
	saveAnswers,
	sittingsAwaitingRelease,
	startAttempt,
	addRoom,
	withdrawRegistration
} from '$lib/features/exams/index.server';
import { issueCertificates } from '$lib/features/certificates/index.server';
import { attemptItems } from '$lib/features/exams/tables.server';
import { submitCheck } from '$lib/features/training/index.server';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { rightAnswer } from '../../../drizzle/seed/demo/answers';
import * as certificates from '../certificates/given';
import * as training from '../training/given';
import {
	after,
	ANNOUNCED,
	givenBank,
	givenRelease,
	givenItems,
	givenSitting,
	keepTimeUntil,
	plan,
	question,
	REGISTERING,
	STARTED,
	times
} from './given';

const none = { modules: [], before: null, shadowingMinutes: 0, waitDays: 0, perYear: null };
const CLOSED = after(times.closesAt, 120_000);
const DAY = 86_400_000;

async function givenAsking(world: World, eligibility: object, change: object = {}): Promise<string> {
	const { officer, blueprintId } = await givenBank(world);
	const input = { ...plan(blueprintId), eligibility: { ...none, ...eligibility }, ...change };
	return (await createSitting(world.ctx(officer, ANNOUNCED), input)).id;
}
const register = (world: World, who: GivenPerson, sittingId: string, now = REGISTERING) =>
	registerForSitting(world.ctx(who, now), { sittingId });
const reasonsOf = async (world: World, who: GivenPerson, sittingId: string) =>
	(await getOwnPlace(world.ctx(who, REGISTERING), sittingId)).reasons;

/** Everything so much later: another sitting of the same grade. */
const later = (days: number) => ({
	registrationOpensAt: times.registrationOpensAt,
	registrationClosesAt: after(times.registrationClosesAt, days * DAY),
	opensAt: after(times.opensAt, days * DAY),
	closesAt: after(times.closesAt, days * DAY)
});

/** A practice question in the bank: what rehearsals ask. */
async function givenPractice(world: World): Promise<void> {
	if (world.made.get('practice')) return;
	const { author, reviewer } = await givenBank(world);
	await givenItems(world, author, [{ ...question('law-901', 'single', ['c']), use: 'practice' }]);
	const [item] = await world.db.select().from(items).where(eq(items.code, 'law-901'));
	await reviewItems(world.ctx(reviewer, ANNOUNCED), { itemIds: [item!.id], to: 'ready' });
	world.made.set('practice', true);
}

onEveryDatabase('what registering asks', (world) => {
	it('tells what is missing in words, and lets in who has it', async () => {
		await training.published(world);
		const sittingId = await givenAsking(world, {
			modules: [training.CODE],
			before: { tier: 'assistant', by: 'either', months: 12 },
			shadowingMinutes: 600
		});
		const person = await givenPerson(world);
		const reasons = await reasonsOf(world, person, sittingId);
		expect(reasons.map(({ met }) => met)).toEqual([false, false, false]);
		expect(reasons[0]).toMatchObject({ rule: 'condition', href: `/training/${training.CODE}` });
		expect(reasons.map((one) => ('says' in one ? one.says : ''))).toEqual([
			expect.stringContaining(training.content.title['zh-CN']),
			expect.stringContaining('客户经理助理'),
			expect.stringContaining('10')
		]);
		await expect(register(world, person, sittingId)).rejects.toMatchObject({
			code: 'exams.register.ineligible',
			params: { missing: 3 }
		});
		const english = { ...world.ctx(person, REGISTERING), locale: 'en' as const };
		const [first] = (await getOwnPlace(english, sittingId)).reasons;
		expect(first).toMatchObject({ says: expect.stringContaining(training.content.title.en) });

		const open = await givenAsking(world, { modules: [training.CODE] });
		await training.givenReady(world, person, after(REGISTERING, -DAY));
		await submitCheck(world.ctx(person, after(REGISTERING, -DAY)), {
			module: training.CODE,
			version: 1,
			answers: training.answers()
		} as never);
		expect((await reasonsOf(world, person, open)).map(({ met }) => met)).toEqual([true]);
		await register(world, person, open);
		expect((await getSitting(world.ctx((await givenBank(world)).officer), open)).eligibility.modules).toEqual(
			[{ module: training.CODE, title: training.content.title }]
		);
	});

	it('refuses modules that do not exist', async () => {
		await expect(givenAsking(world, { modules: ['nothing'] })).rejects.toMatchObject({
			fields: { modules: 'app.field.choice' }
		});
	});

	it('takes a passed exam of the grade before', async () => {
		const sittingId = await givenAsking(world, { before: { tier: 'assistant', by: 'exam', months: 600 } });
		const passed = await certificates.givenSitting(world, { tier: 'assistant' });
		const person = await givenPerson(world);
		await certificates.givenAttempt(world, person, passed);
		expect((await reasonsOf(world, person, sittingId)).map(({ met }) => met)).toEqual([true]);
		await register(world, person, sittingId);
	});

	it('waits after a fail that is known, and counts exams of the year', async () => {
		await givenBank(world);
		const first = await givenSitting(world);
		const person = await givenPerson(world);
		await register(world, person, first);
		const ctx = world.ctx(person, STARTED);
		const { attemptId } = await startAttempt(ctx, { sittingId: first });
		await handInAttempt(ctx, { attemptId, unanswered: 12 });
		await keepTimeUntil(world, CLOSED);
		const soon = await givenAsking(world, { waitDays: 30, perYear: 1 }, later(10));
		const at = after(times.closesAt, DAY);
		const own = async (id: string) => (await getOwnPlace(world.ctx(person, at), id)).reasons;
		// Nobody is told of a fail by what registering asks before the results are out.
		expect(await own(soon)).toMatchObject([
			{ rule: 'waitDays', met: true, failedOn: null },
			{ rule: 'perYear', met: false, inYear: 1 }
		]);
		await givenRelease(world, first, CLOSED);
		expect(await own(soon)).toMatchObject([
			{ rule: 'waitDays', met: false, failedOn: '2026-03-06', from: '2026-04-05' },
			{ rule: 'perYear', met: false }
		]);
		const far = await givenAsking(world, { waitDays: 30, perYear: 2 }, later(40));
		expect((await own(far)).map(({ met }) => met)).toEqual([true, true]);
		await register(world, person, far, at);
		const third = await givenAsking(world, { perYear: 2 }, later(50));
		await expect(register(world, person, third, at)).rejects.toMatchObject({
			code: 'exams.register.ineligible'
		});
	});

	it('lets one into one of two at once where a year has one', async () => {
		const person = await givenPerson(world);
		const two = [await givenAsking(world, { perYear: 1 }), await givenAsking(world, { perYear: 1 })];
		const tried = await Promise.allSettled(two.map((id) => register(world, person, id)));
		expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});
});

onEveryDatabase('a rehearsal', (world) => {
	it('asks practice questions, takes no sealed papers, and needs some', async () => {
		const { officer, blueprintId } = await givenBank(world);
		const make = (change: object = {}) =>
			createSitting(world.ctx(officer, ANNOUNCED), { ...plan(blueprintId), rehearsal: true, ...change });
		await expect(make()).rejects.toMatchObject({ code: 'exams.sitting.rehearsal_none' });
		await expect(make({ paperIds: [blueprintId] })).rejects.toMatchObject({
			fields: { paperIds: 'exams.sitting.rehearsal_papers' }
		});
	});

	it('counts nowhere', async () => {
		await givenPractice(world);
		const { approver } = await givenBank(world);
		const sittingId = await givenAsking(
			world,
			{ perYear: 1, modules: [] },
			{ rehearsal: true, passPercent: 1 }
		);
		const person = await givenPerson(world);
		const ctx = world.ctx(person, STARTED);
		expect(await findOpenSittings(world.db, { ladder: 'bank', now: REGISTERING })).not.toContainEqual(
			expect.objectContaining({ id: sittingId })
		);
		await register(world, person, sittingId);
		const { attemptId } = await startAttempt(ctx, { sittingId });
		const paper = await world.db.select().from(attemptItems).where(eq(attemptItems.attemptId, attemptId));
		expect(paper).toHaveLength(1);
		const [key] = await world.db
			.select()
			.from(itemKeys)
			.where(eq(itemKeys.itemVersionId, paper[0]!.itemVersionId));
		const given = rightAnswer(key!.question as Question, key!.aliases as Aliases);
		const answers = [{ position: 1, seq: 1, given, flagged: false }];
		await saveAnswers(ctx, { attemptId, answers });
		await handInAttempt(ctx, { attemptId, unanswered: 0 });
		await keepTimeUntil(world, CLOSED);
		expect(await sittingsAwaitingRelease(world.ctx(approver, CLOSED))).not.toContainEqual(
			expect.objectContaining({ id: sittingId })
		);
		await givenRelease(world, sittingId, CLOSED);
		await world.runJobs(CLOSED);
		await measureItems(world.ctx(undefined, CLOSED), { sittingId });
		expect(await getResult(world.ctx(person, CLOSED), { attemptId })).toMatchObject({ passed: true });
		expect(await passedAttempts(world.db, { sittingId })).toEqual([]);
		const facts = await examFacts(world.db, [person.id], { on: '2026-12-31' });
		expect(facts.get(person.id) ?? []).toEqual([]);
		expect(await world.db.select().from(itemExposures).where(eq(itemExposures.sittingId, sittingId))).toEqual(
			[]
		);
		const [version] = await world.db
			.select()
			.from(itemVersions)
			.where(eq(itemVersions.id, paper[0]!.itemVersionId));
		expect(await listShownTo(world.ctx(approver, CLOSED), version!.itemId)).toEqual([]);
		await expect(
			issueCertificates(world.ctx(undefined, CLOSED), { groundIds: [attemptId] })
		).rejects.toMatchObject({ kind: expect.any(String) });
		// Nor towards the exams of a year.
		const real = await givenAsking(world, { perYear: 1 });
		await register(world, person, real);
	});
});

onEveryDatabase('tickets and plans', (world) => {
	it('gives a ticket to who has a place, and all of them to who sets the sitting up', async () => {
		const sittingId = await givenAsking(world, {});
		const { officer, approver } = await givenBank(world);
		const ctx = world.ctx(officer, REGISTERING);
		await addRoom(ctx, {
			...{ sittingId, kind: 'site', name: '301', address: '总行三楼', places: 1 },
			...{ ipRanges: ['10.0.0.0/8'], entryWord: 'bcdf-2345', invigilators: [] }
		});
		const [a, b] = [await givenPerson(world), await givenPerson(world)];
		await register(world, a, sittingId);
		await register(world, b, sittingId);
		const own = (who: GivenPerson) =>
			renderOwnTicket(world.ctx(who, REGISTERING), sittingId, 'https://x.test');
		const ticket = await own(a);
		expect(ticket.name).toBe('2603-0001.pdf');
		expect(ticket.bytes.subarray(0, 5).toString()).toBe('%PDF-');
		expect(ticket.bytes.toString('latin1')).not.toContain('bcdf-2345');
		await expect(own(b)).rejects.toMatchObject({ kind: 'not_found' });
		const all = await exportTickets(ctx, { sittingId }, 'https://x.test');
		expect(all.subarray(0, 5).toString()).toBe('%PDF-');
		await expect(
			exportTickets(world.ctx(approver, REGISTERING), { sittingId }, 'https://x.test')
		).rejects.toMatchObject({ kind: 'forbidden' });
		const pdf = await exportPlan(ctx, { sittingId, format: 'pdf' });
		expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe('%PDF-');
		const xlsx = await exportPlan(ctx, { sittingId, format: 'xlsx' });
		expect(Buffer.from(xlsx).subarray(0, 2).toString()).toBe('PK');
		await expect(exportPlan(world.ctx(a, REGISTERING), { sittingId, format: 'pdf' })).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await withdrawRegistration(world.ctx(a, REGISTERING), { sittingId });
		await expect(own(a)).rejects.toMatchObject({ kind: 'not_found' });
		expect((await own(b)).name).toBe('2603-0002.pdf');
	});
});
