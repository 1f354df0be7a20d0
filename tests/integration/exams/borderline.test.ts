import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { items, itemVersions } from '$lib/features/bank/tables.server';
import { analyse, ANALYSIS_ENGINE } from '$lib/features/exams/analysis/analyse';
import { TableBuilder } from '$lib/features/exams/analysis/table';
import {
	createSitting,
	exportBorderline,
	listBorderline,
	saveAnswers
} from '$lib/features/exams/index.server';
import { attemptItems, sittingAnalyses } from '$lib/features/exams/tables.server';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import { after, ANNOUNCED, givenAttempt, givenBank, keepTimeUntil, plan, STARTED, times } from './given';

const CLOSED = after(times.closesAt, 3_600_000);

/** An analysis with a standard error of 19.9 points: `tests/unit/exams-borderline.test.ts`. */
async function givenAnalysis(world: World, sittingId: string): Promise<void> {
	const builder = new TableBuilder();
	for (const right of [0, 1, 2, 3, 0, 1, 2, 3])
		builder.add(
			'A',
			[0, 1, 2].map((item) => ({
				item,
				earned: item < right ? 100 : 0,
				worth: 100,
				chosen: 0,
				seconds: null
			}))
		);
	const figures = analyse(builder.build(['a', 'b', 'c'].map((id) => ({ id, section: 'law', options: [] }))));
	const row = { basis: 'given', engine: ANALYSIS_ENGINE, figures, computedAt: CLOSED };
	await world.db
		.insert(sittingAnalyses)
		.values({ sittingId, ...row })
		.onConflictDoUpdate({ target: sittingAnalyses.sittingId, set: row });
}

onEveryDatabase('the borderline list', (world) => {
	/** A candidate who has the first so many of twelve questions right, or all but those of law. */
	async function givenSat(sittingId: string, right: number | 'notLaw') {
		const { candidate, attemptId, paper } = await givenAttempt(world, sittingId);
		const asked = await world.db
			.select({ position: attemptItems.position, area: items.area })
			.from(attemptItems)
			.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
			.innerJoin(items, eq(items.id, itemVersions.itemId))
			.where(eq(attemptItems.attemptId, attemptId));
		const isRight = (position: number) =>
			right === 'notLaw' ? asked.find((one) => one.position === position)!.area !== 'law' : position <= right;
		const answers = paper.map((one) => ({
			...{ position: one.position, seq: 1, flagged: false },
			given: isRight(one.position) ? one.right : one.wrong
		}));
		await saveAnswers(world.ctx(candidate, STARTED), { attemptId, answers });
		return { candidate, attemptId };
	}

	it('names who is just below, just above, or fails by an area alone, and states its band', async () => {
		const { officer, blueprintId } = await givenBank(world);
		const { id: sittingId } = await createSitting(world.ctx(officer, ANNOUNCED), {
			...{ ...plan(blueprintId), passPercent: 60, passRule: { minima: { law: 50 } } }
		});
		// 58.3, 66.7, 50.0 and 83.3 %; the last without any mark in law.
		const below = await givenSat(sittingId, 7);
		const above = await givenSat(sittingId, 8);
		const further = await givenSat(sittingId, 6);
		const short = await givenSat(sittingId, 'notLaw');
		await givenSat(sittingId, 12);
		await givenSat(sittingId, 1);
		await keepTimeUntil(world, CLOSED);
		const list = (who = officer) => listBorderline(world.ctx(who, CLOSED), sittingId);

		const usual = await list();
		expect(usual).toMatchObject({ band: { points: 3, by: 'usual' }, hidden: 0 });
		const named = (rows: typeof usual.rows) => rows.map(({ attemptId, kind }) => [attemptId, kind]);
		expect(named(usual.rows.filter(({ kind }) => kind !== 'minimum'))).toEqual([[below.attemptId, 'below']]);
		expect(usual.rows.find(({ attemptId }) => attemptId === short.attemptId)).toMatchObject({
			...{ kind: 'minimum', short: ['law'], passed: false, tenths: 833 }
		});

		await givenAnalysis(world, sittingId);
		const wide = await list();
		expect(wide.band.by).toBe('sem');
		const near = wide.rows.filter(({ kind }) => kind !== 'minimum');
		expect(named(near).slice(0, 2)).toEqual([
			[below.attemptId, 'below'],
			[further.attemptId, 'below']
		]);
		const isIn = (attemptId: string) => wide.rows.some((row) => row.attemptId === attemptId);
		expect(isIn(above.attemptId)).toBe(true);
		expect(near[0]!.points).toBeCloseTo(58.333 - 60, 2);

		const csv = new TextDecoder().decode(await exportBorderline(world.ctx(officer, CLOSED), sittingId));
		expect(csv.trim().split('\n')).toHaveLength(wide.rows.length + 1);
		expect(csv).toContain(below.candidate.name);
	});

	it('names nobody whose result the reader may not read, and is not for candidates', async () => {
		const { officer, blueprintId } = await givenBank(world);
		const { id: sittingId } = await createSitting(world.ctx(officer, ANNOUNCED), plan(blueprintId));
		const { candidate } = await givenSat(sittingId, 7);
		await keepTimeUntil(world, CLOSED);
		const foreign = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: await givenUnit(world) });
		const list = await listBorderline(world.ctx(foreign, CLOSED), sittingId);
		expect(list).toMatchObject({ rows: [], hidden: 1 });
		for (const ask of [listBorderline, exportBorderline])
			await expect(ask(world.ctx(candidate, CLOSED), sittingId)).rejects.toMatchObject({ kind: 'forbidden' });
	});
});
