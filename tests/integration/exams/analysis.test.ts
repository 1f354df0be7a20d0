import { eq, inArray } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '$lib/features/exams/analysis/analyse';
import {
	analyseSitting,
	analysisFilterSchema,
	exportAnalysis,
	getAnalysedItem,
	getAnalysis,
	handInAttempt,
	hasAnalysis,
	markAttempts,
	saveAnswers,
	sweepAnalyses
} from '$lib/features/exams/index.server';
import {
	attemptItems,
	attemptResults,
	keyCorrections,
	resultHolds,
	sittingAnalyses,
	sittings
} from '$lib/features/exams/tables.server';
import type { Question } from '$lib/features/bank';
import { itemKeys } from '$lib/features/bank/tables.server';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson } from '../../support/world';
import {
	after,
	givenAttempt,
	givenBank,
	givenRelease,
	givenSitting,
	keepTimeUntil,
	STARTED,
	times
} from './given';

const CLOSED = after(times.closesAt, 60_000);
const LATER = after(CLOSED, 3_600_000);
const filter = (raw: object = {}) => analysisFilterSchema.parse(raw);

/** So many candidates, each with their first answers right and the others wrong, saved twenty seconds apart. */
async function givenSat(world: World, rights: readonly number[]) {
	const crew = await givenBank(world);
	const sittingId = await givenSitting(world);
	const sat = [];
	for (const right of rights) {
		const one = await givenAttempt(world, sittingId);
		for (const { position, right: good, wrong } of one.paper)
			await saveAnswers(world.ctx(one.candidate, after(STARTED, position * 20_000)), {
				attemptId: one.attemptId,
				answers: [{ position, seq: 1, given: position <= right ? good : wrong, flagged: false }]
			});
		await handInAttempt(world.ctx(one.candidate, after(STARTED, 300_000)), {
			attemptId: one.attemptId,
			unanswered: 0
		});
		sat.push(one);
	}
	return { ...crew, sittingId, sat };
}

const keptOf = async (world: World, sittingId: string) =>
	(await world.db.select().from(sittingAnalyses).where(eq(sittingAnalyses.sittingId, sittingId)))[0];
const figuresOf = async (world: World, sittingId: string) =>
	(await keptOf(world, sittingId))!.figures as Analysis;

