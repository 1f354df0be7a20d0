import { and, asc, eq, isNull } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { setQuestionMarks } from '$lib/features/exams/index.server';
import { attemptResults } from '$lib/features/exams/tables.server';
import { markingAnswers, markingOutcomes } from '$lib/features/marking/tables.server';
import { approveRegrade, proposeRegrade } from '$lib/features/regrading/index.server';
import { regrades } from '$lib/features/regrading/tables.server';
import type { Trial } from '$lib/features/regrading/trial';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { after, givenBank } from '../exams/given';
import { givenAllocated, givenMarkers, givenReadSitting, givenWriter, markAll, OVER } from '../marking/given';
import { askedOf, givenDraft, itemAt } from './given';

const LATER = after(OVER, 3_600_000);

/** Weights of the essay's two rows, and the shares of their levels, as a form says them. */
const weights = (facts: string, clear: string, half = '50') => ({
	kind: 'key',
	rows: [facts, clear].map((share) => ({
		share,
		levels: ['100', half, '0'].map((level) => ({ share: level }))
	}))
});

const earned = async (world: World, attemptId: string) =>
	(
		await world.db
			.select()
			.from(attemptResults)
			.where(and(eq(attemptResults.attemptId, attemptId), isNull(attemptResults.supersededAt)))
	)[0]!.earnedHundredths;

/** Two whose essays earned 6 and 4 of 10, with 14 of 20 besides: the item, and who is who. */
async function givenRead(world: World) {
	const { officer } = await givenBank(world);
	const sittingId = await givenReadSitting(world, 'single');
	const [one, other] = [await givenWriter(world, sittingId), await givenWriter(world, sittingId)];
	const [marker] = await givenMarkers(world, 1);
	await givenAllocated(world, sittingId, [marker!]);
	const asked = await Promise.all([1, 2, 3].map((position) => itemAt(world, one.attemptId, position)));
	const { itemVersionId } = asked.find(({ question }) => question.type === 'essay')!;
	const approver = await givenPerson(world, { roles: ['hrApprover'] });
	const read = () =>
		markAll(world, sittingId, marker!, ({ type, attemptId }) =>
			type === 'essay' ? (attemptId === one.attemptId ? 6 : 4) : 4
		).then(() => world.runJobs(OVER));
	return { officer, approver, sittingId, one, other, itemVersionId, read };
}

async function apply(world: World, by: [GivenPerson, GivenPerson], regradeId: string): Promise<Trial> {
	await proposeRegrade(world.ctx(by[0], LATER), { regradeId });
	const [row] = await world.db.select().from(regrades).where(eq(regrades.id, regradeId));
	await approveRegrade(world.ctx(by[1], LATER), { regradeId, trialHash: row!.trialHash! });
	return row!.trial as Trial;
}

onEveryDatabase('a rubric that is corrected', (world) => {
	it('moves the marks of everybody once all are read, with the levels that were chosen', async () => {
		const { officer, approver, sittingId, one, other, itemVersionId, read } = await givenRead(world);
		const draft = (said: object) => givenDraft(world, officer, sittingId, itemVersionId, { ...said }, LATER);
		await expect(draft(weights('40', '60'))).rejects.toMatchObject({ code: 'regrading.change.being_read' });
		await read();
		expect([await earned(world, one.attemptId), await earned(world, other.attemptId)]).toEqual([2000, 1800]);
		expect(await askedOf(world, sittingId, itemVersionId)).toHaveLength(2);
		await expect(draft(weights('40', '50'))).rejects.toMatchObject({ code: 'app.form' });
		await expect(draft(weights('40', '60', '100'))).rejects.toMatchObject({ code: 'app.form' });
		await expect(draft(weights('60', '40'))).rejects.toMatchObject({ code: 'regrading.change.nothing' });
		const trial = await apply(
			world,
			[officer, approver],
			await draft({ ...weights('40', '60'), policy: 'all' })
		);
		expect(trial).toMatchObject({ candidates: 2, up: 1, down: 1 });
		expect([await earned(world, one.attemptId), await earned(world, other.attemptId)]).toEqual([1800, 2000]);

		// Again, and nobody goes down: what was chosen counts, not what was made of it.
		const best = await draft({ ...weights('80', '20'), policy: 'keepBest' });
		expect(await apply(world, [officer, approver], best)).toMatchObject({ up: 1, down: 0, same: 1 });
		expect([await earned(world, one.attemptId), await earned(world, other.attemptId)]).toEqual([2200, 2000]);
		const outcomes = await world.db
			.select({ kind: markingOutcomes.kind, hundredths: markingOutcomes.hundredths })
			.from(markingOutcomes)
			.innerJoin(markingAnswers, eq(markingAnswers.id, markingOutcomes.answerId))
			.where(
				and(eq(markingAnswers.attemptId, one.attemptId), eq(markingAnswers.itemVersionId, itemVersionId))
			)
			.orderBy(asc(markingOutcomes.version));
		expect(outcomes).toEqual([
			{ kind: 'single', hundredths: 600 },
			{ kind: 'regraded', hundredths: 400 },
			{ kind: 'regraded', hundredths: 800 }
		]);
	});

	it('leaves alone what was decided on an appeal', async () => {
		const { officer, approver, sittingId, one, other, itemVersionId, read } = await givenRead(world);
		await read();
		const [answer] = await world.db
			.select()
			.from(markingAnswers)
			.where(
				and(eq(markingAnswers.attemptId, one.attemptId), eq(markingAnswers.itemVersionId, itemVersionId))
			);
		const { attemptId, position } = answer!;
		await setQuestionMarks(world.db, LATER, [{ attemptId, position, earnedHundredths: 700 }]);
		const id = await givenDraft(
			world,
			officer,
			sittingId,
			itemVersionId,
			{ ...weights('40', '60'), policy: 'all' },
			LATER
		);
		await apply(world, [officer, approver], id);
		expect([await earned(world, one.attemptId), await earned(world, other.attemptId)]).toEqual([2100, 2000]);
	});
});
