import { expect, it } from 'vitest';
import {
	countersignShadowing,
	disputeShadowing,
	getPairing,
	getStaffPairing,
	logShadowing
} from '$lib/features/mentoring/index.server';
import { raiseFlag } from '$lib/features/mentoring/flag.server';
import { withTransaction } from '$lib/server/db/transaction';
import { onEveryDatabase } from '../../support/database';
import { givenPairing, on, REFLECTION, session } from './story';

onEveryDatabase('progress of a pairing', (world) => {
	it('shows both sides and HR what counts, what waits, what was observed and reflected', async () => {
		const { hr, mentor, trainee, id } = await givenPairing(world);
		const asMentor = (day: string) => world.ctx(mentor, on(day));
		const asTrainee = (day: string) => world.ctx(trainee, on(day));
		const log = async (day: string, change: object = {}) =>
			(await logShadowing(asMentor(day), session(id, { occurredOn: day, ...change }))).id;
		const sign = (entryId: string, day: string) =>
			countersignShadowing(asTrainee(day), { entryId, reflection: REFLECTION });

		await sign(await log('2026-01-10'), '2026-01-11');
		await sign(await log('2026-01-20', { minutes: 60, steps: [7], rubric: { skill: 4 } }), '2026-01-21');
		await log('2026-01-21', { minutes: 45, steps: [7] });
		await disputeShadowing(asTrainee('2026-01-23'), {
			entryId: await log('2026-01-22'),
			reason: '当天没有跟班'
		});
		const flagged = await log('2026-01-23', { minutes: 30, steps: [2] });
		await withTransaction(world.ctx(undefined, on('2026-01-23')), (tx) =>
			raiseFlag(tx, world.ctx(undefined, on('2026-01-23')), {
				...{ entryId: flagged, kind: 'unqualified', detail: {} }
			})
		);
		await sign(flagged, '2026-01-24');
		// The trainee's own entry: the note is the reflection, the mentor's countersignature the observation.
		const own = await logShadowing(asTrainee('2026-01-26'), {
			...session(id, { occurredOn: '2026-01-26', rubric: {}, note: REFLECTION, minutes: 30, steps: [4] })
		});
		await countersignShadowing(asMentor('2026-01-27'), {
			...{ entryId: own.id, reflection: '', rubric: { character: 4 } }
		});

		const at = on('2026-01-28');
		const { progress } = await getPairing(world.ctx(trainee, at), id);
		expect(progress.weeks).toEqual(['2026-01-05', '2026-01-12', '2026-01-19', '2026-01-26']);
		expect(progress.all.cells).toEqual([
			...[
				{ minutes: 90, waiting: 0 },
				{ minutes: 0, waiting: 0 }
			],
			// 45 wait for the trainee, 30 for HR, who has to look at the flag.
			...[
				{ minutes: 60, waiting: 75 },
				{ minutes: 30, waiting: 0 }
			]
		]);
		expect(progress.steps[6]).toMatchObject({ step: 7, total: { minutes: 60, waiting: 45 } });
		const seen = Object.fromEntries(
			progress.rubric.map(({ dimension, observations }) => [
				dimension,
				observations.map(({ level, counted }) => [level, counted])
			])
		);
		expect(seen).toEqual({
			character: [
				[3, true],
				[3, false],
				[3, false],
				[4, true]
			],
			skill: [
				[2, true],
				[4, true],
				[2, false],
				[2, false]
			],
			work: []
		});
		expect(progress.reflections.map(({ on: day, counted }) => [day, counted])).toEqual([
			['2026-01-26', true],
			['2026-01-23', false],
			['2026-01-20', true],
			['2026-01-10', true]
		]);
		expect((await getPairing(world.ctx(mentor, at), id)).progress).toEqual(progress);
		expect((await getStaffPairing(world.ctx(hr, at), id)).progress).toEqual(progress);
	});
});