onEveryDatabase('item analysis', (world) => {
	describe('the job', () => {
		it('counts what candidates had on their papers, once all is over and marked', async () => {
			const { sittingId, sat } = await givenSat(world, [12, 10, 8, 5, 3, 0]);
			await world.runJobs(after(STARTED, 300_000));
			await sweepAnalyses(world.ctx(undefined, after(times.closesAt, -1)));
			expect(await keptOf(world, sittingId)).toBeUndefined();
			await sweepAnalyses(world.ctx(undefined, CLOSED));
			const { all, forms, apart } = await figuresOf(world, sittingId);
			expect(all.test).toMatchObject({ candidates: 6, items: 12 });
			// 12 + 10 + 8 + 5 + 3 + 0 right of 72.
			expect(all.test.mean).toBeCloseTo(38 / 72, 12);
			expect(all.test.distribution[19]).toBe(1);
			expect(all.test.distribution[0]).toBe(1);
			expect(forms.reduce((sum, { test }) => sum + test.candidates, apart)).toBe(
				forms.length || apart ? 6 : 0
			);
			const drawn = await world.db
				.select({ id: attemptItems.itemVersionId, marks: attemptResults.marks })
				.from(attemptItems)
				.innerJoin(attemptResults, eq(attemptResults.attemptId, attemptItems.attemptId));
			const own = new Set(sat.map(({ attemptId }) => attemptId));
			const results = (await world.db.select().from(attemptResults)).filter(({ attemptId }) =>
				own.has(attemptId)
			);
			const marks = results.flatMap(
				(result) => result.marks as { itemVersionId: string; earnedHundredths: number }[]
			);
			expect(drawn.length).toBeGreaterThan(0);
			for (const item of all.items) {
				const had = marks.filter(({ itemVersionId }) => itemVersionId === item.id);
				expect(item.candidates).toBe(had.length);
				const right = had.filter(({ earnedHundredths }) => earnedHundredths > 0).length;
				expect(item.difficulty).toBeCloseTo(right / had.length, 12);
				expect(item.seconds).toEqual({ known: had.length, mean: 20, median: 20 });
				expect(item.options.at(-1)).toMatchObject({ id: null, chosen: 0 });
				const single = item.options.filter(({ id }) => id !== null && /^[a-d]$/.test(id));
				if (single.length) expect(single).toHaveLength(4);
			}
			expect(all.items.reduce((sum, { candidates }) => sum + candidates, 0)).toBe(72);
		});

		it('does nothing again, before everything is marked, or in a rehearsal', async () => {
			const { sittingId } = await givenSat(world, [6, 4]);
			const run = (now = CLOSED) => analyseSitting(world.ctx(undefined, now), { sittingId });
			expect(await run()).toBe(false);
			await world.runJobs(after(STARTED, 300_000));
			await world.db.update(sittings).set({ rehearsal: true }).where(eq(sittings.id, sittingId));
			expect(await run()).toBe(false);
			await world.db.update(sittings).set({ rehearsal: false }).where(eq(sittings.id, sittingId));
			const both = await Promise.all([run(), run()]);
			expect(both).toContain(true);
			expect(await run(LATER)).toBe(false);
			expect((await keptOf(world, sittingId))!.computedAt).toEqual(CLOSED);
		});

		it('is done anew when a key is corrected, and leaves annulled results out', async () => {
			const { sittingId, sat, approver } = await givenSat(world, [12, 12, 12, 0, 0, 0]);
			await keepTimeUntil(world, CLOSED);
			await sweepAnalyses(world.ctx(undefined, CLOSED));
			const attemptIds = sat.map(({ attemptId }) => attemptId);
			// Of all the papers: one of them alone may have none.
			const [asked] = await world.db
				.select({ id: attemptItems.itemVersionId, question: itemKeys.question })
				.from(attemptItems)
				.innerJoin(itemKeys, eq(itemKeys.itemVersionId, attemptItems.itemVersionId))
				.where(inArray(attemptItems.attemptId, attemptIds))
				.then((rows) => rows.filter(({ question }) => (question as Question).type === 'trueFalse'));
			const before = (await figuresOf(world, sittingId)).all.items.find(({ id }) => id === asked!.id)!;
			const question = asked!.question as Extract<Question, { type: 'trueFalse' }>;
			await world.db.insert(keyCorrections).values({
				...{ id: newId(LATER), sittingId, itemVersionId: asked!.id, madeAt: LATER },
				question: { ...question, correct: !question.correct }
			});
			await markAttempts(world.ctx(undefined, LATER), { attemptIds });
			await world.runJobs(after(LATER, 60_000));
			const now = (await figuresOf(world, sittingId)).all.items.find(({ id }) => id === asked!.id)!;
			expect(now.difficulty).toBeCloseTo(1 - before.difficulty, 12);
			expect(now.options.map(({ right }) => right).slice(0, 2)).toEqual(
				before.options.map(({ right }) => !right).slice(0, 2)
			);
			await world.db.insert(resultHolds).values({
				...{ id: newId(LATER), attemptId: attemptIds[0]!, reason: '替考', raisedBy: approver.id },
				...{ raisedAt: LATER, decision: 'annulled', decisionReason: '属实', decidedAt: LATER },
				decidedBy: approver.id
			});
			expect(await analyseSitting(world.ctx(undefined, LATER), { sittingId })).toBe(true);
			expect((await figuresOf(world, sittingId)).all.test.candidates).toBe(5);
		});
	});

	describe('its page', () => {
		it('is for readers of all results before the release, and for setters after it', async () => {
			const { sittingId, sat, author, reviewer, officer } = await givenSat(world, [12, 9, 7, 5, 2]);
			const ask = (who: { actor: typeof author.actor }) =>
				getAnalysis(world.ctx(who, LATER), sittingId, filter());
			expect(await ask(officer)).toMatchObject({ view: null, tooFew: null, computedAt: null });
			await keepTimeUntil(world, CLOSED);
			await sweepAnalyses(world.ctx(undefined, CLOSED));
			const local = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: sat[0]!.candidate.unit });
			const both = await givenPerson(world, { roles: ['hrOfficer', 'auditor'] });
			expect(await ask(officer)).toMatchObject({ sitting: { isReleased: false } });
			for (const who of [author, reviewer, local]) {
				await expect(ask(who)).rejects.toMatchObject({ code: 'staffAnalysis.before_release' });
				expect(await hasAnalysis(world.ctx(who, LATER), sittingId)).toBe(false);
			}
			await expect(ask(sat[0]!.candidate)).rejects.toMatchObject({ kind: 'forbidden' });
			await givenRelease(world, sittingId, LATER);
			for (const who of [author, reviewer, local, both]) {
				const { view } = await ask(who);
				expect(view!.test.candidates).toBe(5);
				expect(await hasAnalysis(world.ctx(who, LATER), sittingId)).toBe(true);
			}
			await expect(ask(sat[0]!.candidate)).rejects.toMatchObject({ kind: 'forbidden' });
		});

		it('names no candidate, and tells the options to readers of the bank alone', async () => {
			const { sittingId, sat, author, officer } = await givenSat(world, [12, 9, 7, 5, 2]);
			await keepTimeUntil(world, CLOSED);
			await sweepAnalyses(world.ctx(undefined, CLOSED));
			await givenRelease(world, sittingId, LATER);
			const list = await getAnalysis(world.ctx(author, LATER), sittingId, filter());
			const versionId = list.view!.items[0]!.id;
			const hr = await getAnalysedItem(world.ctx(officer, LATER), sittingId, versionId);
			const setter = await getAnalysedItem(world.ctx(author, LATER), sittingId, versionId);
			expect(hr.read).toBeNull();
			expect(JSON.stringify(hr)).not.toMatch(/题干|Stem|correct|"right"/);
			expect(setter.read!.options.length).toBeGreaterThan(0);
			const payloads = JSON.stringify([list, setter, hr]);
			for (const { candidate, attemptId } of sat)
				for (const secret of [candidate.name, candidate.employeeNo, candidate.id, attemptId])
					expect(payloads).not.toContain(secret);
			await expect(getAnalysedItem(world.ctx(author, LATER), sittingId, newId(LATER))).rejects.toMatchObject({
				kind: 'not_found'
			});
		});

		it('sorts and filters on the server; what has no figure comes last', async () => {
			const { sittingId, officer } = await givenSat(world, [12, 11, 9, 4, 1, 0]);
			await keepTimeUntil(world, CLOSED);
			await sweepAnalyses(world.ctx(undefined, CLOSED));
			const items = async (raw: object) =>
				(await getAnalysis(world.ctx(officer, LATER), sittingId, filter(raw))).view!.items;
			const shares = (await items({ sort: 'difficulty', dir: 'desc' })).map(({ difficulty }) => difficulty);
			expect(shares).toEqual([...shares].sort((a, b) => b - a));
			for (const dir of ['asc', 'desc']) {
				const sorted = (await items({ sort: 'discrimination', dir })).map((item) => item.discrimination);
				const numbers = sorted.filter((figure) => typeof figure === 'number');
				expect(sorted.slice(0, numbers.length)).toEqual(numbers);
				expect(numbers).toEqual([...numbers].sort((a, b) => (dir === 'asc' ? a - b : b - a)));
			}
			const law = await items({ section: 'law' });
			expect(law.length).toBeGreaterThan(0);
			expect(law.every(({ section }) => section === 'law')).toBe(true);
			// A handful of candidates raises no flag; nonsense in the address counts as not said.
			expect(await items({ flag: 'any' })).toEqual([]);
			expect((await items({ sort: 'nonsense', page: '-1' })).length).toBeGreaterThan(12 - 1);
		});

		it('says words where too few sat', async () => {
			const { sittingId, officer } = await givenSat(world, [7]);
			await keepTimeUntil(world, CLOSED);
			await sweepAnalyses(world.ctx(undefined, CLOSED));
			const ctx = world.ctx(officer, LATER);
			expect(await getAnalysis(ctx, sittingId, filter())).toMatchObject({ view: null, tooFew: 1 });
			await expect(exportAnalysis(ctx, { sittingId, format: 'csv' })).rejects.toMatchObject({
				kind: 'not_found'
			});
		});

		it('can be taken away as CSV and as a workbook', async () => {
			const { sittingId, officer } = await givenSat(world, [12, 9, 7, 5, 2]);
			await keepTimeUntil(world, CLOSED);
			await sweepAnalyses(world.ctx(undefined, CLOSED));
			const take = (format: 'csv' | 'xlsx') =>
				exportAnalysis(world.ctx(officer, LATER), { sittingId, format });
			const lines = new TextDecoder()
				.decode(await take('csv'))
				.trim()
				.split(/\r?\n/);
			const { all, forms } = await figuresOf(world, sittingId);
			const rows = [all, ...forms].reduce((sum, { items }) => sum + items.length, 0);
			expect(lines).toHaveLength(rows + 1);
			expect(lines[0]).toContain('题余相关');
			expect(lines.join()).not.toMatch(/NaN|flat|few/);
			expect(new TextDecoder().decode((await take('xlsx')).slice(0, 2))).toBe('PK');
		});
	});
});
