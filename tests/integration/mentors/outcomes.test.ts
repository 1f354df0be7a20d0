import { beforeAll, expect, it } from 'vitest';
import {
	countersignShadowing,
	createPairing,
	endPairing,
	logShadowing
} from '$lib/features/mentoring/index.server';
import { raiseFlag } from '$lib/features/mentoring/flag.server';
import { poolFilterSchema } from '$lib/features/mentors';
import {
	getFindPage,
	getMentor,
	listPool,
	outcomesOf,
	suggestMentors
} from '$lib/features/mentors/index.server';
import { withTransaction } from '$lib/server/db/transaction';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { REFLECTION, session, signForBoth } from '../mentoring/story';
import { givenMentor, givenRules, givenUnits, on, plan } from './given';

const DAY = on('2026-03-20');

onEveryDatabase('outcomes of mentors', (world) => {
	beforeAll(() => givenRules(world).then(() => {}));

	/** A pairing from 2 March with two countersigned hours, one of them flagged, ended for a reason. */
	const story = async () => {
		const { here } = await givenUnits(world);
		const mentor = await givenMentor(world, here);
		const trainee = await givenPerson(world, { unit: here });
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const system = world.ctx(undefined, on('2026-03-05'));
		const { id } = await createPairing(world.ctx(hr, on('2026-03-02')), {
			...{ traineeId: trainee.id, mentorId: mentor.id, ...plan }
		});
		await signForBoth(world, { id, trainee, mentor }, on('2026-03-02'));
		for (const [i, day] of ['2026-03-03', '2026-03-04'].entries()) {
			const content = session(id, { occurredOn: day, minutes: 60 });
			const entry = await logShadowing(world.ctx(mentor, on(day)), content);
			if (i)
				await withTransaction(system, (tx) =>
					raiseFlag(tx, system, { entryId: entry.id, kind: 'unqualified', detail: {} })
				);
			await countersignShadowing(world.ctx(trainee, on('2026-03-05')), {
				...{ entryId: entry.id, reflection: REFLECTION }
			});
		}
		return { here, hr, mentor, trainee, id };
	};

	it('count hours that count, pairings completed or broken off, and are shown in the pool', async () => {
		const { hr, mentor, id } = await story();
		const read = async () => (await outcomesOf(world.db, [mentor.id])).get(mentor.id);
		expect(await read()).toMatchObject({ minutes: 60, completed: 0, ended: 0 });
		await endPairing(world.ctx(hr, on('2026-03-10')), { pairingId: id, reason: 'completed' });
		const outcomes = { minutes: 60, completed: 1, broken: 0, ended: 1, sat: 0, passed: 0 };
		expect(await read()).toEqual(outcomes);
		const { rows } = await listPool(world.ctx(hr, DAY), poolFilterSchema.parse({ q: mentor.employeeNo }));
		expect(rows.map((row) => row.outcomes)).toEqual([outcomes]);
		expect((await getMentor(world.ctx(hr, DAY), mentor.id)).outcomes).toEqual(outcomes);
	});

	it('weigh in what HR is suggested, with the reason, and are no matter of trainees', async () => {
		const { here, hr, mentor, id } = await story();
		await endPairing(world.ctx(hr, on('2026-03-10')), { pairingId: id, reason: 'completed' });
		const next = await givenPerson(world, { unit: here });
		const suggested = (await suggestMentors(world.ctx(hr, DAY), next.id))!.best.find(
			(one) => one.id === mentor.id
		);
		expect(suggested!.parts.find(({ criterion }) => criterion === 'outcome')).toMatchObject({
			...{ points: 67, most: 100 },
			why: { kind: 'outcome.some', completed: 1, ended: 1, passed: 0, sat: 0 }
		});
		const seen = await getFindPage(world.ctx(next, DAY));
		const same = seen.mentors.find((one) => one.id === mentor.id)!;
		expect(same.parts.map(({ criterion }) => criterion)).not.toContain('outcome');
		expect(JSON.stringify(seen)).not.toMatch(/outcome|passed/);
	});
});
